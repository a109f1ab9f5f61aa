import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateKey, keyRing, open, openText, seal, SealError, type CredentialBinding } from '@kalends/crypto';

// Two ids one letter apart and one key under each, so that an altered key id can also hit a key that exists.
const ring = await keyRing({
  keys: [
    { id: 'key-a', key: generateKey() },
    { id: 'key-b', key: generateKey() },
  ],
  activeKeyId: 'key-a',
});
const field = fc.string({ minLength: 1, maxLength: 12, unit: 'binary' });
const bindings: fc.Arbitrary<CredentialBinding> = fc.record({
  tenantId: field,
  userId: field,
  provider: field,
  credentialId: field,
  purpose: field,
});
const names = ['tenantId', 'userId', 'provider', 'credentialId', 'purpose'] as const;
const alphabet = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');

const isRefused = async (sealed: string, binding: CredentialBinding): Promise<boolean> =>
  SealError.is(await open({ ring, sealed, binding }).catch((error: unknown) => error));

/** The texts that open although they should not. */
async function acceptedOf(texts: readonly string[], binding: CredentialBinding): Promise<string[]> {
  const outcomes = await Promise.all(texts.map((sealed) => isRefused(sealed, binding)));
  return texts.filter((_, index) => outcomes[index] !== true);
}

describe('open(seal(x))', () => {
  test('is x for any bytes and any binding', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), bindings, async (plaintext, binding) => {
        const sealed = await seal({ ring, plaintext, binding });
        expect(await open({ ring, sealed, binding })).toEqual(new Uint8Array(plaintext));
      }),
    );
  });

  test('is x for any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), bindings, async (plaintext, binding) => {
        expect(await openText({ ring, sealed: await seal({ ring, plaintext, binding }), binding })).toBe(plaintext);
      }),
    );
  });
});

describe('an altered text is refused', () => {
  const binding = { tenantId: 't', userId: 'u', provider: 'graph', credentialId: 'c', purpose: 'refresh-token' };

  test('for every bit of every character', async () => {
    const sealed = await seal({ ring, plaintext: 'an invented refresh token', binding });
    const texts = Array.from(sealed).flatMap((character, at) =>
      Array.from({ length: 8 }, (_, bit) => {
        const altered = String.fromCharCode(character.charCodeAt(0) ^ (1 << bit));
        return sealed.slice(0, at) + altered + sealed.slice(at + 1);
      }),
    );
    expect(texts).toHaveLength(sealed.length * 8);
    expect(await acceptedOf(texts, binding)).toEqual([]);
  });

  test.for([
    ['key part', 2],
    ['nonce', 3],
    ['ciphertext and tag', 4],
  ] as const)('for every bit of the %s, as not opening', async ([, index]) => {
    const parts = (await seal({ ring, plaintext: 'secret', binding })).split('.');
    const raw = Buffer.from(parts[index] ?? '', 'base64url');
    for (let bit = 0; bit < raw.length * 8; bit += 1) {
      const altered = Buffer.from(raw);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const sealed = parts.with(index, altered.toString('base64url')).join('.');
      await expect(open({ ring, sealed, binding })).rejects.toMatchObject({ code: 'openFailed' });
    }
  });

  test('for any other character of the alphabet in any place', async () => {
    const sealed = await seal({ ring, plaintext: 'secret', binding });
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.constantFrom(...alphabet, '.'), async (at, character) => {
        fc.pre(sealed[at] !== character);
        expect(await isRefused(sealed.slice(0, at) + character + sealed.slice(at + 1), binding)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('when cut at any place, at either end', async () => {
    const sealed = await seal({ ring, plaintext: 'an invented refresh token', binding });
    const texts = Array.from(sealed).flatMap((_, at) => [sealed.slice(0, at), sealed.slice(at + 1)]);
    expect(await acceptedOf(texts, binding)).toEqual([]);
  });

  test('when extended', async () => {
    const sealed = await seal({ ring, plaintext: 'secret', binding });
    const extras = [...alphabet, '=', '.', ' ', '\n', '\0', 'AA', 'AAAA', '.AAAA', '=='];
    expect(
      await acceptedOf(
        extras.flatMap((extra) => [sealed + extra, extra + sealed]),
        binding,
      ),
    ).toEqual([]);
  });

  test('when two are joined or their parts are mixed', async () => {
    const one = await seal({ ring, plaintext: 'secret', binding });
    const two = await seal({ ring, plaintext: 'secret', binding });
    const mixed = [2, 3, 4].map((index) => one.split('.').with(index, two.split('.')[index] ?? ''));
    const texts = [one + two, one + one, ...['.', ',', '\n'].map((separator) => one + separator + two)];
    expect(await acceptedOf([...texts, ...mixed.map((parts) => parts.join('.'))], binding)).toEqual([]);
  });
});

describe('another binding is refused', () => {
  test('when any one field differs', async () => {
    await fc.assert(
      fc.asyncProperty(bindings, fc.constantFrom(...names), field, async (binding, name, value) => {
        fc.pre(binding[name] !== value);
        const sealed = await seal({ ring, plaintext: 'secret', binding });
        expect(await isRefused(sealed, { ...binding, [name]: value })).toBe(true);
      }),
    );
  });

  test('when any two fields change places', async () => {
    await fc.assert(
      fc.asyncProperty(bindings, fc.constantFrom(...names), fc.constantFrom(...names), async (binding, a, b) => {
        fc.pre(binding[a] !== binding[b]);
        const sealed = await seal({ ring, plaintext: 'secret', binding });
        expect(await isRefused(sealed, { ...binding, [a]: binding[b], [b]: binding[a] })).toBe(true);
      }),
    );
  });

  test('when a character moves from one field to the next', async () => {
    await fc.assert(
      fc.asyncProperty(bindings, fc.nat(3), async (binding, at) => {
        const [a = 'tenantId', b = 'userId'] = names.slice(at, at + 2);
        const moved = Array.from(binding[a]).at(-1) ?? '';
        fc.pre(moved !== '' && binding[a] !== moved);
        const shifted = { ...binding, [a]: binding[a].slice(0, -moved.length), [b]: moved + binding[b] };
        const sealed = await seal({ ring, plaintext: 'secret', binding });
        expect(await isRefused(sealed, shifted)).toBe(true);
      }),
    );
  });

  test('when it only looks the same', async () => {
    const binding = { tenantId: 't', userId: 'Amélie', provider: 'graph', credentialId: 'c', purpose: 'p' };
    const sealed = await seal({ ring, plaintext: 'secret', binding });
    for (const userId of ['Ame\u0301lie', 'amélie', 'Amélie ', 'Amélie\0', 'Am\ufffdlie']) {
      expect(await isRefused(sealed, { ...binding, userId })).toBe(true);
    }
  });
});
