import { describe, expect, test } from 'vitest';
import { isSecretSource, revealSecret } from './secret-source.ts';
import { Secret } from './secret.ts';

const context = { provider: 'graph', setting: 'clientSecret' };

describe('revealSecret', () => {
  test.each([
    ['a text', 'canary'],
    ['a Secret', new Secret('canary')],
    ['a function that fetches a text', () => Promise.resolve('canary')],
    ['a function that fetches a Secret', () => Promise.resolve(new Secret('canary'))],
  ])('gets it from %s', async (_what, source) => {
    expect(isSecretSource(source)).toBe(true);
    expect(await revealSecret(source, context)).toBe('canary');
  });

  test.each([['', new Secret(''), () => Promise.resolve('')]].flat())('refuses what is empty', async (source) => {
    await expect(revealSecret(source, context)).rejects.toMatchObject({
      code: 'invalidConfiguration',
      message: 'graph: clientSecret is empty',
    });
  });
});

test.each([undefined, null, 7, '', {}])('%s is no source', (value) => {
  expect(isSecretSource(value)).toBe(false);
});
