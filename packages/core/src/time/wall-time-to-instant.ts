/**
 * The instant of a wall time (RFC 5545, section 3.3.5): the first of two, and with the offset from before the gap where clocks
 * skip it.
 *
 * @param wallMs - The wall time as if it were UTC.
 * @param offsetAt - Milliseconds ahead of UTC at an instant.
 */
export function wallTimeToInstant(wallMs: number, offsetAt: (instantMs: number) => number): number {
  // No zone is more than a day from UTC, and none changes its offset twice within two days.
  const before = offsetAt(wallMs - 86_400_000);
  const after = offsetAt(wallMs + 86_400_000);
  if (before === after) return wallMs - before;
  const withBefore = wallMs - before;
  if (offsetAt(withBefore) === before) return withBefore;
  const withAfter = wallMs - after;
  return offsetAt(withAfter) === after ? withAfter : withBefore;
}
