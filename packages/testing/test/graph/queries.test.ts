import { describe, expect, it } from 'vitest';
import { companyWith, meeting, november, startRig } from './fixture.ts';
import type { Wire, Rig } from './fixture.ts';

const many = companyWith(
  ...Array.from({ length: 23 }, (_, index) =>
    meeting(`m${String(index).padStart(2, '0')}`, {
      title: index % 2 === 0 ? `Even ${index}` : `Odd ${index}`,
      categories: index < 3 ? ["Kid's"] : [],
      when: {
        kind: 'timed',
        start: `2026-11-${String(index + 1).padStart(2, '0')}T09:00:00`,
        end: `2026-11-${String(index + 1).padStart(2, '0')}T10:00:00`,
        timeZone: 'Europe/Amsterdam',
      },
    }),
  ),
);
const subjects = async (rig: Rig, query: string): Promise<unknown> => {
  const { status, body } = await rig.get(`/me/events?${query}`);
  return status === 200 ? body.value.map(({ subject }: Wire) => subject) : body.error.code;
};

describe('query options', () => {
  it('pages by absolute links that carry every option', async () => {
    await using rig = await startRig({ company: many });
    const seen: string[] = [];
    let url: string | undefined = `/me/calendarView?${november}&$top=7&$select=subject&$filter=startswith(subject,'')`;
    let pages = 0;
    while (url !== undefined) {
      const reply: Wire = (await rig.get(url)).body;
      seen.push(...reply.value.map(({ subject }: Wire) => subject));
      expect(Object.keys(reply.value[0]).sort()).toEqual(['@odata.etag', 'id', 'subject']);
      url = reply['@odata.nextLink'];
      pages += 1;
    }
    expect(pages).toBe(4);
    expect(new Set(seen).size).toBe(23);
  });

  it('has ten on a page by default, or as many as the preference says', async () => {
    await using rig = await startRig({ company: many });
    expect((await rig.get('/me/events')).body.value).toHaveLength(10);
    const reply = await rig.get('/me/events?$count=true', { prefer: 'odata.maxpagesize=15' });
    expect(reply.body.value).toHaveLength(15);
    expect(reply.body['@odata.count']).toBe(23);
    expect(reply.headers.get('preference-applied')).toBe('odata.maxpagesize=15');
    expect((await rig.get('/me/events/$count')).body.text).toBe('23');
  });

  it.each([
    ["$filter=subject eq 'even 4'", ['Even 4']],
    ["$filter=startswith(subject,'Even 2')", ['Even 2', 'Even 20', 'Even 22']],
    ["$filter=start/dateTime ge '2026-11-22T08:00:00'", ['Odd 21', 'Even 22']],
    ["$filter=end/dateTime le '2026-11-02T09:00:00Z'", ['Even 0', 'Odd 1']],
    ["$filter=categories/any(c:c eq 'Kid''s') and not startswith(subject,'Odd')", ['Even 0', 'Even 2']],
    ["$filter=(subject eq 'Odd 1' or subject eq 'Odd 3') and type eq 'singleInstance'", ['Odd 1', 'Odd 3']],
    ['$filter=lastModifiedDateTime ge 2027-01-01T00:00:00Z', []],
    ["$filter=singleValueExtendedProperties/any(ep: ep/id eq 'String {x} Name y' and ep/value eq '1')", []],
    ['$orderby=start/dateTime desc&$top=2', ['Even 22', 'Odd 21']],
    ['$orderby=subject,start/dateTime&$top=1&$skip=1', ['Even 10']],
  ])('understands %s', async (query, expected) => {
    await using rig = await startRig({ company: many });
    expect(await subjects(rig, query)).toEqual(expected);
  });

  it.each([
    ['$top=0', 'BadRequest'],
    ['$top=1001', 'BadRequest'],
    ['$top=x', 'BadRequest'],
    ['$select=subject,nope', 'BadRequest'],
    ['$filter=attendees eq 5', 'BadRequest'],
    ["$filter=subject eq 'open", 'BadRequest'],
    ["$filter=subject gt 'a'", 'BadRequest'],
    ['$orderby=body', 'BadRequest'],
    ['$apply=x', 'BadRequest'],
    ['$expand=nope', 'BadRequest'],
    ['$search=x', 'SearchEvents'],
    ['$expand=instances', 'NotImplemented'],
    ['$expand=singleValueExtendedProperties', 'BadRequest'],
    ['$expand=exceptionOccurrences', 'BadRequest'],
  ])('refuses %s', async (query, code) => {
    await using rig = await startRig({ company: many });
    expect(await subjects(rig, query)).toBe(code);
  });

  it('keeps time stamps of a view to whole events', async () => {
    await using rig = await startRig({ company: many });
    const [whole] = (await rig.get(`/me/calendarView?${november}`)).body.value;
    const [cut] = (await rig.get(`/me/calendarView?${november}&$select=subject,createdDateTime`)).body.value;
    expect(whole).toHaveProperty('createdDateTime');
    expect(cut).not.toHaveProperty('createdDateTime');
  });

  it('takes the first of two preferences with one name (RFC 7240, section 2)', async () => {
    await using rig = await startRig({ company: many });
    const prefer = 'outlook.timezone="Asia/Tokyo", IdType="ImmutableId", Outlook.Timezone="Europe/Berlin"';
    const reply = await rig.get(`/me/calendarView?${november}&$top=1`, { prefer });
    expect(reply.body.value[0].start.timeZone).toBe('Asia/Tokyo');
    expect(reply.headers.get('preference-applied')).toBe('outlook.timezone="Asia/Tokyo", IdType="ImmutableId"');
  });

  it.each([
    ['', 'ErrorInvalidParameter'],
    ['?startDateTime=2026-11-01T00:00:00Z', 'ErrorInvalidParameter'],
    ['?startDateTime=2026-11-01T00:00:00 01:00&endDateTime=2026-12-01', 'ErrorInvalidParameter'],
    ['?startDateTime=2026-12-01&endDateTime=2026-11-01', 'ErrorCalendarEndDateIsEarlierThanStartDate'],
    ['?startDateTime=2020-01-01&endDateTime=2026-01-01', 'ErrorCalendarViewRangeTooBig'],
    ['?startDateTime=2026-02-29T00:00:00Z&endDateTime=2026-03-31', 'ErrorInvalidParameter'],
    ['?startDateTime=2026-02-01T00:00:00Z&endDateTime=2026-02-01T24:00:00Z', 'ErrorInvalidParameter'],
  ])('refuses a view with window "%s"', async (query, code) => {
    await using rig = await startRig({ company: many });
    const reply = await rig.get(`/me/calendarView${query}`);
    expect([reply.status, reply.body.error.code]).toEqual([400, code]);
  });

  it('reads the window with the offset in it and parameter names in any case', async () => {
    await using rig = await startRig({ company: many });
    const window = 'STARTDATETIME=2026-11-01T09:00:00%2B01:00&enddatetime=2026-11-01T10:00:00%2B01:00';
    expect((await rig.get(`/me/calendarView?${window}`)).body.value).toHaveLength(1);
    const later = 'startDateTime=2026-11-01T10:00:00%2B01:00&endDateTime=2026-11-01T11:00:00%2B01:00';
    expect((await rig.get(`/me/calendarView?${later}`)).body.value).toHaveLength(0);
  });
});

describe('ids', () => {
  it('are returned and accepted in immutable form with the preference, and only then', async () => {
    await using rig = await startRig({ company: many });
    const prefer = 'IdType="ImmutableId"';
    const [plain] = (await rig.get('/me/events')).body.value;
    const [immutable] = (await rig.get('/me/events', { prefer })).body.value;
    expect(immutable.id).not.toBe(plain.id);
    expect(immutable.subject).toBe(plain.subject);
    expect((await rig.get(`/me/events/${immutable.id}`, { prefer })).body.subject).toBe(plain.subject);
    expect((await rig.get(`/me/events/${immutable.id}`)).body.error.code).toBe('ErrorInvalidIdMalformed');
    expect((await rig.get(`/me/events/${plain.id}`, { prefer })).body.error.code).toBe('ErrorInvalidIdMalformed');
  });

  it('tell malformed, foreign and missing apart, and mind their case', async () => {
    const company = companyWith(meeting('one', { invitees: [{ who: 'ben' }] }));
    await using rig = await startRig({ company });
    const [event] = (await rig.get('/me/events', { person: 'ben' })).body.value;
    const code = async (id: string): Promise<unknown> => (await rig.get(`/me/events/${id}`)).body.error.code;
    expect(await code('nonsense')).toBe('ErrorInvalidIdMalformed');
    expect(await code(event.id.toLowerCase())).toBe('ErrorInvalidIdMalformed');
    expect(await code(event.id)).toBe('ErrorItemNotFound');
  });
});

describe('paths', () => {
  it('may be written in any case and with keys in parentheses', async () => {
    await using rig = await startRig({ company: many });
    const [{ id }] = (await rig.get('/ME/Events?$top=1')).body.value;
    expect((await rig.get(`/me/events('${encodeURIComponent(id)}')`)).body.id).toBe(id);
    expect((await rig.get(`/users('ada@tidewater.example')/calendarView?${november}`)).status).toBe(200);
  });

  it('describe the user, the mailbox and its time zones', async () => {
    await using rig = await startRig();
    expect((await rig.get('/me')).body).toMatchObject({
      id: rig.emulator.objectIdOf('ada'),
      userPrincipalName: 'ada@tidewater.example',
    });
    expect((await rig.get('/me/mailboxSettings')).body).toMatchObject({
      timeZone: 'W. Europe Standard Time',
      userPurpose: 'user',
    });
    expect((await rig.get('/me/mailboxSettings/timeZone')).body.value).toBe('W. Europe Standard Time');
    expect((await rig.get('/me/mailboxSettings/workingHours')).body.timeZone).toEqual({
      name: 'W. Europe Standard Time',
    });
    const windows = (await rig.get('/me/outlook/supportedTimeZones')).body.value;
    expect(windows.length).toBeGreaterThanOrEqual(40);
    expect(windows).toContainEqual({ alias: 'Tokyo Standard Time', displayName: 'Tokyo Standard Time' });
    const iana = await rig.get(
      "/me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')",
    );
    expect(iana.body.value).toContainEqual({ alias: 'Asia/Tokyo', displayName: 'Asia/Tokyo' });
  });

  it('that do not exist are refused, and so is what the emulator leaves out', async () => {
    await using rig = await startRig();
    expect((await rig.get('/me/nonsense')).body.error.code).toBe('BadRequest');
    expect((await rig.get('/me/calendars/nope')).body.error.code).toBe('ErrorItemNotFound');
    expect((await rig.get('/me/events/delta')).status).toBe(501);
    expect((await rig.get('/me/messages/1')).status).toBe(501);
    expect((await rig.get('/me/outlook/nonsense')).body.error.code).toBe('BadRequest');
    expect((await rig.get('/me/outlook')).status).toBe(200);
    expect((await rig.get('/me/events/$nonsense')).body.error.code).toBe('BadRequest');
    const token = rig.emulator.issueTokens({ person: 'ada' }).accessToken;
    const send = async (method: string, path: string): Promise<number> =>
      (await fetch(rig.emulator.graphBaseUrl + path, { method, headers: { authorization: `Bearer ${token}` } })).status;
    expect(await send('POST', '/me/calendarView')).toBe(405);
    expect(await send('PATCH', '/me/events')).toBe(405);
    expect(await send('PATCH', '/me/contacts/delta')).toBe(405);
    expect(await send('OPTIONS', '/me/events')).toBe(405);
  });

  it('answer with the headers and error bodies of the service', async () => {
    await using rig = await startRig();
    const reply = await fetch(`${rig.emulator.graphBaseUrl}/me/nonsense`, {
      headers: {
        authorization: `Bearer ${rig.emulator.issueTokens({ person: 'ada' }).accessToken}`,
        'client-request-id': '11111111-2222-4333-8444-555555555555',
      },
    });
    expect(reply.headers.get('client-request-id')).toBe('11111111-2222-4333-8444-555555555555');
    expect(reply.headers.get('content-type')).toContain('odata.metadata=minimal');
    expect(reply.headers.get('date')).toBe('Mon, 16 Nov 2026 08:00:00 GMT');
    const { error } = (await reply.json()) as Wire;
    expect(error.innerError).toEqual({
      date: '2026-11-16T08:00:00',
      'request-id': reply.headers.get('request-id'),
      'client-request-id': '11111111-2222-4333-8444-555555555555',
    });
  });
});
