import { CalendarError, requirePermission, Secret } from '@kalends/core';
import type { AuthorizationSource, CalendarAccess, DiagnoseOptions, Diagnosis, Finding } from '@kalends/core';
import { demoGoogleClient, googleFaults } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { googleConnectionFromClient } from '../src/index.ts';
import { emulatedGoogle } from './support/emulated-google.ts';
import type { EmulatedGoogle } from './support/emulated-google.ts';
import { apiError } from './support/fake-google.ts';
import { calendarScope, credential, primaryPath, rejection, setup } from './support/setup.ts';
import { uniformClient } from './support/uniform-client.ts';

const domain = 'tidewater.example';
let kit: EmulatedGoogle;
beforeEach(async () => {
  kit = await emulatedGoogle();
});
afterEach(() => kit.emulator.close());

const codes = ({ findings }: Diagnosis): readonly string[] => findings.map(({ code }) => code);
const only = ({ findings }: Diagnosis): Finding | undefined => (findings.length === 1 ? findings[0] : undefined);

describe('diagnose', () => {
  it('finds nothing wrong with an account that works', async () => {
    await using connection = await kit.connect('ada');
    expect(await connection.diagnose({ webhookUrl: 'https://hooks.tidewater.example/google' })).toEqual({
      provider: 'google',
      checkedAt: '2026-11-16T08:00:00.000Z',
      checks: ['webhookUrl', 'scopes', 'authorization', 'calendar', 'clock'],
      findings: [],
    });
  });

  it('names the scopes that were not granted, and the policy that needs them', async () => {
    const credential = await kit.credential('ada');
    const connection = kit.provider.connect({ credential, policy: { calendars: 'readWrite', contacts: 'none' } });
    expect(only(await connection.diagnose())).toMatchObject({
      code: 'scopeMissing',
      severity: 'error',
      evidence: { missingScopes: [`${calendarScope}.events`] },
    });
  });

  it('names a scope that Google misses, though nobody here knew', async () => {
    const rest = await kit.credential('ada');
    const narrow = kit.emulator.issueTokens({ person: 'ada', scopes: [`${calendarScope}.events.readonly`] });
    const connection = kit.provider.connect({ credential: { ...rest, refreshToken: new Secret(narrow.refreshToken) } });
    expect(only(await connection.diagnose())).toMatchObject({
      code: 'scopeMissing',
      evidence: { check: 'calendar', status: 403, error: 'consentRequired' },
    });
  });

  it.each<[string, () => unknown, object]>([
    [
      'consent that was withdrawn',
      () => kit.emulator.revokeGrants('ada'),
      { code: 'reauthorizationRequired', evidence: { reason: 'revoked', vendorCode: 'invalid_grant' } },
    ],
    [
      'an account that was disabled',
      () => kit.emulator.setAccountStatus('ada', 'disabled'),
      { code: 'reauthorizationRequired', evidence: { reason: 'accountDisabled' } },
    ],
    [
      'an application that an administrator blocked',
      () => kit.emulator.setAppAccess(domain, demoGoogleClient.clientId, 'blocked'),
      { code: 'reauthorizationRequired', evidence: { reason: 'policy' } },
    ],
    [
      'a wrong client secret',
      () => kit.emulator.registerClient({ ...demoGoogleClient, clientSecret: 'another' }),
      { code: 'clientSecretWrong' },
    ],
    [
      'a client that was disabled',
      () => kit.emulator.registerClient({ ...demoGoogleClient, status: 'disabled' }),
      { code: 'applicationDisabled' },
    ],
    [
      'a client that was deleted',
      () => kit.emulator.registerClient({ ...demoGoogleClient, status: 'deleted' }),
      { code: 'applicationNotFound' },
    ],
    [
      'a person without the Calendar service',
      () => kit.emulator.faults.add(googleFaults.notACalendarUser()),
      { code: 'serviceNotEnabled', evidence: { vendorCode: 'notACalendarUser', status: 403 } },
    ],
    [
      'a service that does not answer',
      () => kit.emulator.faults.add(googleFaults.backendError()),
      { code: 'serviceUnreachable', evidence: { check: 'calendar', status: 503 } },
    ],
    [
      'a token endpoint that does not answer',
      () => kit.emulator.faults.add(googleFaults.tokenEndpointUnavailable()),
      { code: 'serviceUnreachable', evidence: { check: 'authorization' } },
    ],
  ])('sees %s', async (_what, happens, expected) => {
    await using connection = await kit.connect('ada');
    happens();
    const finding = only(await connection.diagnose());
    expect(finding).toMatchObject({ severity: 'error', cure: { text: expect.any(String) }, ...expected });
  });

  it('sees an API that is not enabled in the project', async () => {
    const { service, connection } = setup();
    service.on(primaryPath, apiError(403, 'accessNotConfigured'));
    expect(only(await connection.diagnose())).toMatchObject({
      code: 'serviceNotEnabled',
      cure: { text: expect.stringContaining('Enable the Google Calendar API') },
    });
  });

  it('sees a clock that is wrong, as a warning, after what is worse', async () => {
    await using connection = await kit.connect('ada');
    const found: unknown[] = [];
    for (const minutes of [4, -4, 6, -600]) {
      kit.setSkew(minutes * 60_000);
      found.push(only(await connection.diagnose())?.evidence['skewSeconds']);
    }
    expect(found).toEqual([undefined, undefined, 360, -36_000]);
    expect(only(await connection.diagnose())).toMatchObject({ code: 'clockSkew', severity: 'warning' });
    kit.emulator.faults.add(googleFaults.notACalendarUser());
    expect(codes(await connection.diagnose())).toEqual(['serviceNotEnabled', 'clockSkew']);
  });

  it.each(['http://hooks.example.com/', 'https://10.1.2.3/', 'https://user:secret@hooks.example.com/'])(
    'sees that nothing can be delivered to %s, and sends nothing there',
    async (webhookUrl) => {
      const { service, connection } = setup();
      const diagnosis = await connection.diagnose({ webhookUrl });
      expect(only(diagnosis)).toMatchObject({ code: 'webhookUnreachable', severity: 'error' });
      expect(JSON.stringify(diagnosis)).not.toContain('secret');
      expect(new Set(service.requests.map(({ url }) => url.host))).toEqual(
        new Set(['oauth2.googleapis.com', 'www.googleapis.com']),
      );
    },
  );

  it.each(['https://hooks.example.com/google?tenant=1', 'https://172.32.0.1/', 'https://9.9.9.9/'])(
    'finds %s good in form',
    async (webhookUrl) => {
      const { connection } = setup();
      expect(codes(await connection.diagnose({ webhookUrl }))).toEqual([]);
    },
  );

  it('is not forbidden by a policy', async () => {
    const { provider } = setup();
    const connection = provider.connect({
      credential: { ...credential, scopes: [`${calendarScope}.freebusy`, `${calendarScope}.calendarlist.readonly`] },
      policy: { calendars: 'freeBusy', contacts: 'none' },
    });
    expect(codes(await connection.diagnose())).toEqual([]);
  });

  it.each<[CalendarAccess, string, readonly string[]]>([
    ['freeBusy', 'freebusy', []],
    ['read', 'freebusy', ['events.readonly']],
    ['read', 'events.readonly', ['freebusy']],
    ['readWrite', 'events.readonly', ['events', 'freebusy']],
    ['read', 'readonly', []],
  ])('holds a policy of %s that somebody else keeps against a grant of %s', async (calendars, granted, missing) => {
    const { provider } = setup({ settings: { policy: { calendars: 'readWrite', contacts: 'none' } } });
    const authorization: AuthorizationSource = {
      async get({ permission } = {}) {
        if (permission !== undefined) requirePermission({ calendars, contacts: 'none' }, permission);
        return { kind: 'bearer', token: new Secret('theirs'), expiresAtMs: Infinity };
      },
      replace: () => Promise.reject(new Error('Nothing was refused')),
    };
    const scopes = [granted, 'calendarlist.readonly'].map((name) => `${calendarScope}.${name}`);
    const connection = provider.connect({ account: credential.account, authorization, scopes });
    const { findings } = await connection.diagnose();
    expect(findings.flatMap(({ evidence }) => evidence['missingScopes'])).toEqual(
      missing.map((name) => `${calendarScope}.${name}`),
    );
  });

  it('says once that a grant has ended which somebody else keeps', async () => {
    const { provider } = setup();
    const over = new CalendarError({ code: 'reauthorizationRequired', reason: 'revoked', message: 'over' });
    const authorization: AuthorizationSource = { get: () => Promise.reject(over), replace: () => Promise.reject(over) };
    const connection = provider.connect({ account: credential.account, authorization, scopes: ['openid'] });
    expect(codes(await connection.diagnose())).toEqual(['reauthorizationRequired']);
  });

  it('reads with what there is when calendars cannot be listed', async () => {
    const { provider, service } = setup();
    const connection = provider.connect({
      credential: { ...credential, scopes: [`${calendarScope}.events.readonly`] },
    });
    service.on('/calendar/v3/calendars/primary/events', apiError(403, 'notACalendarUser'));
    expect(codes(await connection.diagnose())).toEqual(['scopeMissing', 'serviceNotEnabled']);
  });

  it('makes no check that no scope allows', async () => {
    const { provider, service } = setup();
    const connection = provider.connect({ credential: { ...credential, scopes: ['openid'] } });
    const { checks, findings } = await connection.diagnose();
    expect(checks).not.toContain('calendar');
    expect(findings.map(({ code }) => code)).toEqual(['scopeMissing']);
    expect(service.requests.map(({ url }) => url.pathname)).toEqual(['/token']);
  });

  it('sees a rule that keeps the application out', async () => {
    const { service, connection } = setup();
    service.on(primaryPath, apiError(403, 'forbidden'));
    expect(only(await connection.diagnose())).toMatchObject({ code: 'accessPolicyDenied' });
  });

  it('works on somebody else’s client', async () => {
    const client = uniformClient(() => Promise.resolve({ data: { id: 'ada@example.com' } }));
    const connection = googleConnectionFromClient({ client, account: { id: '1177' } });
    expect(codes(await connection.diagnose())).toEqual([]);
  });

  it('ends when its caller gives up or the connection is closed', async () => {
    const { connection } = setup();
    expect(await rejection(connection.diagnose({ signal: AbortSignal.abort() }))).toMatchObject({ code: 'aborted' });
    await connection.close();
    expect(await rejection(connection.diagnose())).toMatchObject({ code: 'disposed', operation: 'diagnose' });
  });

  it.each<[string, object]>([
    ['mailboxes', { mailboxes: Array(101).fill('room@example.com') }],
    ['mailboxes', { mailboxes: ['../primary'] }],
    ['webhookUrl', { webhookUrl: '' }],
    ['its options', { mailbox: 'room@example.com' }],
  ])('refuses wrong options: %s', async (name, wrong: DiagnoseOptions) => {
    const { connection, service } = setup();
    expect(await rejection(connection.diagnose(wrong))).toMatchObject({
      code: 'invalidArgument',
      message: expect.stringContaining(name),
    });
    expect(service.requests).toHaveLength(0);
  });
});
