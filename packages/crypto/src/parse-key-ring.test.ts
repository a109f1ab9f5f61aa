import { describe, expect, test } from 'vitest';
import { generateKey, keyRing, openText, parseKeyRing, seal } from './index.ts';

const binding = { tenantId: 't', userId: 'u', provider: 'graph', credentialId: 'c', purpose: 'refresh-token' };
const first = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';
const second = 'gIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZaXmJmam5ydnp8';

describe('parseKeyRing', () => {
  test('reads ids and keys, the first entry being active', async () => {
    const ring = await parseKeyRing(`new:${first},old:${second}`);
    expect(ring.activeKeyId).toBe('new');
    const keys = [
      { id: 'new', key: first },
      { id: 'old', key: second },
    ];
    const same = await keyRing({ keys, activeKeyId: 'old' });
    const underNew = await seal({ ring, plaintext: 'secret', binding });
    expect(await openText({ ring: same, sealed: underNew, binding })).toBe('secret');
    const underOld = await seal({ ring: same, plaintext: 'secret', binding });
    expect(await openText({ ring, sealed: underOld, binding })).toBe('secret');
  });

  test.for([
    ['The key ring text is empty', ''],
    ['Entry 1 of the key ring text is not of the form <id>:<key>', first],
    ['Entry 1 of the key ring text is not of the form <id>:<key>', `new:${first}:${second}`],
    ['Entry 1 of the key ring text is not of the form <id>:<key>', `new:${first};old:${second}`],
    ['Entry 2 of the key ring text is not of the form <id>:<key>', `new:${first},`],
    ['Entry 2 of the key ring text is not of the form <id>:<key>', `new:${first},old`],
    ['holds white space or quotation marks', `new:${first}\n`],
    ['holds white space or quotation marks', `new:${first}, old:${second}`],
    ['holds white space or quotation marks', `"new:${first}"`],
    ['Entry 1: the id must be 1 to 32', `${first}:new`],
    ['Entry 2: the id must be 1 to 32', `new:${first},:${second}`],
    ['Entry 2: the id is already used', `new:${first},new:${second}`],
    ['Entry 2: the key repeats an earlier one', `new:${first},old:${first}`],
    ['Entry 1: the key is not base64url', `new:${first}=`],
    ['Entry 1: the key is not base64url', `new:${first.slice(0, -1)}9`],
    ['Entry 1: the key is 0 bytes', 'new:'],
    ['Entry 2: the key is 24 bytes', `new:${first},old:${second.slice(0, 32)}`],
    ['Entry 2: the key is 16 bytes', `new:${first},old:${second.slice(0, 21)}A`],
    ['longer than 4928 characters', `new:${first},`.repeat(200)],
  ] as const)('refuses with: %s', async ([reason, text]) => {
    const error: unknown = await parseKeyRing(text).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalidKey', message: expect.stringContaining(reason) });
    // No run of eight characters of a key may turn up in what gets logged.
    const printed = JSON.stringify(error) + String((error as Error).stack);
    for (const secret of [first, second]) {
      for (let at = 0; at + 8 <= secret.length; at += 1) expect(printed).not.toContain(secret.slice(at, at + 8));
    }
  });

  test('refuses what is no text', async () => {
    // An unset environment variable, as JavaScript callers pass it.
    await expect(parseKeyRing(undefined as unknown as string)).rejects.toMatchObject({ code: 'invalidKey' });
  });

  test('reads the largest ring there can be', async () => {
    const entries = Array.from({ length: 64 }, (_, index) => `${String(index).padStart(32, 'k')}:${generateKey()}`);
    expect((await parseKeyRing(entries.join(','))).activeKeyId).toBe(`${'k'.repeat(31)}0`);
  });
});
