import { describe, expect, it } from 'vitest';
import type { GoogleAccessRole } from '../../src/google/calendar/access-control-list.ts';
import { emptyCompany, meeting, startKit, withMeetings } from './google-kit.ts';
import type { Answer, ErrorBody, Kit, ListBody, WireEvent } from './google-kit.ts';

const ada = 'ada@tidewater.example';
const room = 'harbour@tidewater.example';
const scope = (name: string): string => `https://www.googleapis.com/auth/${name}`;

interface Entries {
  readonly items: { readonly id: string; readonly [field: string]: unknown }[];
  readonly nextSyncToken?: string;
}

const company = withMeetings(
  meeting({
    id: 'open',
    description: 'Agenda',
    location: 'Pier',
    invitees: [{ who: 'harbour', response: 'accepted' }],
  }),
  meeting({
    id: 'secret',
    privacy: 'private',
    invitees: [{ who: 'harbour', response: 'accepted' }],
    when: { kind: 'timed', start: '2026-03-03T10:00:00', end: '2026-03-03T11:00:00', timeZone: 'Europe/Berlin' },
  }),
  meeting({ id: 'daily', series: { rule: 'FREQ=DAILY;COUNT=3' }, busyStatus: 'free' }),
);

function share(kit: Kit, calendarId: string, role: GoogleAccessRole | 'none', isListed?: boolean): void {
  kit.emulator.shareCalendar({
    calendarId,
    with: 'bo@tidewater.example',
    role,
    ...(isListed === undefined ? {} : { isListed }),
  });
}

function as<Body>(kit: Kit, scopes: readonly string[], path: string): Promise<Answer<Body>> {
  const { accessToken } = kit.emulator.issueTokens({ person: 'bo', scopes });
  return kit.api<Body>(path, {}, { headers: { authorization: `Bearer ${accessToken}` } });
}

describe('a shared calendar', () => {
  it.each(['freeBusyReader', 'reader', 'writerWithoutPrivateAccess', 'writer', 'owner'] as const)(
    'shows the role %s in the list, the entry and the events',
    async (role) => {
      await using kit = await startKit(company);
      share(kit, room, role);
      const list = await kit.api<Entries>('users/me/calendarList', {}, { person: 'bo' });
      expect(list.body.items.map(({ id, accessRole }) => [id, accessRole])).toEqual([
        ['bo@tidewater.example', 'owner'],
        [room, role],
      ]);
      const entry = await kit.api(`users/me/calendarList/${room}`, {}, { person: 'bo' });
      expect(entry.body).toMatchObject({ accessRole: role, summary: 'Harbour' });
      expect(entry.body).not.toHaveProperty('primary');
      expect((await kit.api(`calendars/${room}/events`, {}, { person: 'bo' })).body).toMatchObject({
        accessRole: role,
      });
    },
  );

  it('is left out of the list below the role asked for', async () => {
    await using kit = await startKit(company);
    share(kit, room, 'reader');
    const ids = async (minAccessRole: string): Promise<string[]> =>
      (await kit.api<Entries>('users/me/calendarList', { minAccessRole }, { person: 'bo' })).body.items.map(
        ({ id }) => id,
      );
    expect(await ids('reader')).toContain(room);
    expect(await ids('writer')).toEqual(['bo@tidewater.example']);
  });

  it('is reachable by its id without standing in the list', async () => {
    await using kit = await startKit(company);
    share(kit, ada, 'reader', false);
    expect((await kit.api<Entries>('users/me/calendarList', {}, { person: 'bo' })).body.items).toHaveLength(1);
    expect((await kit.api(`users/me/calendarList/${ada}`, {}, { person: 'bo' })).status).toBe(404);
    expect((await kit.api(`calendars/${ada}`, {}, { person: 'bo' })).status).toBe(200);
    expect((await kit.list({}, 'bo')).items).toEqual([]);
  });

  it('appears in a delta when it is shared, stays when the role changes, is deleted when access ends', async () => {
    await using kit = await startKit(company);
    const sync = async (syncToken: string): Promise<Entries> =>
      (await kit.api<Entries>('users/me/calendarList', { syncToken }, { person: 'bo' })).body;
    const first = await kit.api<Entries>('users/me/calendarList', {}, { person: 'bo' });
    share(kit, room, 'reader');
    const second = await sync(first.body.nextSyncToken ?? '');
    expect(second.items).toMatchObject([{ id: room, accessRole: 'reader' }]);
    share(kit, room, 'owner');
    const third = await sync(second.nextSyncToken ?? '');
    expect(third.items).toEqual([]);
    share(kit, room, 'none');
    expect((await sync(third.nextSyncToken ?? '')).items).toMatchObject([{ id: room, deleted: true }]);
    expect((await kit.api<Entries>('users/me/calendarList', {}, { person: 'bo' })).body.items).toHaveLength(1);
    expect((await kit.api(`calendars/${room}/events`, {}, { person: 'bo' })).status).toBe(404);
  });

  it.each([
    ['domain:tidewater.example', 200],
    ['domain:elsewhere.example', 404],
    ['group:crew@tidewater.example', 404],
    ['default', 200],
    ['user:BO@tidewater.example', 200],
  ])('with %s answers %d to a colleague', async (grantee, status) => {
    await using kit = await startKit(company);
    kit.emulator.shareCalendar({ calendarId: room, with: grantee, role: 'reader' });
    expect((await kit.api(`calendars/${room}/events`, {}, { person: 'bo' })).status).toBe(status);
  });

  it('can not be shared with nobody, nor when it does not exist', async () => {
    await using kit = await startKit(emptyCompany);
    expect(() => kit.emulator.shareCalendar({ calendarId: room, with: 'a b', role: 'reader' })).toThrow(RangeError);
    expect(() => kit.emulator.shareCalendar({ calendarId: 'x', with: 'default', role: 'reader' })).toThrow(RangeError);
  });
});

describe('events of a shared calendar', () => {
  const secretFields = ['summary', 'description', 'location', 'attendees', 'organizer', 'creator', 'htmlLink'];

  it.each([
    ['freeBusyReader', true, true],
    ['reader', false, true],
    ['writerWithoutPrivateAccess', false, true],
    ['writer', false, false],
    ['owner', false, false],
  ] as const)('to a %s: hides open ones %j, private ones %j', async (role, hidesOpen, hidesPrivate) => {
    await using kit = await startKit(company);
    share(kit, room, role);
    const { items } = (await kit.api(`calendars/${room}/events`, {}, { person: 'bo' })).body;
    const isHidden = (event: WireEvent | undefined): boolean =>
      event?.['visibility'] === 'private' && secretFields.every((field) => !(field in event));
    expect(items.map(({ id }) => id)).toEqual([kit.emulator.eventId('open'), kit.emulator.eventId('secret')]);
    expect([isHidden(items[0]), isHidden(items[1])]).toEqual([hidesOpen, hidesPrivate]);
    expect(items[1]).toMatchObject({ status: 'confirmed', start: { dateTime: '2026-03-03T10:00:00+01:00' } });
    const one = await kit.api<WireEvent>(`calendars/${room}/events/${items[1]?.id}`, {}, { person: 'bo' });
    expect(isHidden(one.body)).toBe(hidesPrivate);
  });

  it('are not found by words that are hidden', async () => {
    await using kit = await startKit(company);
    share(kit, room, 'reader');
    const find = async (q: string): Promise<number> =>
      (await kit.api(`calendars/${room}/events`, { q }, { person: 'bo' })).body.items.length;
    expect([await find('open'), await find('secret')]).toEqual([1, 0]);
  });

  it('come one by one, never as series, to who sees free/busy only', async () => {
    await using kit = await startKit(company);
    share(kit, ada, 'freeBusyReader');
    const { items } = (await kit.api(`calendars/${ada}/events`, {}, { person: 'bo' })).body;
    expect(items.filter(({ recurringEventId }) => recurringEventId === kit.emulator.eventId('daily'))).toHaveLength(3);
    expect(items.every(({ recurrence }) => recurrence === undefined)).toBe(true);
  });
});

describe('scopes that depend on the calendar', () => {
  const reasons = { 200: undefined, 403: 'insufficientPermissions', 404: 'notFound' };

  it.each([
    ['calendar.events.owned', 'owner', 200],
    ['calendar.events.owned.readonly', 'owner', 200],
    ['calendar.events.owned', 'writer', 403],
    ['calendar.events.owned.readonly', 'reader', 403],
    ['calendar.events.public.readonly', 'owner', 403],
    ['calendar.events.freebusy', 'freeBusyReader', 200],
    ['calendar.app.created', 'owner', 404],
    ['calendar.events.readonly', 'reader', 200],
  ] as const)('%s reads the events of a calendar as %s: %d', async (name, role, status) => {
    await using kit = await startKit(company);
    share(kit, room, role);
    const answer = await as<Partial<ErrorBody>>(kit, [scope(name)], `calendars/${room}/events`);
    expect(answer.status).toBe(status);
    expect(answer.body.error?.errors[0]?.reason).toBe(reasons[status]);
  });

  it('calendar.events.owned reads the own calendar', async () => {
    await using kit = await startKit(company);
    expect((await as(kit, [scope('calendar.events.owned')], 'calendars/primary/events')).status).toBe(200);
  });

  it('calendar.events.public.readonly reads public calendars as the public does', async () => {
    await using kit = await startKit(company);
    kit.emulator.shareCalendar({ calendarId: room, with: 'default', role: 'reader' });
    share(kit, room, 'owner');
    const answer = await as<ListBody>(kit, [scope('calendar.events.public.readonly')], `calendars/${room}/events`);
    expect(answer.body).toMatchObject({ accessRole: 'reader' });
    expect(answer.body.items[1]).not.toHaveProperty('summary');
  });

  it('calendar.events.freebusy sees blocks, whatever the role', async () => {
    await using kit = await startKit(company);
    share(kit, room, 'owner');
    const answer = await as<ListBody>(kit, [scope('calendar.events.freebusy')], `calendars/${room}/events`);
    expect(answer.body.items.every((event) => !('summary' in event))).toBe(true);
  });
});

describe('access list', () => {
  it('names owner and guests, for writers and owners', async () => {
    await using kit = await startKit(company);
    share(kit, ada, 'reader');
    const path = 'calendars/primary/acl';
    expect((await kit.api<Entries>(path)).body).toMatchObject({
      kind: 'calendar#acl',
      items: [
        { kind: 'calendar#aclRule', id: `user:${ada}`, role: 'owner', scope: { type: 'user', value: ada } },
        { id: 'user:bo@tidewater.example', role: 'reader' },
      ],
    });
    expect((await kit.api(`${path}/user:${ada}`)).body).toMatchObject({ role: 'owner' });
    expect((await kit.api(`${path}/user:nobody`)).status).toBe(404);
  });

  it.each([
    ['reader', 403, 'requiredAccessLevel'],
    ['writerWithoutPrivateAccess', 403, 'requiredAccessLevel'],
    ['writer', 200, undefined],
  ] as const)('answers a %s with %d', async (role, status, reason) => {
    await using kit = await startKit(company);
    share(kit, ada, role);
    const answer = await kit.api<Partial<ErrorBody>>(`calendars/${ada}/acl`, {}, { person: 'bo' });
    expect(answer.status).toBe(status);
    expect(answer.body.error?.errors[0]?.reason).toBe(reason);
  });

  it('pages and syncs; deleted rules show as none', async () => {
    await using kit = await startKit(company);
    share(kit, ada, 'reader');
    const path = 'calendars/primary/acl';
    const first = await kit.api<Entries & { nextPageToken: string }>(path, { maxResults: 1 });
    expect(first.body.items).toHaveLength(1);
    const last = await kit.api<Entries>(path, { maxResults: 1, pageToken: first.body.nextPageToken });
    expect(last.body.items).toMatchObject([{ id: 'user:bo@tidewater.example' }]);
    share(kit, ada, 'none');
    expect((await kit.api<Entries>(path)).body.items).toHaveLength(1);
    expect((await kit.api<Entries>(path, { showDeleted: true })).body.items).toHaveLength(2);
    const delta = await kit.api<Entries>(path, { syncToken: last.body.nextSyncToken ?? '' });
    expect(delta.body.items).toMatchObject([{ id: 'user:bo@tidewater.example', role: 'none' }]);
    expect((await kit.api(`${path}/user:bo@tidewater.example`)).status).toBe(404);
  });

  it.each([
    ['calendar', 200, 200],
    ['calendar.acls', 200, 200],
    ['calendar.acls.readonly', 200, 200],
    ['calendar.readonly', 403, 200],
    ['calendar.events', 403, 403],
    ['calendar.calendarlist', 403, 403],
  ])('with %s answers %d to list and %d to get', async (name, list, get) => {
    await using kit = await startKit(company);
    const path = 'calendars/primary/acl';
    expect((await as(kit, [scope(name)], path)).status).toBe(list);
    expect((await as(kit, [scope(name)], `${path}/user:bo@tidewater.example`)).status).toBe(get);
  });
});

describe('operations that are not emulated', () => {
  it.each([
    ['POST', 'calendars/primary/events/quickAdd', 'calendar.events.readonly', 403],
    ['POST', 'calendars/primary/events/quickAdd', 'calendar.events.owned', 501],
    ['POST', 'calendars/primary/events/x/move', 'calendar.app.created', 403],
    ['DELETE', 'calendars/primary/acl/default', 'calendar.acls.readonly', 403],
    ['DELETE', 'calendars/primary/acl/default', 'calendar.acls', 501],
    ['POST', 'users/me/calendarList', 'calendar.app.created', 403],
  ])('%s %s with %s still ask for the scope: %d', async (method, path, name, status) => {
    await using kit = await startKit(company);
    const { accessToken } = kit.emulator.issueTokens({ person: 'ada', scopes: [scope(name)] });
    const answer = await fetch(`${kit.emulator.origin}/calendar/v3/${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(answer.status).toBe(status);
  });
});
