import type { EventReference } from '@kalends/core';

/** JSON that is the same whatever the order of members. */
export function canonicalJson(value: unknown): string | undefined {
  return JSON.stringify(sorted(value));
}

/** A digest of anything that JSON can say, the same whatever the order of members: 64 hexadecimal digits. */
export async function digestOf(value: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(canonicalJson(value));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A target as it stands in keys: a call that names the same event otherwise is another one. */
export function namesOf(target: EventReference): readonly string[] {
  return 'eventId' in target ? [target.eventId] : [target.masterId, target.recurrenceId];
}

/** The first half of a digest in the shape of a GUID, as `transactionId` has it by habit. */
export function guidOfDigest(digest: string): string {
  return [0, 8, 12, 16, 20].map((from, index) => digest.slice(from, [8, 12, 16, 20, 32][index])).join('-');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}
