import { describe, expect, it } from 'vitest';
import { checkEwsRequest, hasEwsContract } from '../../testing/test/contracts/ews-contract.ts';
import {
  answerOf,
  credential,
  failure,
  fakeExchange,
  fault,
  folderAnswer,
  itemMessage,
  password,
  requestedIds,
  success,
  url,
  viewAnswer,
} from './support/fake-exchange.ts';
import type { FakeExchange, SentRequest } from './support/fake-exchange.ts';
import { person, room, scriptedIssuer } from './support/token-issuer.ts';

const single = (): Response => answerOf('GetItem', [itemMessage('x')]);
const window = { start: '2026-03-23T00:00:00Z', end: '2026-03-30T00:00:00Z' };
const occurrence =
  '<t:ParentFolderId Id="CAL&amp;="/><t:Start>2026-03-24T08:00:00Z</t:Start><t:End>2026-03-24T09:00:00Z</t:End><t:UID>u</t:UID><t:CalendarItemType>Occurrence</t:CalendarItemType>';
const namedFolder = answerOf('FindFolder', [
  success(
    'FindFolder',
    '<m:RootFolder IncludesLastItemInRange="true"><t:Folders><t:CalendarFolder><t:FolderId Id="&quot;&lt;&amp;&gt;&quot;"/>' +
      '<t:FolderClass>IPF.Appointment</t:FolderClass></t:CalendarFolder></t:Folders></m:RootFolder>',
  ),
]);
const noFolders = answerOf('FindFolder', [
  success('FindFolder', '<m:RootFolder IncludesLastItemInRange="true"><t:Folders/></m:RootFolder>'),
]);

function answer(request: SentRequest): Response {
  switch (request.operation) {
    case 'GetFolder':
      return folderAnswer('CAL&amp;=');
    case 'FindFolder':
      return (request.body.includes('msgfolderroot') ? namedFolder : noFolders).clone();
    case 'FindItem':
      return viewAnswer([{ id: 'A&lt;1&gt;', start: '2026-03-24T08:00:00Z' }]);
    case 'GetItem':
      return answerOf(
        'GetItem',
        requestedIds(request).map((id) => itemMessage(id, id.startsWith('master:') ? '' : occurrence)),
      );
    default:
      return answerOf('ResolveNames', [failure('ResolveNames', 'ErrorNameResolutionNoResults')]);
  }
}

async function everything(fake: FakeExchange): Promise<void> {
  await fake.connection.calendars.list().toArray();
  await fake.connection.events.list({ window }).toArray();
  await fake.connection.events.list({ window, calendarId: '"<&>"', include: ['body'], pageSize: 5 }).toArray();
  await fake.connection.events.get({ eventId: 'x&"', include: ['body'] });
  await fake.provider.signIn.verify({ username: 'TIDEWATER\\ada', password, address: "o'brien&co@tidewater.example" });
}

/** Lists an item and does not show it. */
const hiding = (request: SentRequest): Response =>
  request.operation === 'GetItem' ? answerOf('GetItem', [failure('GetItem', 'ErrorItemNotFound')]) : busy(request);
const busy = (request: SentRequest): Response =>
  request.operation === 'FindItem'
    ? answerOf('FindItem', [
        success(
          'FindItem',
          '<m:RootFolder IncludesLastItemInRange="true"><t:Items><t:CalendarItem><t:ItemId Id="A"/>' +
            '<t:Start>2026-03-24T08:00:00Z</t:Start><t:End>2026-03-24T09:00:00Z</t:End></t:CalendarItem></t:Items></m:RootFolder>',
        ),
      ])
    : answer(request);

const versions = ['Exchange2013_SP1', 'Exchange2013', 'Exchange2010_SP2', 'Exchange2010_SP1'] as const;
const absent = hasEwsContract ? '' : ' (skipped: the EWS schemas are not beside the checkout)';

describe('requests', () => {
  it.skipIf(!hasEwsContract).each(versions)(`of schema %s are valid${absent}`, async (requestServerVersion) => {
    const account = { ...credential, account: { id: 'x', address: 'shared@tidewater.example' } };
    const oauth = { tokens: scriptedIssuer() };
    const fakes = [
      fakeExchange(answer, { requestServerVersion }),
      fakeExchange(answer, { requestServerVersion }, account),
      fakeExchange(answer, { requestServerVersion, oauth }, room),
      fakeExchange(hiding, { requestServerVersion }),
    ];
    for (const fake of fakes.slice(0, 3)) {
      await everything(fake);
      expect(new Set(fake.requests.map(({ operation }) => operation))).toEqual(
        new Set(['GetFolder', 'FindFolder', 'FindItem', 'GetItem', 'ResolveNames']),
      );
    }
    await fakes[3]?.connection.events.list({ window });
    expect(fakes[3]?.requests.at(-1)?.body).toContain('calendar:End');
    for (const { requests } of fakes) {
      for (const request of requests) {
        expect(request.version).toBe(requestServerVersion);
        expect(
          checkEwsRequest({
            method: request.method,
            url: request.url,
            path: new URL(request.url).pathname,
            query: new URLSearchParams(),
            headers: Object.fromEntries(request.headers),
            body: request.body,
          }),
        ).toEqual([]);
      }
    }
  });

  it('carry the password as UTF-8 and what finds them again in the server’s logs', async () => {
    const fake = fakeExchange(answer);
    await fake.connection.events.get({ eventId: 'x', calendarId: 'c' });
    const [request] = fake.requests;
    expect(request).toMatchObject({ url, method: 'POST' });
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      accept: 'text/xml',
      authorization: `Basic ${Buffer.from(`ada@tidewater.example:${password}`, 'utf8').toString('base64')}`,
      'client-request-id': '00000000-0000-4000-8000-000000000000',
      'content-type': 'text/xml; charset=utf-8',
      'return-client-request-id': 'true',
      'user-agent': 'kalends-ews',
      'x-anchormailbox': 'ada@tidewater.example',
    });
  });

  it('name the mailbox only when it is not that of the user name', async () => {
    const own = fakeExchange(answer);
    await own.connection.events.list({ window });
    expect(own.requests[0]?.body).not.toContain('Mailbox');
    const account = { ...credential, account: { id: 'x', address: 'shared@tidewater.example' } };
    const shared = fakeExchange(answer, {}, account);
    await shared.connection.events.list({ window });
    expect(shared.requests[0]?.body).toContain('<t:EmailAddress>shared@tidewater.example</t:EmailAddress>');
  });

  it('carry an address beyond ASCII in no header', async () => {
    const account = { id: 'x', address: 'łukasz@tidewater.example' };
    const fake = fakeExchange(answer, {}, { ...credential, account });
    await fake.connection.events.list({ window });
    expect(fake.requests.flatMap(({ headers }) => [...headers.keys()])).not.toContain('x-anchormailbox');
    expect(fake.requests[0]?.body).toContain('łukasz@tidewater.example');
  });

  it.each(['a\r\nx-evil: 1@tidewater.example', 'a b@tidewater.example', 'nobody'])(
    'are never made for the address %j',
    (address) => {
      expect(() => fakeExchange(answer, {}, { ...credential, account: { id: 'x', address } })).toThrow(
        expect.objectContaining({ code: 'invalidArgument' }),
      );
    },
  );

  it('escape ids, and refuse those that XML cannot carry', async () => {
    const fake = fakeExchange(answer);
    await fake.connection.events.get({ eventId: '<&">', calendarId: 'c' });
    expect(fake.requests[0]?.body).toContain('<t:ItemId Id="&lt;&amp;&quot;&gt;"/>');
    const sent = fake.requests.length;
    for (const eventId of ['a\u0001', 'a\uFFFE', 'a\uD800']) {
      await expect(fake.connection.events.get({ eventId })).rejects.toMatchObject({ code: 'invalidArgument' });
    }
    expect(fake.requests).toHaveLength(sent);
  });

  it('keep white space of ids, which XML would turn into other white space', async () => {
    const fake = fakeExchange(answer);
    await fake.connection.events.get({ eventId: 'a\tb\nc\rd', calendarId: 'c' });
    expect(fake.requests[0]?.body).toContain('<t:ItemId Id="a&#x9;b&#xA;c&#xD;d"/>');
  });

  it('ask for the body as text, or as it is stored when it is wanted', async () => {
    const fake = fakeExchange(answer);
    await fake.connection.events.get({ eventId: 'x', calendarId: 'c' });
    await fake.connection.events.get({ eventId: 'x', calendarId: 'c', include: ['body'] });
    const types = fake.requests
      .map(({ body }) => /<t:BodyType>(\w+)</.exec(body)?.[1])
      .filter((type) => type !== undefined);
    expect(types).toEqual(['Text', 'Best']);
  });

  it('ask for nothing that is left out, and for own properties only when they are wanted', async () => {
    const fake = fakeExchange((request) =>
      request.operation === 'FindItem' ? viewAnswer([{ id: 'x', start: '2026-03-24T08:00:00Z' }]) : single(),
    );
    const read = async (more: object): Promise<string> => {
      await fake.connection.events.list({ window, calendarId: 'c', ...more });
      return fake.requests.at(-1)?.body ?? '';
    };
    const whole = await read({});
    expect(whole).toContain('"calendar:RequiredAttendees"');
    expect(whole).toContain('"item:Body"');
    expect(whole).not.toContain('kalends-');
    const part = await read({ omit: ['attendees', 'description'], include: ['properties'] });
    expect(part).not.toMatch(/Attendees"|"calendar:Resources"|item:Body|BodyType/);
    expect(part.match(/kalends-\w+/g)).toEqual(['kalends-properties']);
    const [event] = (await fake.connection.events.list({ window, calendarId: 'c', omit: ['attendees'] })).items;
    expect(event).toMatchObject({ attendees: [], attendeesOmitted: true });
  });

  it('pass one gate for a mailbox, whichever connection they are of', async () => {
    const held: (() => void)[] = [];
    const fake = fakeExchange(
      async () => {
        await new Promise<void>((resolve) => held.push(resolve));
        return single();
      },
      { traffic: { perMailbox: 1 } },
    );
    const other = fake.provider.connect({ credential });
    const calls = [fake.connection, other, other].map((each) => each.events.get({ eventId: 'x', calendarId: 'c' }));
    for (let count = 1; count <= calls.length; count += 1) {
      while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(fake.requests).toHaveLength(count);
      held.shift()?.();
    }
    expect(await Promise.all(calls)).toHaveLength(3);
  });
});

describe('schema versions', () => {
  it('go down until the server takes one, and stay there', async () => {
    const taken = 'Exchange2010_SP1';
    const fake = fakeExchange((request) =>
      request.version === taken ? answer(request) : fault('ErrorInvalidServerVersion'),
    );
    await fake.connection.events.get({ eventId: 'x', calendarId: 'c' });
    await fake.connection.events.get({ eventId: 'y', calendarId: 'c' });
    expect(fake.requests.map(({ version }) => version)).toEqual([...versions, taken, taken, taken]);
    expect(fake.requests[0]?.body).toContain('calendar:StartTimeZoneId');
    const last = fake.requests.at(-1)?.body;
    expect(last).toContain('calendar:StartTimeZone"');
    for (const newer of ['StartTimeZoneId', 'WallClock', 'EnhancedLocation', 'JoinOnlineMeetingUrl', 'IsOrganizer']) {
      expect(last).not.toContain(newer);
    }
  });

  it('go down also when only the response message says so', async () => {
    const fake = fakeExchange((request) =>
      request.version === 'Exchange2010_SP2'
        ? answer(request)
        : answerOf('GetItem', [failure('GetItem', 'ErrorInvalidSchemaVersionForMailboxVersion')]),
    );
    expect(await fake.connection.events.get({ eventId: 'x', calendarId: 'c' })).toMatchObject({ id: 'x' });
  });

  it('do not go up again when an earlier call is refused late', async () => {
    // Calls with a password that has not worked yet would wait for each other.
    const tokens = { oauth: { tokens: scriptedIssuer() } };
    const late = Promise.withResolvers<Response>();
    const fake = fakeExchange(
      (request, index) => {
        if (index === 0) return late.promise;
        return request.version === 'Exchange2010_SP1' ? answer(request) : fault('ErrorInvalidServerVersion');
      },
      tokens,
      person,
    );
    const first = fake.connection.events.get({ eventId: 'x', calendarId: 'c' });
    while (fake.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await fake.connection.events.get({ eventId: 'y', calendarId: 'c' });
    const sent = fake.requests.length;
    late.resolve(fault('ErrorInvalidServerVersion'));
    await first;
    expect(fake.requests[sent]?.version).toBe('Exchange2010_SP1');
  });

  it('end with a typed error when the server is too old', async () => {
    const fake = fakeExchange(() => fault('ErrorInvalidServerVersion'));
    await expect(fake.connection.events.get({ eventId: 'x' })).rejects.toMatchObject({
      code: 'unsupported',
      vendorCode: 'ErrorInvalidServerVersion',
      operation: 'events.get',
    });
    expect(fake.requests).toHaveLength(versions.length);
  });
});
