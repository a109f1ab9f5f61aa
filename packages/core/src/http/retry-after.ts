/**
 * Reads an HTTP `Retry-After` value: seconds (fractions are seen in the wild) or an HTTP date.
 *
 * @param value - The header's value.
 * @param nowMs - The current time, milliseconds since the Unix epoch, against which a date is measured.
 * @returns Milliseconds to wait, never capped and never negative; `undefined` when there is no usable value.
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 | RFC 9110, Retry-After}
 * @public
 */
export function parseRetryAfter(value: string | null | undefined, nowMs: number): number | undefined {
  const text = value?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  if (!/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
