import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eventIdFor } from './event-id.ts';

describe('eventIdFor', () => {
  it('is base32hex of SHA-256, in the form Google wants', async () => {
    const id = await eventIdFor('Ada@example.com', ['create', 'key']);
    expect(id).toMatch(/^[a-v0-9]{52}$/);
    const hash = createHash('sha256').update('["kalends","ada@example.com",["create","key"]]').digest();
    let bits = '';
    for (const byte of hash) bits += byte.toString(2).padStart(8, '0');
    const digits = (bits.match(/.{1,5}/g) ?? []).map((five) => Number.parseInt(five.padEnd(5, '0'), 2).toString(32));
    expect(id).toBe(digits.join(''));
  });

  it('tells calendars and purposes apart', async () => {
    const ids = await Promise.all([
      eventIdFor('a', ['create', 'key']),
      eventIdFor('b', ['create', 'key']),
      eventIdFor('a', ['create', 'key2']),
      eventIdFor('a', ['split', 'key']),
      eventIdFor('A', ['create', 'key']),
    ]);
    expect(new Set(ids).size).toBe(4);
  });
});
