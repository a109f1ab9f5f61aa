import { describe, expect, it } from 'vitest';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import { graphFaults } from '../../src/graph/graph-faults.ts';
import { companyWith, meeting, startRig } from './fixture.ts';
import type { Reply, Rig } from './fixture.ts';

const { clientId } = demoEntraClient;
const company = companyWith(meeting('one', { organizer: 'ben', description: 'hidden' }));
const ben = '/users/ben@tidewater.example';
const harbor = '/users/harbor@tidewater.example';
const minute = 60_000;

function asked(rig: Rig, path: string, scopes: readonly string[]): Promise<Reply> {
  return rig.get(path, { token: rig.emulator.issueTokens({ person: 'ada', scopes }).accessToken });
}

function askedAsApp(rig: Rig, path: string, roles?: readonly string[]): Promise<Reply> {
  const { accessToken } = rig.emulator.issueAppToken(roles === undefined ? {} : { roles });
  return rig.get(path, { token: accessToken });
}

const denied = [403, 'ErrorAccessDenied'];
const statusOf = ({ status, body }: Reply): unknown => (status === 200 ? 200 : [status, body.error.code]);

describe('delegated permissions', () => {
  it.each<[string, string, readonly string[], unknown]>([
    ['/me', 'User.Read', ['User.Read'], 200],
    ['/me', 'a calendar scope', ['Calendars.Read'], [403, 'Authorization_RequestDenied']],
    [ben, 'User.ReadBasic.All', ['User.ReadBasic.All'], 200],
    [ben, 'User.Read alone', ['User.Read'], [403, 'Authorization_RequestDenied']],
    ['/me/events', 'Calendars.ReadBasic', ['Calendars.ReadBasic'], 200],
    ['/me/events', 'Calendars.Read.Shared', ['Calendars.Read.Shared'], 200],
    ['/me/events', 'MailboxSettings.Read', ['MailboxSettings.Read'], denied],
    ['/me/mailboxSettings', 'Calendars.Read', ['Calendars.Read'], denied],
    ['/me/mailboxSettings', 'MailboxSettings.ReadWrite', ['MailboxSettings.ReadWrite'], 200],
    [`${ben}/events`, 'Calendars.Read', ['Calendars.Read'], denied],
    [`${ben}/events`, 'a shared scope but no right in the mailbox', ['Calendars.Read.Shared'], denied],
  ])('%s with %s', async (path, _scope, scopes, expected) => {
    await using rig = await startRig({ company });
    expect(statusOf(await asked(rig, path, scopes))).toEqual(expected);
  });
});

describe('a service account', () => {
  const shared = ['Calendars.Read.Shared', 'MailboxSettings.Read'];

  it('sees mailboxes that gave it full access, with a shared scope', async () => {
    await using rig = await startRig({
      company,
      mailboxPermissions: [
        { mailbox: 'ben', delegate: 'ada', rights: ['FullAccess', 'SendAs'] },
        { mailbox: 'harbor', delegate: 'ada', rights: ['SendAs'] },
      ],
    });
    const { body } = await asked(rig, `${ben}/events`, shared);
    expect(body.value.map(({ subject }) => subject)).toEqual(['one']);
    expect(statusOf(await asked(rig, `${harbor}/events`, shared))).toEqual(denied);
    expect(statusOf(await asked(rig, `${ben}/events`, ['Calendars.Read']))).toEqual(denied);
    expect(statusOf(await asked(rig, `${ben}/mailboxSettings`, shared))).toEqual(denied);
  });

  it('loses them with the right', async () => {
    await using rig = await startRig({ company });
    expect(statusOf(await asked(rig, `${ben}/events`, shared))).toEqual(denied);
    rig.emulator.setMailboxPermissions([{ mailbox: 'ben', delegate: 'ada', rights: ['FullAccess'] }]);
    expect(statusOf(await asked(rig, `${ben}/events`, shared))).toBe(200);
    rig.emulator.setMailboxPermissions([]);
    expect(statusOf(await asked(rig, `${ben}/events`, shared))).toEqual(denied);
  });
});

describe('application permissions', () => {
  it.each<[string, readonly string[], unknown]>([
    [`${ben}/events`, ['Calendars.ReadBasic.All'], 200],
    [`${ben}/events`, ['User.Read.All'], denied],
    [`${ben}/mailboxSettings`, ['Calendars.Read'], denied],
    [ben, ['User.Read.All'], 200],
    [ben, ['Calendars.Read'], [403, 'Authorization_RequestDenied']],
  ])('%s with %o', async (path, roles, expected) => {
    await using rig = await startRig({ company });
    expect(statusOf(await askedAsApp(rig, path, roles))).toEqual(expected);
  });

  it('show no bodies with the basic role', async () => {
    await using rig = await startRig({ company });
    const [basic] = (await askedAsApp(rig, `${ben}/events`, ['Calendars.ReadBasic.All'])).body.value;
    const [whole] = (await askedAsApp(rig, `${ben}/events`, ['Calendars.Read'])).body.value;
    expect([Object.hasOwn(basic, 'body'), Object.hasOwn(whole, 'body')]).toEqual([false, true]);
  });
});

describe('application access policies', () => {
  const blocked = 'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.';

  it.each([
    ['RestrictAccess', 200, 403],
    ['DenyAccess', 403, 200],
  ] as const)('%s answers a member with %i and everybody else with %i', async (accessRight, member, nonMember) => {
    const policy = { clientId, accessRight, members: ['ben', 'HARBOR@tidewater.example'] };
    await using rig = await startRig({ company, applicationAccessPolicies: [policy] });
    const replies = [
      await askedAsApp(rig, `${ben}/events`),
      await askedAsApp(rig, `${harbor}/events`),
      await askedAsApp(rig, '/users/ada@tidewater.example/events'),
    ];
    expect(replies.map(({ status }) => status)).toEqual([member, member, nonMember]);
    const refusal = replies.find(({ status }) => status === 403);
    expect(refusal?.body.error).toMatchObject({ code: 'ErrorAccessDenied', message: blocked });
    // The directory and signed-in people are none of their business.
    expect((await askedAsApp(rig, ben)).status).toBe(200);
    expect((await rig.get('/me/events', { person: 'ben' })).status).toBe(200);
  });

  it('let a denial win over a restriction, and leave other applications alone', async () => {
    await using rig = await startRig({ company });
    rig.emulator.setApplicationAccessPolicies([
      { clientId, accessRight: 'RestrictAccess', members: ['ben'] },
      { clientId, accessRight: 'DenyAccess', members: ['ben'] },
      { clientId: 'other', accessRight: 'DenyAccess', members: ['ada'] },
    ]);
    expect(statusOf(await askedAsApp(rig, `${ben}/events`))).toEqual(denied);
    rig.emulator.setApplicationAccessPolicies([
      { clientId, accessRight: 'RestrictAccess', members: ['ben'] },
      { clientId, accessRight: 'RestrictAccess', members: ['harbor'] },
    ]);
    expect(statusOf(await askedAsApp(rig, `${ben}/events`))).toBe(200);
    rig.emulator.setApplicationAccessPolicies([{ clientId: 'other', accessRight: 'DenyAccess', members: ['ben'] }]);
    expect(statusOf(await askedAsApp(rig, `${ben}/events`))).toBe(200);
  });

  it.each([45, 90])('count after %i minutes, though the test says so at once', async (minutes) => {
    await using rig = await startRig({ company });
    const policy = { clientId, accessRight: 'RestrictAccess', members: [] } as const;
    rig.emulator.setApplicationAccessPolicies([policy], { effectiveAfterMs: minutes * minute });
    expect(rig.emulator.testApplicationAccess(clientId, 'ben')).toBe('Denied');
    await rig.clock.advance(minutes * minute - 1);
    expect(statusOf(await askedAsApp(rig, `${ben}/events`))).toBe(200);
    await rig.clock.advance(1);
    expect(statusOf(await askedAsApp(rig, `${ben}/events`))).toEqual(denied);
    rig.emulator.setApplicationAccessPolicies([], { effectiveAfterMs: minutes * minute });
    expect(rig.emulator.testApplicationAccess(clientId, 'ben')).toBe('Granted');
    expect(statusOf(await askedAsApp(rig, `${ben}/events`))).toEqual(denied);
    await rig.clock.advance(minutes * minute);
    expect(statusOf(await askedAsApp(rig, `${ben}/events`))).toBe(200);
  });
});

describe('roles for applications in Exchange', () => {
  const role = { clientId, role: 'Application Calendars.Read', members: ['ben'] };

  it('open the mailboxes of their scope to a token without roles', async () => {
    await using rig = await startRig({ company, applicationRoleAssignments: [role] });
    const { body } = await askedAsApp(rig, `${ben}/events`, []);
    expect(body.value[0]).toHaveProperty('body');
    const outside = await askedAsApp(rig, `${harbor}/events`, []);
    expect([...denied, 'Access is denied. Check credentials and try again.']).toEqual([
      outside.status,
      outside.body.error.code,
      Object(outside.body.error)['message'],
    ]);
    expect(statusOf(await askedAsApp(rig, `${ben}/mailboxSettings`, []))).toEqual(denied);
  });

  it('add to roles in Entra, which no scope narrows', async () => {
    await using rig = await startRig({ company, applicationRoleAssignments: [role] });
    expect(statusOf(await askedAsApp(rig, `${harbor}/events`, ['Calendars.Read']))).toBe(200);
  });

  it('are not limited by access policies', async () => {
    const policy = { clientId, accessRight: 'RestrictAccess', members: [] } as const;
    await using rig = await startRig({
      company,
      applicationRoleAssignments: [role],
      applicationAccessPolicies: [policy],
    });
    expect(statusOf(await askedAsApp(rig, `${ben}/events`))).toBe(200);
    expect(statusOf(await askedAsApp(rig, `${harbor}/events`))).toEqual(denied);
  });

  it('take their time, and know full access', async () => {
    await using rig = await startRig({ company });
    const full = { ...role, role: 'Application Exchange Full Access' };
    rig.emulator.setApplicationRoleAssignments([full], { effectiveAfterMs: 30 * minute });
    expect(statusOf(await askedAsApp(rig, `${ben}/mailboxSettings`, []))).toEqual(denied);
    await rig.clock.advance(30 * minute);
    expect(statusOf(await askedAsApp(rig, `${ben}/mailboxSettings`, []))).toBe(200);
  });
});

describe('a deleted user', () => {
  it('is nobody any more, in the directory and as a mailbox', async () => {
    await using rig = await startRig({ company });
    rig.emulator.updateUser('ben', { isDeleted: true });
    expect(statusOf(await askedAsApp(rig, ben))).toEqual([404, 'Request_ResourceNotFound']);
    expect(statusOf(await askedAsApp(rig, `${ben}/events`))).toEqual([404, 'ErrorInvalidUser']);
    rig.emulator.updateUser('ben', { isDeleted: false });
    expect(statusOf(await askedAsApp(rig, `${ben}/events`))).toBe(200);
  });
});

describe('mailboxes outside Exchange Online', () => {
  it.each(['none', 'onPremises'] as const)('answer 404 when hosted at %s, while the user is there', async (hosting) => {
    await using rig = await startRig({ company, mailboxes: { ada: { hosting } } });
    expect(statusOf(await rig.get('/me/events'))).toEqual([404, 'MailboxNotEnabledForRESTAPI']);
    expect(statusOf(await rig.get('/me/mailboxSettings'))).toEqual([404, 'MailboxNotEnabledForRESTAPI']);
    expect(statusOf(await rig.get('/me'))).toBe(200);
    const app = await askedAsApp(rig, '/users/ada@tidewater.example/events');
    expect(statusOf(app)).toEqual([404, 'MailboxNotEnabledForRESTAPI']);
    rig.emulator.setMailboxHosting('ada', 'exchangeOnline');
    expect(statusOf(await rig.get('/me/events'))).toBe(200);
    rig.emulator.faults.add(graphFaults.mailboxNotSupported());
    expect(statusOf(await rig.get('/me/events'))).toEqual([404, 'MailboxNotSupportedForRESTAPI']);
  });

  it('include that of the administrator', async () => {
    await using rig = await startRig({ company });
    const { personId } = rig.emulator.administrator();
    expect(statusOf(await rig.get('/me', { person: personId }))).toBe(200);
    expect(statusOf(await rig.get('/me/events', { person: personId }))).toEqual([404, 'MailboxNotEnabledForRESTAPI']);
  });
});
