import { describe, expect, test } from 'vitest';
import type { OAuthCredential } from '../credentials/credential.ts';
import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorCode } from '../errors/error-code.ts';
import { Secret } from '../runtime/secret.ts';
import type { Authorization, AuthorizationSource } from './authorization-source.ts';
import { credentialAuthorization } from './credential-authorization.ts';
import type { CredentialAuthorizationOptions } from './credential-authorization.ts';
import type { IssuedTokens, IssueTokensOptions } from './token-issuer.ts';
import { defaultTokenLifetimes } from './token-issuer.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A source whose service answers with numbered tokens, on a clock that stands until it is moved. */
function fixture(
  options: Partial<CredentialAuthorizationOptions<OAuthCredential>> & {
    readonly answer?: (asked: number) => Partial<IssuedTokens> | Promise<Partial<IssuedTokens>>;
  } = {},
) {
  const clock = { nowMs: Date.UTC(2026, 0, 1), now: (): number => clock.nowMs, sleep: () => Promise.resolve() };
  const asked: IssueTokensOptions<OAuthCredential>[] = [];
  const closing = new AbortController();
  const { answer = () => ({}), ...rest } = options;
  const source = credentialAuthorization<OAuthCredential>({
    credential: {
      kind: 'oauth',
      provider: 'test',
      account: { id: 'ada' },
      scopes: [],
      refreshToken: new Secret('refresh 0'),
      issuedAt: new Date(clock.nowMs).toISOString(),
    },
    issuer: {
      provider: 'test',
      lifetimes: defaultTokenLifetimes,
      tokenReach: () => 'account',
      async issue(request) {
        asked.push(request);
        const number = asked.length;
        const more: Partial<IssuedTokens> = await Promise.resolve(answer(number));
        return { accessToken: new Secret(`access ${number}`), expiresIn: 3_600, ...more };
      },
    },
    clock,
    closing: closing.signal,
    ...rest,
  });
  return { source, clock, asked, closing };
}

function tokenOf(authorization: Authorization): string {
  return authorization.kind === 'bearer' ? authorization.token.reveal() : authorization.kind;
}

async function codeOf(call: Promise<unknown>): Promise<CalendarErrorCode | undefined> {
  const error: unknown = await call.catch((caught: unknown) => caught);
  return CalendarError.is(error) ? error.code : undefined;
}

async function get(source: AuthorizationSource): Promise<string> {
  return tokenOf(await source.get());
}

describe('credentialAuthorization', () => {
  test('asks once for fifty callers, and again five minutes before the token ends', async () => {
    const { source, clock, asked } = fixture();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => get(source)));
    expect(new Set(tokens)).toEqual(new Set(['access 1']));
    clock.nowMs += 55 * minute - 1;
    expect(await get(source)).toBe('access 1');
    clock.nowMs += 1;
    expect(await get(source)).toBe('access 2');
    expect(asked).toHaveLength(2);
  });

  test('renews as far ahead as it is told, and a short-lived token at half its life', async () => {
    const { source, clock } = fixture({
      renewBeforeMs: 20 * minute,
      answer: (asked) => (asked === 2 ? { expiresIn: 300 } : {}),
    });
    await get(source);
    clock.nowMs += 40 * minute;
    expect(await get(source)).toBe('access 2');
    clock.nowMs += 2.5 * minute - 1;
    expect(await get(source)).toBe('access 2');
    clock.nowMs += 1;
    expect(await get(source)).toBe('access 3');
  });

  test('fifty callers with the same refused token cause one renewal', async () => {
    const { source, asked } = fixture();
    const refused = await source.get();
    const tokens = await Promise.all(
      Array.from({ length: 50 }, async () => tokenOf(await source.replace({ refused }))),
    );
    expect(new Set(tokens)).toEqual(new Set(['access 2']));
    expect(tokenOf(await source.replace({ refused }))).toBe('access 2');
    expect(asked).toHaveLength(2);
    const copy: Authorization = { kind: 'bearer', token: new Secret('access 2'), expiresAtMs: 0 };
    expect(tokenOf(await source.replace({ refused: copy }))).toBe('access 3');
  });

  test('answers a claims challenge with a token issued for it, after a renewal that was under way without it', async () => {
    const gate = Promise.withResolvers<Partial<IssuedTokens>>();
    const { source, asked } = fixture({ answer: (number) => (number === 2 ? gate.promise : {}) });
    const refused = await source.get();
    const plain = source.replace({ refused });
    const challenged = source.replace({ refused, claims: '{"access_token":{}}' });
    gate.resolve({});
    expect([tokenOf(await plain), tokenOf(await challenged)]).toEqual(['access 2', 'access 3']);
    expect(asked.map(({ claims }) => claims)).toEqual([undefined, undefined, '{"access_token":{}}']);
  });

  test('stores a replaced refresh token before its access token is used', async () => {
    const stored: string[] = [];
    const { source } = fixture({
      answer: () => ({ refreshToken: new Secret('refresh 1') }),
      onCredentialChanged: (changed) => Promise.resolve(void stored.push(changed.refreshToken.reveal())),
    });
    await get(source);
    expect(stored).toEqual(['refresh 1']);
  });

  test('a replaced refresh token that could not be stored is handed over again, before the service is asked', async () => {
    const stored: string[] = [];
    let isBroken = true;
    const { source, asked } = fixture({
      answer: (number) => ({ refreshToken: new Secret(`refresh ${number}`) }),
      onCredentialChanged: (changed) => {
        if (isBroken) return Promise.reject(new Error('disk full'));
        stored.push(changed.refreshToken.reveal());
        return Promise.resolve();
      },
    });
    await expect(source.get()).rejects.toThrow('disk full');
    await expect(source.get()).rejects.toThrow('disk full');
    expect(asked).toHaveLength(1);
    isBroken = false;
    expect(await get(source)).toBe('access 2');
    expect(stored).toEqual(['refresh 1', 'refresh 2']);
    expect(asked[1]?.credential.refreshToken.reveal()).toBe('refresh 1');
  });

  test('does not ask with a grant that has reached its end', async () => {
    const { source, clock, asked } = fixture();
    clock.nowMs += 89 * day;
    expect(await get(source)).toBe('access 1');
    clock.nowMs += 2 * day;
    await expect(source.get()).rejects.toMatchObject({ code: 'reauthorizationRequired', reason: 'expired' });
    expect(asked).toHaveLength(1);
  });

  test('asks no more once the grant has ended', async () => {
    const ended = new CalendarError({ code: 'reauthorizationRequired', reason: 'revoked', message: 'over' });
    const { source, asked } = fixture({ answer: () => Promise.reject(ended) });
    await expect(source.get()).rejects.toBe(ended);
    await expect(source.get()).rejects.toBe(ended);
    expect(asked).toHaveLength(1);
  });

  test('a challenge that cannot be met ends nothing: what needs no such token goes on', async () => {
    const refusal = new CalendarError({
      code: 'reauthorizationRequired',
      reason: 'multiFactorRequired',
      message: 'MFA',
    });
    const { source } = fixture({ answer: (number) => (number === 2 ? Promise.reject(refusal) : {}) });
    const refused = await source.get();
    await expect(source.replace({ refused, claims: '{"access_token":{}}' })).rejects.toBe(refusal);
    expect(await get(source)).toBe('access 3');
  });

  test('goes on after a failure that passes', async () => {
    const busy = new CalendarError({ code: 'serviceUnavailable', message: 'busy' });
    const { source } = fixture({ answer: (number) => (number === 1 ? Promise.reject(busy) : {}) });
    await expect(source.get()).rejects.toBe(busy);
    expect(await get(source)).toBe('access 2');
  });

  test('a token that is still good is used while the service cannot renew it, and not one that was refused or has ended', async () => {
    const busy = new CalendarError({ code: 'serviceUnavailable', message: 'busy' });
    const { source, clock } = fixture({ answer: (number) => (number === 1 ? {} : Promise.reject(busy)) });
    const first = await source.get();
    clock.nowMs += 57 * minute;
    expect(await source.get()).toEqual(first);
    await expect(source.replace({ refused: first })).rejects.toBe(busy);
    await expect(source.get()).rejects.toBe(busy);
  });

  test('a service that cannot renew now is asked every 30 seconds and not at every call', async () => {
    const busy = new CalendarError({ code: 'serviceUnavailable', message: 'busy' });
    const { source, clock, asked } = fixture({ answer: (number) => (number === 1 ? {} : Promise.reject(busy)) });
    await source.get();
    clock.nowMs += 57 * minute;
    for (let call = 0; call < 5; call += 1) expect(await get(source)).toBe('access 1');
    expect(asked).toHaveLength(2);
    clock.nowMs += minute / 2;
    expect(await get(source)).toBe('access 1');
    expect(asked).toHaveLength(3);
  });

  test('a clock that was set back makes no token look good for longer', async () => {
    const { source, clock } = fixture();
    clock.nowMs += day;
    await source.get();
    clock.nowMs -= day - 10 * minute;
    expect(await get(source)).toBe('access 2');
    clock.nowMs += 30 * minute;
    expect(await get(source)).toBe('access 2');
  });

  test('a token that has ended is not used, whatever the service does', async () => {
    const busy = new CalendarError({ code: 'serviceUnavailable', message: 'busy' });
    const { source, clock } = fixture({ answer: (number) => (number === 1 ? {} : Promise.reject(busy)) });
    await source.get();
    clock.nowMs += 60 * minute;
    await expect(source.get()).rejects.toBe(busy);
  });

  test('a caller may leave; the others get their token', async () => {
    const gate = Promise.withResolvers<Partial<IssuedTokens>>();
    const { source } = fixture({ answer: () => gate.promise });
    const leaving = new AbortController();
    const left = source.get({ signal: leaving.signal });
    const waiting = get(source);
    leaving.abort();
    expect(await codeOf(left)).toBe('aborted');
    expect(await codeOf(source.get({ signal: leaving.signal }))).toBe('aborted');
    gate.resolve({});
    expect(await waiting).toBe('access 1');
  });

  test('a token that arrives after the end is not kept', async () => {
    const gate = Promise.withResolvers<Partial<IssuedTokens>>();
    const { source, asked, closing } = fixture({ answer: (number) => (number === 1 ? gate.promise : {}) });
    const waiting = get(source);
    closing.abort();
    gate.resolve({});
    expect(await waiting).toBe('access 1');
    expect(await get(source)).toBe('access 2');
    expect(asked).toHaveLength(2);
  });

  test('refuses what the policy forbids before anything is asked', async () => {
    const { source, asked } = fixture({ policy: { calendars: 'freeBusy', contacts: 'none' } });
    const permission = { group: 'calendars', access: 'read' } as const;
    expect(await codeOf(source.get({ permission }))).toBe('policyDenied');
    expect(asked).toHaveLength(0);
    expect(tokenOf(await source.get({ permission: { ...permission, access: 'freeBusy' } }))).toBe('access 1');
  });
});
