import { format, inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Secret } from './secret.ts';

describe('Secret', () => {
  const secret = new Secret('canary-password-77');

  test.each([
    ['JSON', () => JSON.stringify({ secret })],
    ['a template string', () => `${String(secret)} ${secret.toString()}`],
    ['concatenation', () => 'x' + String(secret)],
    ['inspect', () => inspect({ secret }, { depth: 9, showHidden: true })],
    ['format', () => format('%s %o %j', secret, secret, secret)],
    [
      'an error message',
      () => new Error('failed', { cause: secret }).toString() + inspect(new Error('failed', { cause: secret })),
    ],
    ['a copy', () => JSON.stringify(Object.assign({}, secret))],
    ['keys and values', () => JSON.stringify(Object.entries(secret))],
  ])('does not show in %s', (_where, print) => {
    expect(print()).not.toContain('canary');
  });

  test('hands out the value on request', () => {
    expect(secret.reveal()).toBe('canary-password-77');
  });

  test('is recognised', () => {
    expect(Secret.is(secret)).toBe(true);
    expect(Secret.is('canary-password-77')).toBe(false);
    expect(Secret.is(null)).toBe(false);
  });
});
