/**
 * Runs work whose parts are under way at the same time. When it ends, so do they: what nobody waits for any more is not asked.
 *
 * @param run - Gets the signal its parts end by.
 */
export async function together<T>(signal: AbortSignal, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  try {
    return await run(AbortSignal.any([signal, ending.signal]));
  } finally {
    ending.abort();
  }
}
