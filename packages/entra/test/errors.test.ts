import { inspect } from 'node:util';
import { Secret } from '@kalends/core';
import type { CalendarErrorCode } from '@kalends/core';
import { entraFaults } from '@kalends/testing';
import type { EntraErrorCode } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { aadstsTable, oauthErrorTable } from '../src/errors/aadsts-table.ts';
import { cureTexts } from '../src/errors/cures.ts';
import {
  entraAt,
  failureOf,
  fakeEntra,
  publicEntraAt,
  recordingLogger,
  refusal,
  sleepyClock,
  tenantId,
  tokenAnswer,
  tokenPath,
} from './support/fake-entra.ts';
import type { EntraSettings } from '../src/index.ts';
import { startRig } from './support/rig.ts';

const exchange = { code: 'code-1', codeVerifier: 'verifier-1', redirectUri: 'https://app.harbour.example/callback' };
const stored = {
  kind: 'oauth',
  provider: 'graph',
  account: { id: 'oid-ada', tenantId },
  scopes: ['Calendars.Read', 'offline_access'],
  refreshToken: new Secret('refresh-token-0'),
  issuedAt: '2026-11-01T00:00:00Z',
} as const;

/** Written out by hand: what is expected of each number when somebody signs in, and when a stored credential is used. */
const expectations: readonly (readonly [number, CalendarErrorCode, CalendarErrorCode, string | undefined])[] = [
  [50_011, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [50_012, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [50_013, 'signInRefused', 'reauthorizationRequired', 'revoked'],
  [50_020, 'signInRefused', 'reauthorizationRequired', 'accountDisabled'],
  [50_034, 'signInRefused', 'reauthorizationRequired', 'accountDisabled'],
  [50_053, 'signInRefused', 'rateLimited', undefined],
  [50_055, 'signInRefused', 'reauthorizationRequired', 'passwordChanged'],
  [50_057, 'signInRefused', 'reauthorizationRequired', 'accountDisabled'],
  [50_058, 'signInRefused', 'reauthorizationRequired', 'expired'],
  [50_059, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [50_076, 'signInRefused', 'reauthorizationRequired', 'multiFactorRequired'],
  [50_078, 'signInRefused', 'reauthorizationRequired', 'multiFactorRequired'],
  [50_079, 'signInRefused', 'reauthorizationRequired', 'multiFactorRequired'],
  [50_105, 'signInRefused', 'reauthorizationRequired', 'policy'],
  [50_126, 'authenticationFailed', 'reauthorizationRequired', 'credentialRejected'],
  [50_132, 'signInRefused', 'reauthorizationRequired', 'passwordChanged'],
  [50_133, 'signInRefused', 'reauthorizationRequired', 'passwordChanged'],
  [50_158, 'signInRefused', 'reauthorizationRequired', 'multiFactorRequired'],
  [50_173, 'signInRefused', 'reauthorizationRequired', 'revoked'],
  [50_194, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [50_196, 'rateLimited', 'rateLimited', undefined],
  [53_000, 'signInRefused', 'reauthorizationRequired', 'policy'],
  [53_001, 'signInRefused', 'reauthorizationRequired', 'policy'],
  [53_003, 'signInRefused', 'reauthorizationRequired', 'policy'],
  [54_005, 'signInRefused', 'reauthorizationRequired', 'revoked'],
  [65_001, 'consentRequired', 'reauthorizationRequired', 'consentWithdrawn'],
  [65_004, 'consentRequired', 'reauthorizationRequired', 'consentWithdrawn'],
  [70_000, 'signInRefused', 'reauthorizationRequired', 'revoked'],
  [70_003, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [70_005, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [70_008, 'signInRefused', 'reauthorizationRequired', 'expired'],
  [70_011, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [70_016, 'signInRefused', 'reauthorizationRequired', 'revoked'],
  [70_018, 'signInRefused', 'reauthorizationRequired', 'revoked'],
  [70_019, 'signInRefused', 'reauthorizationRequired', 'revoked'],
  [70_020, 'signInRefused', 'reauthorizationRequired', 'revoked'],
  [70_043, 'signInRefused', 'reauthorizationRequired', 'policy'],
  [90_002, 'invalidConfiguration', 'tenantAccessRevoked', undefined],
  [90_014, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [90_023, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [90_094, 'adminConsentRequired', 'adminConsentRequired', undefined],
  [90_095, 'adminConsentRequired', 'adminConsentRequired', undefined],
  [240_002, 'signInRefused', 'reauthorizationRequired', 'revoked'],
  [500_011, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [500_113, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [500_131, 'signInRefused', 'reauthorizationRequired', 'revoked'],
  [500_133, 'signInRefused', 'reauthorizationRequired', 'revoked'],
  [501_481, 'signInRefused', 'reauthorizationRequired', 'revoked'],
  [650_052, 'adminConsentRequired', 'adminConsentRequired', undefined],
  [650_056, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [650_057, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [700_003, 'signInRefused', 'reauthorizationRequired', 'policy'],
  [700_005, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [700_016, 'invalidConfiguration', 'tenantAccessRevoked', undefined],
  [700_024, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [700_025, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [700_027, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [700_030, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [700_082, 'signInRefused', 'reauthorizationRequired', 'expired'],
  [700_084, 'signInRefused', 'reauthorizationRequired', 'expired'],
  [900_144, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [1_002_012, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [7_000_112, 'invalidConfiguration', 'tenantAccessRevoked', undefined],
  [7_000_215, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [7_000_218, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [7_000_222, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [9_001_023, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [9_002_313, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [9_002_325, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [9_002_326, 'invalidConfiguration', 'invalidConfiguration', undefined],
  [9_002_327, 'invalidConfiguration', 'invalidConfiguration', undefined],
];

test('every number of the table is expected below, and once', () => {
  const numbers = (rows: readonly number[]): readonly number[] => rows.toSorted((one, other) => one - other);
  expect(numbers(aadstsTable.map(({ vendorCode }) => vendorCode))).toEqual(expectations.map(([number]) => number));
  expect(new Set(aadstsTable.map(({ cure }) => cureTexts[cure])).size).toBeGreaterThan(12);
});

describe('refusals of the emulator', () => {
  test.each(expectations)('AADSTS%i', async (number, signInCode, storedCode, reason) => {
    const rig = await startRig();
    const directory = rig.application();
    // A row that the emulator does not know makes this call throw.
    rig.emulator.faults.add(entraFaults.refused(number as EntraErrorCode, 2));
    const shared = { vendorCode: `AADSTS${number}`, provider: 'graph', cure: { text: expect.any(String) } };
    const atSignIn = await failureOf(directory.signIn.exchangeCode(exchange));
    expect(atSignIn).toMatchObject({ ...shared, code: signInCode });
    const whenStored = await failureOf(directory.tokens.issue({ credential: stored }));
    expect(whenStored).toMatchObject({ ...shared, code: storedCode });
    expect(whenStored.reason).toBe(reason);
    // A lock opens by itself. A loop ends too, but not by going on with it.
    expect(whenStored.retryable).toBe(number === 50_053);
    expect(whenStored.retryAfterMs).toBe(
      storedCode === 'adminConsentRequired' ? 1_800_000 : storedCode === 'rateLimited' ? 300_000 : undefined,
    );
    const isConsent = signInCode === 'adminConsentRequired';
    expect(atSignIn.retryAfterMs).toBe(isConsent ? 1_800_000 : undefined);
    expect(atSignIn.cure?.url?.includes('/v2.0/adminconsent')).toBe(isConsent ? true : undefined);
  });
});

describe('errors without a number', () => {
  test.each(oauthErrorTable)('$error', async ({ error, code, storedCode, reason }) => {
    const fake = fakeEntra();
    const status = error === 'invalid_client' ? 401 : 400;
    fake.on(tokenPath, { status, json: { error, error_description: 'canary' } });
    const directory = entraAt(fake, { retry: { maxAttempts: 1 } });
    expect(await failureOf(directory.signIn.exchangeCode(exchange))).toMatchObject({ code, vendorCode: error, status });
    const whenStored = await failureOf(directory.tokens.issue({ credential: stored }));
    const expected = code === 'signInRefused' ? 'reauthorizationRequired' : (storedCode ?? code);
    expect(whenStored.code).toBe(expected);
    expect(whenStored.reason).toBe(expected === 'reauthorizationRequired' ? (reason ?? 'revoked') : undefined);
  });

  it('an unknown number is shown with what its error means', async () => {
    const fake = fakeEntra();
    fake.on(tokenPath, refusal([999_999]));
    const error = await failureOf(entraAt(fake).tokens.issue({ credential: stored }));
    expect(error).toMatchObject({ code: 'reauthorizationRequired', reason: 'revoked', vendorCode: 'AADSTS999999' });
  });

  it('of several numbers the known one decides', async () => {
    const fake = fakeEntra();
    fake.on(tokenPath, refusal([999_999, 700_082]));
    const error = await failureOf(entraAt(fake).tokens.issue({ credential: stored }));
    expect(error).toMatchObject({ reason: 'expired', vendorCode: 'AADSTS700082' });
  });
});

describe('what depends on the settings', () => {
  it('a missing secret means a confidential client at a page, and closed public flows elsewhere', async () => {
    const fake = fakeEntra();
    fake.on(tokenPath, { status: 401, json: { error: 'invalid_client', error_codes: [7_000_218] } });
    const directory = publicEntraAt(fake, { tenantId });
    const byCode = await failureOf(directory.signIn.exchangeCode(exchange));
    const byPassword = await failureOf(directory.signIn.signInWithPassword({ username: 'a@b.example', password: 'p' }));
    expect(byCode.cure?.text).toBe(cureTexts.secretMissing);
    expect(byPassword.cure?.text).toBe(cureTexts.publicClientFlowsOff);
  });

  test.each([
    [{ lifetimes: { accessTokenMs: -1 } }, 'lifetimes.accessTokenMs'],
    [{ lifetimes: { accessTokenMs: Infinity } }, 'lifetimes.accessTokenMs'],
    [{ lifetimes: { refreshTokenMs: 0 } }, 'lifetimes.refreshTokenMs'],
    [{ lifetimes: { refreshTokenRenewedBy: 'never' } }, 'lifetimes.refreshTokenRenewedBy'],
    [{ adminConsentRedirectUri: '/consented' }, 'adminConsentRedirectUri'],
    [{ findMailbox: 'nobody' }, 'findMailbox'],
  ])('settings like %o are refused', (settings, name) => {
    // Programs without types pass anything.
    expect(() => entraAt(fakeEntra(), settings as Partial<EntraSettings>)).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(name) }),
    );
  });

  it('refresh tokens may be expected to have no end', () => {
    const { tokens } = entraAt(fakeEntra(), { lifetimes: { refreshTokenMs: Infinity } });
    expect(tokens.lifetimes.refreshTokenMs).toBe(Infinity);
  });

  it('the consent link leads to the tenant of the account', async () => {
    const fake = fakeEntra();
    fake.on(tokenPath, refusal([90_094]));
    const error = await failureOf(entraAt(fake).tokens.issue({ credential: stored }));
    expect(error.cure?.url).toContain(`/${tenantId}/v2.0/adminconsent?`);
  });
});

it('nothing secret appears in an error or a log entry', async () => {
  const canaries = [
    'canary-code',
    'canary-verifier',
    'canary-secret',
    'canary-refresh',
    'canary-text',
    'canary-password',
  ];
  const logger = recordingLogger();
  const shown: string[] = [];
  for (const answer of [
    {
      status: 400,
      json: { error: 'canary-text', error_description: 'canary-text', error_codes: [1], trace_id: 'canary-text' },
    },
    { status: 200, text: '<html>canary-text</html>' },
    { status: 500, headers: { 'x-ms-request-id': 'canary-text' }, text: 'canary-text' },
    tokenAnswer({ id_token: 'canary-text', refresh_token: 'canary-refresh' }),
  ]) {
    const fake = fakeEntra();
    fake.on(tokenPath, answer);
    const { signIn, tokens } = entraAt(fake, {
      clientSecret: 'canary-secret',
      tenantId,
      retry: { maxAttempts: 1 },
      runtime: { fetch: fake.fetch, clock: sleepyClock(), logger },
    });
    const outcomes = await Promise.allSettled([
      signIn.exchangeCode({ ...exchange, code: 'canary-code', codeVerifier: 'canary-verifier' }),
      signIn.signInWithPassword({ username: 'ada@tidewater.example', password: 'canary-password' }),
      tokens.issue({ credential: { ...stored, refreshToken: new Secret('canary-refresh') } }),
    ]);
    shown.push(...outcomes.map((outcome) => `${inspect(outcome, { depth: 9 })}${JSON.stringify(outcome)}`));
  }
  expect(logger.entries.length).toBeGreaterThan(4);
  const everything = `${shown.join('\n')}${inspect(logger.entries, { depth: 9 })}`;
  for (const canary of canaries) expect(everything).not.toContain(canary);
});
