import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OAuthCredential } from '../credentials/credential.ts';
import { Secret } from '../runtime/secret.ts';
import { defaultTokenLifetimes } from './token-issuer.ts';
import { grantEndsAtMs, lifetimeMs, renewAtMs, renewedCredential } from './token-lifetime.ts';

const day = 86_400_000;
const issuedAtMs = Date.UTC(2026, 0, 1);

function credential(more: Partial<OAuthCredential> = {}): OAuthCredential {
  return {
    kind: 'oauth',
    provider: 'graph',
    account: { id: 'ada' },
    scopes: ['Calendars.Read'],
    refreshToken: new Secret('first'),
    issuedAt: new Date(issuedAtMs).toISOString(),
    ...more,
  };
}

describe('lifetimeMs', () => {
  test.each([
    [300, 300_000],
    [86_399, 86_399_000],
    ['3599', 3_599_000],
    [0.5, 500],
  ])('takes %j seconds as the service said', (seconds, ms) => {
    expect(lifetimeMs(seconds, 1)).toBe(ms);
  });

  test.each([
    [undefined],
    [null],
    [0],
    [-1],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [1e15],
    ['soon'],
    [''],
    ['-5'],
    ['1e3'],
    [{}],
    [true],
  ])('expects the usual lifetime for %j', (seconds) => {
    expect(lifetimeMs(seconds, 3_600_000)).toBe(3_600_000);
  });
});

test('a token is renewed ahead of its end, never later than its half-life allows and never at once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }), (lifetime, renewBeforeMs) => {
      const at = renewAtMs({ nowMs: 0, lifetimeMs: lifetime, renewBeforeMs });
      expect(at).toBeGreaterThan(0);
      expect(at).toBeLessThanOrEqual(lifetime);
      expect(lifetime - at).toBe(Math.min(renewBeforeMs, lifetime / 2));
    }),
  );
});

describe('grantEndsAtMs', () => {
  const byUse = { ...defaultTokenLifetimes, refreshTokenRenewedBy: 'use' as const };

  test.each([
    ['90 days after its issue', credential(), defaultTokenLifetimes, undefined, 90],
    ['whatever it is used, where only a new token counts', credential(), defaultTokenLifetimes, 30, 90],
    ['90 days after its last use, where use renews it', credential(), byUse, 30, 120],
    ['never before 90 days after its issue', credential(), byUse, -30, 90],
    [
      'when the service said',
      credential({ refreshExpiresAt: new Date(issuedAtMs + 7 * day).toISOString() }),
      byUse,
      30,
      7,
    ],
  ])('%s', (_when, kept, lifetimes, usedOnDay, endsOnDay) => {
    const usedAtMs = usedOnDay === undefined ? undefined : issuedAtMs + usedOnDay * day;
    expect(grantEndsAtMs(kept, lifetimes, usedAtMs)).toBe(issuedAtMs + endsOnDay * day);
  });
});

describe('renewedCredential', () => {
  const nowMs = issuedAtMs + 40 * day;

  test('keeps the refresh token when none comes, or the same', () => {
    const kept = credential();
    const accessToken = new Secret('access');
    expect(renewedCredential(kept, { accessToken }, nowMs)).toBe(kept);
    expect(renewedCredential(kept, { accessToken, refreshToken: new Secret('first') }, nowMs)).toBe(kept);
  });

  test('takes a new one with its times and scopes', () => {
    const renewed = renewedCredential(
      credential({ refreshExpiresAt: '2026-03-01T00:00:00.000Z' }),
      { accessToken: new Secret('access'), refreshToken: new Secret('second'), scopes: ['Calendars.ReadWrite'] },
      nowMs,
    );
    expect(renewed).toMatchObject({ issuedAt: new Date(nowMs).toISOString(), scopes: ['Calendars.ReadWrite'] });
    expect(renewed.refreshToken.reveal()).toBe('second');
    expect(renewed).not.toHaveProperty('refreshExpiresAt');
  });

  test.each([
    [604_799, new Date(nowMs + 604_799_000).toISOString()],
    [-1, undefined],
  ])('takes over the end that the service names, when it makes sense: %j', (refreshExpiresIn, refreshExpiresAt) => {
    const issued = { accessToken: new Secret('access'), refreshToken: new Secret('second'), refreshExpiresIn };
    expect(renewedCredential(credential(), issued, nowMs).refreshExpiresAt).toBe(refreshExpiresAt);
  });
});
