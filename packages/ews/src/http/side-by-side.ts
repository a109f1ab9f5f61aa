/**
 * Runs requests side by side, as many at once as the gate for traffic lets through. When one fails, the others are ended with it, and
 * nothing is under way any more when this throws.
 */
export async function sideBySide<T>(
  signal: AbortSignal,
  start: (signal: AbortSignal) => readonly Promise<T>[],
): Promise<readonly T[]> {
  const failed = new AbortController();
  const requests = start(AbortSignal.any([signal, failed.signal]));
  try {
    return await Promise.all(requests);
  } catch (error) {
    failed.abort();
    await Promise.allSettled(requests);
    throw error;
  }
}
