import { credentialAuthorization } from '@kalends/core';
import type { OAuthCredential } from '@kalends/core';
import { demoGoogleClient, googleFaults } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emulatedGoogle } from './support/emulated-google.ts';
import type { EmulatedGoogle } from './support/emulated-google.ts';
import { rejection } from './support/setup.ts';

const dayMs = 24 * 60 * 60_000;
const domain = 'tidewater.example';

let kit: EmulatedGoogle;
beforeEach(async () => {
  kit = await emulatedGoogle();
});
afterEach(() => kit.emulator.close());

describe('how a grant ends', () => {
  it.each<[string, (ada: OAuthCredential) => unknown, object]>([
    [
      'the person or an administrator took it back',
      () => kit.emulator.revokeGrants('ada'),
      { code: 'reauthorizationRequired', reason: 'revoked', vendorCode: 'invalid_grant' },
    ],
    [
      'nobody used it for six months',
      () => kit.clock.advance(185 * dayMs),
      { code: 'reauthorizationRequired', reason: 'revoked' },
    ],
    [
      'the account was disabled',
      () => kit.emulator.setAccountStatus('ada', 'disabled'),
      { code: 'reauthorizationRequired', reason: 'accountDisabled' },
    ],
    [
      'the account was deleted',
      () => kit.emulator.setAccountStatus('ada', 'deleted'),
      { code: 'reauthorizationRequired', reason: 'accountDisabled' },
    ],
    [
      'an administrator blocked the application',
      () => kit.emulator.setAppAccess(domain, demoGoogleClient.clientId, 'blocked'),
      { code: 'reauthorizationRequired', reason: 'policy', vendorCode: 'admin_policy_enforced' },
    ],
    [
      'the session length ran out',
      () => kit.emulator.requireReauthentication('ada'),
      { code: 'reauthorizationRequired', reason: 'policy', vendorCode: 'invalid_rapt' },
    ],
    [
      'the session length ran out, said otherwise',
      () => kit.emulator.requireReauthentication('ada', 'rapt_required'),
      { code: 'reauthorizationRequired', reason: 'policy', vendorCode: 'rapt_required' },
    ],
  ])('%s', async (_what, happens, expected) => {
    const credential = await kit.credential('ada');
    await happens(credential);
    const connection = kit.provider.connect({ credential });
    expect(await rejection(connection.calendars.list())).toMatchObject({ retryable: false, ...expected });
    const asked = kit.emulator.tokenRequests({ grantType: 'refresh_token' }).length;
    expect(await rejection(connection.calendars.list())).toMatchObject(expected);
    expect(kit.emulator.tokenRequests({ grantType: 'refresh_token' })).toHaveLength(asked);
  });

  it('seven days after consent while the application is in testing, and nobody is asked any more', async () => {
    kit.emulator.registerClient({ ...demoGoogleClient, publishingStatus: 'testing' });
    const credential = await kit.credential('ada');
    expect(credential.refreshExpiresAt).toBe('2026-11-23T07:59:59.000Z');
    const connection = kit.provider.connect({ credential });
    await kit.clock.advance(6 * dayMs);
    await expect(connection.calendars.list()).resolves.toBeDefined();
    await kit.clock.advance(dayMs);
    const asked = kit.emulator.tokenRequests().length;
    expect(await rejection(connection.calendars.list())).toMatchObject({
      code: 'reauthorizationRequired',
      reason: 'expired',
    });
    expect(kit.emulator.tokenRequests()).toHaveLength(asked);
  });

  it('is called expired when it was limited in time and its end has come', async () => {
    kit.emulator.registerClient({ ...demoGoogleClient, publishingStatus: 'testing' });
    const credential = await kit.credential('ada');
    await kit.clock.advance(7 * dayMs);
    expect(await rejection(kit.provider.tokens.issue({ credential }))).toMatchObject({
      code: 'reauthorizationRequired',
      reason: 'expired',
    });
  });

  it('dies as the oldest of more than a hundred', async () => {
    const oldest = await kit.credential('ada');
    for (let count = 0; count < 100; count += 1) {
      kit.emulator.issueTokens({ person: 'ada', scopes: oldest.scopes });
    }
    expect(await rejection(kit.provider.tokens.issue({ credential: oldest }))).toMatchObject({ reason: 'revoked' });
  });
});

describe('what is refused while a code is exchanged', () => {
  type Exchange = Parameters<EmulatedGoogle['provider']['signIn']['exchangeCode']>[0];

  it.each<[string, (exchange: Exchange) => Exchange | Promise<Exchange>, object]>([
    [
      'another redirect URI',
      (exchange) => ({ ...exchange, redirectUri: 'http://localhost:3000/oauth/google/callback' }),
      { code: 'invalidConfiguration', vendorCode: 'redirect_uri_mismatch' },
    ],
    ['a code that was never one', (exchange) => ({ ...exchange, code: 'code' }), { code: 'signInRefused' }],
    [
      'a code that is too old',
      async (exchange) => {
        await kit.clock.advance(3_600_000);
        return exchange;
      },
      { code: 'signInRefused', vendorCode: 'invalid_grant' },
    ],
    [
      'an account that was disabled in between',
      (exchange) => {
        kit.emulator.setAccountStatus('ada', 'disabled');
        return exchange;
      },
      { code: 'signInRefused' },
    ],
    [
      'an application that was blocked in between',
      (exchange) => {
        kit.emulator.setAppAccess(domain, demoGoogleClient.clientId, 'blocked');
        return exchange;
      },
      { code: 'adminConsentRequired', vendorCode: 'admin_policy_enforced', cure: { url: expect.anything() } },
    ],
    [
      'an application that was limited to another organization in between',
      (exchange) => {
        kit.emulator.registerClient({ ...demoGoogleClient, organization: 'elsewhere.example' });
        return exchange;
      },
      { code: 'signInRefused', vendorCode: 'org_internal' },
    ],
    [
      'a client that was deleted in between',
      (exchange) => {
        kit.emulator.registerClient({ ...demoGoogleClient, status: 'deleted' });
        return exchange;
      },
      { code: 'invalidConfiguration', vendorCode: 'deleted_client' },
    ],
  ])('%s', async (_what, change, expected) => {
    const { callback, codeVerifier } = await kit.signIn('ada');
    const exchange = { code: callback.get('code') ?? '', codeVerifier, redirectUri: kit.redirectUri };
    expect(await rejection(kit.provider.signIn.exchangeCode(await change(exchange)))).toMatchObject({
      operation: 'signIn.exchangeCode',
      ...expected,
    });
  });
});

describe('what a grant survives', () => {
  it.each<[string, () => void, object]>([
    [
      'a failing token endpoint',
      () => void kit.emulator.faults.add(googleFaults.tokenEndpointUnavailable()),
      { code: 'serviceUnavailable' },
    ],
    [
      'a throttled one',
      () => void kit.emulator.faults.add(googleFaults.tokenEndpointThrottled()),
      { code: 'rateLimited' },
    ],
    ['a lost answer', () => void kit.emulator.faults.add(googleFaults.tokenAnswerLost()), { code: 'networkError' }],
    [
      'a client that was disabled for a while',
      () => kit.emulator.registerClient({ ...demoGoogleClient, status: 'disabled' }),
      { code: 'invalidConfiguration', vendorCode: 'disabled_client' },
    ],
    [
      'an application that is limited to another organization',
      () => kit.emulator.registerClient({ ...demoGoogleClient, organization: 'elsewhere.example' }),
      { code: 'invalidConfiguration', vendorCode: 'org_internal' },
    ],
    [
      'a wrong client secret',
      () => kit.emulator.registerClient({ ...demoGoogleClient, clientSecret: 'another' }),
      { code: 'invalidConfiguration', vendorCode: 'invalid_client', status: 401 },
    ],
  ])('%s', async (_what, happens, expected) => {
    await using connection = await kit.connect('ada');
    happens();
    expect(await rejection(connection.calendars.list())).toMatchObject(expected);
    kit.emulator.registerClient(demoGoogleClient);
    await expect(connection.calendars.list().toArray()).resolves.toHaveLength(2);
  });

  it('a client id that is not the one it was given to', async () => {
    const credential = await kit.credential('ada');
    kit.emulator.registerClient({ ...demoGoogleClient, clientId: 'another' });
    const wrong = kit.oauth({ clientId: 'another' });
    expect(await rejection(wrong.tokens.issue({ credential }))).toMatchObject({
      code: 'invalidConfiguration',
      vendorCode: 'unauthorized_client',
    });
    await expect(kit.provider.tokens.issue({ credential })).resolves.toBeDefined();
  });

  it('repeats a refresh that failed for the moment within the retry policy', async () => {
    const credential = await kit.credential('ada');
    kit.emulator.faults.add(googleFaults.tokenEndpointUnavailable({ times: 2 }));
    const runtime = { ...kit.common.runtime, clock: timerless(kit.clock) };
    const patient = kit.oauth({ retry: { maxAttempts: 3 }, timeoutMs: 1, runtime });
    await expect(patient.tokens.issue({ credential })).resolves.toMatchObject({ accessToken: expect.anything() });
    expect(kit.emulator.tokenRequests({ grantType: 'refresh_token' }).map(({ outcome }) => outcome)).toEqual([
      'failed',
      'failed',
      'granted',
    ]);
  });

  it.each([300, 86_399, null, 0, -5, '300', 'soon', 1e15])(
    'an access token said to live for %j seconds',
    async (stated) => {
      kit.emulator.setTokenLifetimes({ statedExpiresIn: stated });
      const credential = await kit.credential('ada');
      const issued = await kit.provider.tokens.issue({ credential });
      expect(issued.expiresIn).toEqual(stated ?? undefined);
      await expect(kit.provider.connect({ credential }).calendars.list().toArray()).resolves.toHaveLength(2);
    },
  );

  it('a service that replaces refresh tokens: each is used once and stored before it is needed', async () => {
    await using strict = await startStrict();
    const stored: string[] = [];
    let credential = await strict.kit.credential('ada');
    const authorization = credentialAuthorization({
      credential,
      issuer: strict.kit.provider.tokens,
      clock: strict.kit.clock,
      closing: new AbortController().signal,
      onCredentialChanged: (changed) => {
        credential = changed;
        return Promise.resolve(void stored.push(changed.refreshToken.reveal()));
      },
    });
    for (let hour = 0; hour < 3; hour += 1) {
      await Promise.all(Array.from({ length: 20 }, () => authorization.get()));
      await strict.kit.clock.advance(3_600_000);
    }
    expect(new Set(stored).size).toBe(3);
    expect(strict.kit.emulator.tokenRequests({ outcome: 'refused' })).toEqual([]);
    await expect(strict.kit.provider.connect({ credential }).calendars.list()).resolves.toBeDefined();
  });
});

describe('tokens', () => {
  it('states what Google states about lifetimes, and opens one account with a token', async () => {
    const { tokens } = kit.provider;
    expect(tokens.provider).toBe('google');
    expect(tokens.lifetimes).toEqual({
      accessTokenMs: 3_600_000,
      refreshTokenMs: 184 * dayMs,
      refreshTokenRenewedBy: 'use',
    });
    expect(tokens.tokenReach(await kit.credential('ada'))).toBe('account');
  });

  it('gives no refresh token on a refresh, so that the stored one stays', async () => {
    const credential = await kit.credential('ada');
    const issued = await kit.provider.tokens.issue({ credential });
    expect(issued).not.toHaveProperty('refreshToken');
    expect(issued.scopes).toEqual(expect.arrayContaining([...credential.scopes]));
  });

  it('refuses a credential of another provider', async () => {
    const credential = { ...(await kit.credential('ada')), provider: 'graph' };
    for (const work of [kit.provider.tokens.issue({ credential }), kit.provider.tokens.revoke?.({ credential })]) {
      expect(await rejection(work ?? Promise.resolve())).toMatchObject({ code: 'invalidArgument' });
    }
  });
});

/** Lets waits between tries pass at once, and never ends the time of a request. */
function timerless(clock: { now(): number }): { now(): number; sleep(ms: number): Promise<void> } {
  return { now: () => clock.now(), sleep: (ms) => (ms === 1 ? new Promise(() => undefined) : Promise.resolve()) };
}

async function startStrict(): Promise<{ readonly kit: EmulatedGoogle } & AsyncDisposable> {
  const strict = await emulatedGoogle({ refreshTokenRotation: 'strict' });
  return { kit: strict, [Symbol.asyncDispose]: () => strict.emulator.close() };
}
