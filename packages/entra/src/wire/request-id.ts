import type { Random } from '@kalends/core';

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An id of Microsoft's for a request. They are UUIDs; whatever else stands in their place is not shown. */
export function readRequestId(text: string | null | undefined): string | undefined {
  return typeof text === 'string' && uuid.test(text) ? text : undefined;
}

/** A random UUID (RFC 9562, version 4) from the injected source. */
export function newUuid(random: Random): string {
  const bytes = [...random.bytes(16)];
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
