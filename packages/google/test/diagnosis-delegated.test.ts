import type { Diagnosis, Finding } from '@kalends/core';
import { googleFaults } from '@kalends/testing';
import type { GoogleServiceAccountKey } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emulatedGoogle } from './support/emulated-google.ts';
import type { EmulatedGoogle } from './support/emulated-google.ts';
import { apiError } from './support/fake-google.ts';
import { calendarScope, credential, setup } from './support/setup.ts';

const domain = 'tidewater.example';
let kit: EmulatedGoogle;
beforeEach(async () => {
  kit = await emulatedGoogle();
});
afterEach(() => kit.emulator.close());

const codes = ({ findings }: Diagnosis): readonly string[] => findings.map(({ code }) => code);
const only = ({ findings }: Diagnosis): Finding | undefined => (findings.length === 1 ? findings[0] : undefined);

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

  it('takes a calendar that may not be looked at for one that is not shared', async () => {
    const { connection, service } = setup();
    service.on('/calendar/v3/calendars/room4%40example.com/events', apiError(403, 'forbidden'));
    expect(only(await connection.diagnose({ mailboxes: ['room4@example.com'] }))).toMatchObject({
      code: 'calendarRoleMissing',
      evidence: { role: 'none' },
    });
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
  const scopes = ['events.readonly', 'freebusy', 'calendarlist.readonly'].map((name) => `${calendarScope}.${name}`);

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

  it('says that delegation is missing, though which scopes cannot be asked', async () => {
    const key = await kit.emulator.createServiceAccountKey();
    kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes });
    const provider = kit.serviceAccount({ serviceAccount: JSON.stringify(key) });
    const application = await provider.application({ mailbox: `ada@${domain}` });
    kit.emulator.withdrawDelegation(domain, key.client_id);
    let asked = 0;
    kit.emulator.faults.add(
      googleFaults.tokenEndpointUnavailable({ when: ({ path }) => path === '/token' && (asked += 1) > 2, times: 9 }),
    );
    const finding = only(await provider.connect({ credential: application }).diagnose());
    expect(finding).toMatchObject({
      code: 'delegationMissing',
      cure: { text: expect.stringContaining(key.client_id) },
    });
    expect(finding?.evidence).not.toHaveProperty('missingScopes');
  });

  it('does not blame the clock, wrong as it is, for what has another cause', async () => {
    const key = await kit.emulator.createServiceAccountKey();
    kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes });
    const provider = kit.serviceAccount({ serviceAccount: JSON.stringify(key) });
    const application = await provider.application({ mailbox: `ada@${domain}` });
    kit.emulator.setServiceAccountStatus(key.client_email, 'disabled');
    kit.setSkew(7_200_000);
    const { findings } = await provider.connect({ credential: application }).diagnose();
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['applicationDisabled', 'error'],
      ['clockSkew', 'warning'],
    ]);
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
