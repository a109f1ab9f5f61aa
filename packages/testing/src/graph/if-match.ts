import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { GraphRefusal } from './graph-error.ts';

/**
 * Holds an `If-Match` header (RFC 9110, section 13.1.1) against the change key of an item.
 *
 * @throws GraphRefusal 412 `ErrorIrresolvableConflict` when the item has changed since.
 */
export function checkIfMatch(request: RecordedRequest, changeKey: string): void {
  const header = request.headers['if-match'];
  if (header === undefined || header.trim() === '*') return;
  const isMet = [...header.matchAll(/(?:W\/)?"([^"]*)"/g)].some(([, tag]) => tag === changeKey);
  if (isMet) return;
  throw new GraphRefusal(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
}

/** Whether an `If-Match` header is there and is no list of ETags. */
export function isIfMatchMalformed(request: RecordedRequest): boolean {
  const header = request.headers['if-match'];
  return header !== undefined && !/^\s*(?:\*|(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*)\s*$/.test(header);
}
