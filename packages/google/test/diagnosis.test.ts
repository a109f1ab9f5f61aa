import { Secret } from '@kalends/core';
import type { DiagnoseOptions, Diagnosis, Finding } from '@kalends/core';
import { demoGoogleClient, googleFaults } from '@kalends/testing';
import type { GoogleServiceAccountKey } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { googleConnectionFromClient } from '../src/index.ts';
import type { GoogleCalendarClient } from '../src/index.ts';
import { emulatedGoogle } from './support/emulated-google.ts';
import type { EmulatedGoogle } from './support/emulated-google.ts';
import { apiError } from './support/fake-google.ts';
import { calendarScope, credential, primaryPath, rejection, setup } from './support/setup.ts';

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

  it.each([
    'http://hooks.example.com/',
    'https://localhost/hook',
    'https://127.0.0.1/hook',
    'https://10.1.2.3/',
    'https://192.168.0.1/',
    'https://172.16.0.1/',
    'https://[::1]/',
    'https://[fd00::1]/',
    'https://server/',
    'https://printer.local/',
    'https://user:secret@hooks.example.com/',
    'https://hooks.example.com/#part',
    'hooks.example.com',
  ])('sees that nothing can be delivered to %s, and sends nothing there', async (webhookUrl) => {
    const { service, connection } = setup();
    const diagnosis = await connection.diagnose({ webhookUrl });
    expect(only(diagnosis)).toMatchObject({ code: 'webhookUnreachable', severity: 'error' });
    expect(JSON.stringify(diagnosis)).not.toContain('secret');
    expect(new Set(service.requests.map(({ url }) => url.host))).toEqual(
      new Set(['oauth2.googleapis.com', 'www.googleapis.com']),
    );
  });

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
    const client: GoogleCalendarClient = {
      calendarList: {
        list: () => Promise.resolve({}),
        get: () => Promise.resolve({ data: { id: 'ada@example.com' } }),
      },
      events: { list: () => Promise.resolve({}), get: () => Promise.resolve({}) },
    };
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

describe('diagnose with the calendars of rooms', () => {
  const rooms = ['room4', 'room5', 'room6', 'room7', 'room8'].map((id) => `${id}@${domain}`);

  it('passes only the role "owner", make changes and manage sharing', async () => {
    const [room4 = ''] = rooms;
    await using connection = await kit.connect('ada');
    const roles = ['owner', 'writer', 'reader', 'freeBusyReader', 'none'] as const;
    const found: [string, unknown][] = [];
    for (const role of roles) {
      kit.emulator.shareCalendar({ calendarId: room4, with: `ada@${domain}`, role });
      const { findings, checks } = await connection.diagnose({ mailboxes: [room4] });
      expect(checks).toContain('calendarRoles');
      expect(findings.every(({ code }) => code === 'calendarRoleMissing')).toBe(true);
      found.push([role, findings[0]?.evidence['role']]);
    }
    expect(found).toEqual(roles.map((role) => [role, role === 'owner' ? undefined : role]));
    expect(only(await connection.diagnose({ mailboxes: [room4] }))).toMatchObject({
      evidence: { mailbox: room4, neededRole: 'owner' },
      cure: { text: expect.stringContaining('Make changes and manage sharing') },
    });
  });

  it('looks at each of many, also at one that is not in the account’s list', async () => {
    kit.emulator.shareCalendar({ calendarId: rooms[0] ?? '', with: `ada@${domain}`, role: 'owner', isListed: false });
    await using connection = await kit.connect('ada');
    const { findings } = await connection.diagnose({ mailboxes: rooms });
    expect(findings.map(({ evidence }) => evidence['mailbox'])).toEqual(rooms.slice(1));
  });

  it('uses the calendar list when events may not be read', async () => {
    const { provider, service } = setup();
    const connection = provider.connect({
      credential: { ...credential, scopes: [`${calendarScope}.calendarlist.readonly`, `${calendarScope}.freebusy`] },
      policy: { calendars: 'freeBusy', contacts: 'none' },
    });
    const path = '/calendar/v3/users/me/calendarList/room4%40example.com';
    service.on(path, (request) =>
      Response.json({ id: 'room4@example.com', accessRole: 'writer' }, { headers: { 'x-path': request.url.pathname } }),
    );
    const diagnosis = await connection.diagnose({ mailboxes: ['room4@example.com'] });
    expect(only(diagnosis)).toMatchObject({ code: 'calendarRoleMissing', evidence: { role: 'writer' } });
    expect(service.sentTo(path)).toHaveLength(1);
  });

  it('says which calendar a failure was about', async () => {
    const { connection, service } = setup();
    service.on('/calendar/v3/calendars/room4%40example.com/events', apiError(503, 'backendError'));
    expect(only(await connection.diagnose({ mailboxes: ['room4@example.com'] }))).toMatchObject({
      code: 'serviceUnreachable',
      evidence: { check: 'calendarRoles', mailbox: 'room4@example.com' },
    });
  });
});

describe('diagnose of a service account', () => {
  const scopes = [`${calendarScope}.events.readonly`, `${calendarScope}.calendarlist.readonly`];

  it.each<[string, readonly string[], readonly string[]]>([
    ['all', [], scopes],
    ['one', scopes.slice(0, 1), scopes.slice(1)],
  ])('names the scopes that the organization has not authorized: %s', async (_what, authorized, missingScopes) => {
    const key = await kit.emulator.createServiceAccountKey();
    kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes });
    const provider = kit.serviceAccount({ serviceAccount: JSON.stringify(key) });
    const credential = await provider.application({ mailbox: `ada@${domain}` });
    await using connection = provider.connect({ credential });
    expect(codes(await connection.diagnose())).toEqual([]);
    kit.emulator.withdrawDelegation(domain, key.client_id);
    if (authorized.length > 0) {
      kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes: authorized });
    }
    await kit.clock.advance(3_600_000);
    expect(only(await connection.diagnose())).toMatchObject({
      code: 'delegationMissing',
      evidence: { missingScopes },
      cure: { text: expect.stringContaining(key.client_id) },
    });
  });

  it.each<[string, (key: GoogleServiceAccountKey) => void, object]>([
    [
      'a key that was deleted',
      (key) => kit.emulator.deleteServiceAccountKey(key.private_key_id),
      { code: 'certificateKeyUnusable', evidence: { reason: 'keyMismatch' } },
    ],
    [
      'a service account that was disabled',
      (key) => kit.emulator.setServiceAccountStatus(key.client_email, 'disabled'),
      { code: 'applicationDisabled' },
    ],
    [
      'a person who is gone',
      () => kit.emulator.setAccountStatus('ada', 'deleted'),
      { code: 'reauthorizationRequired', evidence: { reason: 'accountDisabled' } },
    ],
    [
      'an administrator who blocks it',
      (key) => kit.emulator.setAppAccess(domain, key.client_id, 'blocked'),
      { code: 'adminConsentMissing', evidence: { vendorCode: 'admin_policy_enforced' } },
    ],
  ])('sees %s', async (_what, happens, expected) => {
    const key = await kit.emulator.createServiceAccountKey();
    kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes });
    const provider = kit.serviceAccount({ serviceAccount: JSON.stringify(key) });
    const application = await provider.application({ mailbox: `ada@${domain}` });
    await using connection = provider.connect({ credential: application });
    happens(key);
    expect(only(await connection.diagnose())).toMatchObject({ severity: 'error', ...expected });
  });

  it('sees a clock that assertions are refused for', async () => {
    const key = await kit.emulator.createServiceAccountKey();
    kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes });
    const { clock } = kit;
    const provider = kit.serviceAccount({
      serviceAccount: JSON.stringify(key),
      runtime: {
        ...kit.common.runtime,
        clock: { now: () => clock.now() + 7_200_000, sleep: () => new Promise(() => undefined) },
      },
    });
    const address = `ada@${domain}`;
    const issuedAt = '2026-11-16T08:00:00Z';
    const credential = {
      kind: 'application',
      provider: 'google',
      account: { id: address, address },
      issuedAt,
    } as const;
    expect(only(await provider.connect({ credential }).diagnose())).toMatchObject({
      code: 'clockSkew',
      severity: 'error',
      evidence: { skewSeconds: 7200, vendorCode: 'invalid_grant' },
    });
  });
});
