import { Secret } from '@kalends/core';
import { expect, test } from 'vitest';
import { AccessTokens } from './access-tokens.ts';
import type { EntraTokens } from './entra-client.ts';

test('a token that arrives after everything was forgotten is not kept', async () => {
  const answer: EntraTokens = {
    accessToken: new Secret('access'),
    expiresInSeconds: 3_600,
    refreshToken: undefined,
    scopes: [],
    claims: {},
  };
  const gate = Promise.withResolvers<EntraTokens>();
  let asked = 0;
  const tokens = new AccessTokens({
    credential: {
      kind: 'oauth',
      provider: 'graph',
      account: { id: 'ada' },
      scopes: [],
      refreshToken: new Secret('refresh'),
      issuedAt: '2026-11-01T00:00:00Z',
    },
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    refresh: () => {
      asked += 1;
      return asked === 1 ? gate.promise : Promise.resolve(answer);
    },
    onCredentialChanged: undefined,
  });

  const waiting = tokens.get(undefined);
  tokens.clear();
  gate.resolve(answer);
  expect((await waiting).reveal()).toBe('access');

  await tokens.get(undefined);
  expect(asked).toBe(2);
});
