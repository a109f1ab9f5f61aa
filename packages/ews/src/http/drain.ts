/** Reads the rest of an answer nobody wants, so that its connection can be used again. */
export async function drain(response: Response): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  while (!(await reader.read()).done);
}

/** Gives up the rest of an answer, and its connection where that was not all. */
export async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}
