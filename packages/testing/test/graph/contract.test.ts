import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import type { RecordedExchange } from '../../src/server/recorded-exchange.ts';
import { checkGraphExchange, hasGraphContract } from '../contracts/graph-contract.ts';
import { companyWith, meeting, november, startRig } from './fixture.ts';

const recorded = new URL('../../../../../shared/recorded/graph/', import.meta.url);
const hasRecorded = existsSync(recorded);

const company = companyWith(
  meeting('weekly', {
    description: 'x',
    invitees: [{ who: 'ben', response: 'accepted' }, { who: 'harbor' }],
    conferenceUrl: 'https://teams.microsoft.com/l/meetup-join/1',
    series: {
      rule: 'FREQ=WEEKLY;COUNT=5',
      deleted: ['2026-11-24T09:00:00'],
      exceptions: [{ originalStart: '2026-12-01T09:00:00', title: 'changed' }],
    },
  }),
  meeting('day', { when: { kind: 'allDay', start: '2026-11-20', end: '2026-11-21' }, location: 'Pier 4' }),
);

function exchangeOf(
  path: string,
  change: Partial<RecordedExchange['request']> = {},
  status = 200,
  body = '{}',
): RecordedExchange {
  const url = new URL(`http://127.0.0.1:1/v1.0${path}`);
  const request = {
    method: 'GET',
    url: url.href,
    path: url.pathname,
    query: url.searchParams,
    headers: {},
    body: '',
    ...change,
  };
  return { request, response: { status, headers: { 'content-type': 'application/json' }, body }, faulty: false };
}

/** A batch with answers that are fine by default. */
function batchOf(
  requests: readonly { readonly id: string; readonly [member: string]: unknown }[],
  responses?: readonly unknown[],
): RecordedExchange {
  const fine = requests.map(({ id }) => ({
    id,
    status: 404,
    headers: { 'Content-Type': 'application/json' },
    body: { error: { code: 'x', message: 'x' } },
  }));
  const body = JSON.stringify({ responses: responses ?? fine });
  return exchangeOf('/$batch', { method: 'POST', body: JSON.stringify({ requests }) }, 200, body);
}

describe.skipIf(!hasGraphContract)('the OpenAPI contract (needs ../shared/contracts)', () => {
  it('holds for every kind of answer', async () => {
    await using rig = await startRig({ company });
    const [weekly] = (await rig.get('/me/events')).body.value;
    const [calendar] = (await rig.get('/me/calendars')).body.value;
    const window = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-31T00:00:00Z';
    const prefer = 'outlook.timezone="Europe/Amsterdam", outlook.body-content-type="text", IdType="ImmutableId"';
    await rig.get(`/me/events?$top=1&$count=true&$orderby=subject`, { prefer });
    await rig.get(`/me/events('${weekly.id}')?$select=subject,cancelledOccurrences&$expand=exceptionOccurrences`);
    await rig.get(`/me/events/${weekly.id}/instances?${window}&$filter=type eq 'exception'`);
    await rig.get(`/me/events/${weekly.id}/calendar`);
    await rig.get(`/me/calendarView?${window}&$select=subject,start&$top=2&$skip=1`, { prefer });
    await rig.get(`/me/calendar/calendarView?${window}`, { person: 'ben' });
    await rig.get(`/me/calendars/${calendar.id}/calendarView?${window}`);
    await rig.get(`/me/calendars/${calendar.id}/events/${weekly.id}`);
    await rig.get(`/users/ada@tidewater.example/calendars/${calendar.id}`);
    for (const path of [
      '/me',
      '/me/calendar',
      '/me/mailboxSettings',
      '/me/mailboxSettings/timeZone',
      '/me/events/$count',
    ]) {
      await rig.get(path);
    }
    await rig.get('/me/outlook/supportedTimeZones()');
    await rig.get("/me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')");
    for (const bad of ['/me/events/x', '/me/calendars/x', '/me/events?$select=x', '/users/x/events']) {
      await rig.get(bad, { token: bad.startsWith('/users') ? rig.emulator.issueAppToken().accessToken : '' });
      await rig.get(bad);
    }
    expect(rig.emulator.exchanges.length).toBeGreaterThan(25);
    expect(rig.emulator.exchanges.flatMap(checkGraphExchange)).toEqual([]);
  });

  it('holds for what stands between a caller and a mailbox', async () => {
    const clientId = demoEntraClient.clientId;
    await using rig = await startRig({
      company,
      mailboxes: {
        ada: { hosting: 'onPremises' },
        harbor: { processing: { addOrganizerToSubject: true, deleteSubject: true, deleteComments: true } },
      },
      mailboxPermissions: [{ mailbox: 'harbor', delegate: 'ben', rights: ['FullAccess'] }],
      applicationAccessPolicies: [{ clientId, accessRight: 'DenyAccess', members: ['ben'] }],
      applicationRoleAssignments: [{ clientId, role: 'Application MailboxSettings.Read', members: ['ben'] }],
      offersProofOfPossession: true,
    });
    const { emulator } = rig;
    const app = emulator.issueAppToken().accessToken;
    const shared = emulator.issueTokens({ person: 'ben', scopes: ['Calendars.Read.Shared'] }).accessToken;
    const capable = emulator.issueTokens({ person: 'ben', isChallengeCapable: true }).accessToken;
    await rig.get('/users/harbor@tidewater.example/events', { token: app });
    await rig.get('/users/harbor@tidewater.example/events', { token: shared });
    await rig.get('/users/ben@tidewater.example/events', { token: app });
    await rig.get('/users/ben@tidewater.example/mailboxSettings', { token: app });
    await rig.get('/me/events');
    const powers = emulator.issueTokens({ person: 'ben', scopes: ['User.RevokeSessions.All'] }).accessToken;
    await fetch(`${emulator.graphBaseUrl}/me/revokeSignInSessions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${powers}` },
    });
    await rig.get('/me/events', { token: capable });
    expect(emulator.exchanges.map(({ response }) => response?.status)).toEqual([200, 200, 403, 200, 404, 200, 401]);
    expect(emulator.exchanges.flatMap(checkGraphExchange)).toEqual([]);
  });

  it.each([
    ['an unknown path', exchangeOf('/me/nonsense'), /no such path/],
    ['an unknown method', exchangeOf('/me/calendarView', { method: 'PUT' }), /no such method/],
    ['an unknown option', exchangeOf(`/me/calendarView?${november}&$sort=x`), /'\$sort' is not documented/],
    ['an option of another operation', exchangeOf('/me/events/x?$top=5'), /'\$top' is not documented/],
    ['a missing parameter', exchangeOf('/me/calendarView?startDateTime=2026-11-01'), /'endDateTime' is missing/],
    ['a bad number', exchangeOf('/me/events?$top=ten'), /has to be a number/],
    ['an unexpected body', exchangeOf('/me/events', { body: '{}' }), /a body is sent/],
    ['a bad body', exchangeOf('/me/events', { method: 'POST', body: '{"subject":1}' }, 201), /request body\/subject/],
    ['an undocumented status', exchangeOf('/me/events', {}, 204), /status 204/],
    ['a wrong member', exchangeOf('/me/events', {}, 200, '{"value":[{"isAllDay":"no"}]}'), /isAllDay/],
    ['an object where a value of a list belongs', exchangeOf('/me/events/x', {}, 200, '{"showAs":{}}'), /showAs/],
    [
      'a body that lacks what is required',
      exchangeOf('/me/events', { method: 'POST' }, 201),
      /request body is missing/,
    ],
    ['a write of what is only read', exchangeOf('/places/x', { method: 'PUT', body: '{}' }), /no such method/],
    ['no answer to an item of a batch', batchOf([{ id: '1', method: 'GET', url: '/me/events' }], []), /one answer/],
    ['too many items', batchOf(Array.from({ length: 21 }, (_, id) => ({ id: String(id), url: '/me' }))), /1 to 20/],
    ['an absolute url', batchOf([{ id: '1', method: 'GET', url: 'https://x.example/me' }]), /not relative/],
    ['a body of no type', batchOf([{ id: '1', method: 'POST', url: '/me/events', body: {} }]), /no content type/],
    ['a bad item', batchOf([{ id: '1', method: 'GET', url: '/me/events?$top=x' }]), /in a batch: .*has to be a number/],
    [
      'a bad answer in a batch',
      batchOf(
        [{ id: '1', method: 'GET', url: '/me/events/x' }],
        [{ id: '1', status: 200, headers: { 'Content-Type': 'application/json' }, body: { isAllDay: 'no' } }],
      ),
      /in a batch: .*isAllDay/,
    ],
    ['an error without a code', exchangeOf('/me/events/x', {}, 404, '{"error":{"message":"x"}}'), /code/],
  ])('finds %s', (_name, exchange, violation) => {
    expect(checkGraphExchange(exchange).join('\n')).toMatch(violation);
  });

  it('has no claim on faulty answers and on the identity provider', () => {
    expect(checkGraphExchange({ ...exchangeOf('/me/events', {}, 204), faulty: true })).toEqual([]);
    const { request, response } = exchangeOf('/me/events');
    const entra = { ...request, path: '/common/oauth2/v2.0/token', method: 'POST' };
    expect(
      checkGraphExchange({ request: entra, ...(response === undefined ? {} : { response }), faulty: false }),
    ).toEqual([]);
  });
});

describe.skipIf(!hasRecorded)('recorded answers (needs ../shared/recorded)', () => {
  const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(new URL(name, recorded), 'utf8'));
  const membersOf = (value: unknown): string[] => Object.keys(Object(value)).sort();

  it('have the same members as an event, in the same order', async () => {
    await using rig = await startRig({ company: companyWith(meeting('one', { location: 'Room A' })) });
    const [event] = (await rig.get('/me/events')).body.value;
    expect(Object.keys(event)).toEqual(Object.keys(read('event_single.json')));
  });

  it('have the same members as a master read by itself', async () => {
    await using rig = await startRig({ company });
    const [first] = (await rig.get('/me/events')).body.value;
    const master = (await rig.get(`/me/events/${first.id}`)).body;
    const real = read('event_series_master.json');
    expect(Object.keys(master)).toEqual(Object.keys(real));
    for (const name of ['start', 'body', 'responseStatus', 'organizer'] as const) {
      expect(membersOf(master[name])).toEqual(membersOf(real[name]));
    }
    const pattern = (recurrence: unknown): string[][] =>
      Object.values(Object(recurrence)).map((part) => Object.keys(Object(part)));
    expect(pattern(master.recurrence)).toEqual(pattern(real['recurrence']));
  });

  it('have the same members as a calendar and as error bodies', async () => {
    await using rig = await startRig();
    const { body } = await rig.get('/me/calendars');
    const real = read('calendars.json');
    const [calendar] = Array.isArray(real['value']) ? real['value'] : [];
    expect(membersOf(body.value[0])).toEqual(membersOf(calendar));
    const refused = (await rig.get('/me/calendars?$select=nope')).body;
    expect(membersOf(refused.error)).toEqual(membersOf(read('bad_request.json')['error']));
    const unauthorized = (await rig.get('/me/calendars', { token: 'x' })).body;
    expect(membersOf(unauthorized.error)).toEqual(membersOf(read('unauthorized.json')['error']));
  });
});
