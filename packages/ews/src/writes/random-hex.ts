import type { Random } from '@kalends/core';

/** Random bytes as hexadecimal digits. */
export function randomHex(random: Random, bytes: number): string {
  return hexOf(random.bytes(bytes));
}

/** Bytes as hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** SHA-256 of texts, each told apart from the next, as hexadecimal digits. */
export async function digestOf(texts: readonly string[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(texts));
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
