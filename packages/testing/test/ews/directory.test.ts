import { describe, expect, it } from 'vitest';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, codeOf, one, texts } from './soap-client.ts';

const resolve = (entry: string, full = false, scope = 'ActiveDirectory'): string =>
  `<m:ResolveNames ReturnFullContactData="${full}" SearchScope="${scope}"><m:UnresolvedEntry>${entry}</m:UnresolvedEntry></m:ResolveNames>`;

describe('ResolveNames', () => {
  it.each([
    ['the beginning of a name', 'Bo', ['bo@tidewater.example']],
    ['the beginning of a last name', 'brin', ['ada@tidewater.example']],
    ['the beginning of an address', 'lagoon@', ['lagoon@tidewater.example']],
    ['an address behind smtp:', 'smtp:ada@tidewater.example', ['ada@tidewater.example']],
  ])('finds one by %s', async (_name, entry, addresses) => {
    const emulator = await startTidewater();
    const answer = await ask(emulator, resolve(entry));
    expect(codeOf(answer)).toBe('NoError');
    expect(texts(answer.body, 'EmailAddress')).toEqual(addresses);
  });

  it('returns several with a warning that is none', async () => {
    const emulator = await startTidewater();
    const answer = await ask(emulator, resolve('ad'));
    const message = one(answer.body, 'ResolveNamesResponseMessage');
    expect([message.attributes['ResponseClass'], codeOf(answer)]).toEqual([
      'Warning',
      'ErrorNameResolutionMultipleResults',
    ]);
    expect(texts(answer.body, 'Name')).toEqual(['Ada Brink', 'Adrian Cole']);
    expect(one(answer.body, 'ResolutionSet').attributes).toEqual({
      TotalItemsInView: '2',
      IncludesLastItemInRange: 'true',
    });
  });

  it.each([
    ['nobody', 'zz', 'ActiveDirectory'],
    ['the middle of a name', 'rink', 'ActiveDirectory'],
    ['a name behind smtp:', 'smtp:Brink', 'ActiveDirectory'],
    ['an empty contacts folder', 'Ada', 'Contacts'],
  ])('says that there is nothing for %s', async (_name, entry, scope) => {
    const emulator = await startTidewater();
    const answer = await ask(emulator, resolve(entry, false, scope));
    expect([answer.status, codeOf(answer)]).toEqual([200, 'ErrorNameResolutionNoResults']);
    expect(all(answer.body, 'ResolutionSet')).toEqual([]);
  });

  it('returns the contact when asked, and a hundred results at most', async () => {
    const emulator = await startTidewater();
    expect(texts((await ask(emulator, resolve('Bo', true))).body, 'ContactSource')).toEqual(['ActiveDirectory']);
    emulator.seed({
      name: 'Crowd',
      domain: 'crowd.example',
      timeZone: 'UTC',
      rooms: [],
      meetings: [],
      people: Array.from({ length: 101 }, (_, at) => ({
        id: `crowd-${at}`,
        name: `Crowd ${at}`,
        address: `crowd${at}@crowd.example`,
        timeZone: 'UTC',
        password: 'x',
      })),
    });
    const answer = await ask(emulator, resolve('Crowd'));
    expect(all(answer.body, 'Resolution')).toHaveLength(100);
    expect(one(answer.body, 'ResolutionSet').attributes['IncludesLastItemInRange']).toBe('false');
  });
});

describe('rooms', () => {
  it('are listed by building', async () => {
    const emulator = await startTidewater();
    const lists = await ask(emulator, '<m:GetRoomLists/>');
    expect(lists.body.attributes['ResponseClass']).toBe('Success');
    expect(texts(lists.body, 'MailboxType')).toEqual(['PublicDL', 'PublicDL']);
    const addresses = texts(lists.body, 'EmailAddress');
    expect(addresses).toEqual(['rooms-pier-1@tidewater.example', 'rooms-pier-2@tidewater.example']);
    const rooms = await ask(
      emulator,
      `<m:GetRooms><m:RoomList><t:EmailAddress>${addresses[1]}</t:EmailAddress></m:RoomList></m:GetRooms>`,
    );
    expect(texts(rooms.body, 'EmailAddress')).toEqual(['reef@tidewater.example']);
    const none = await ask(
      emulator,
      '<m:GetRooms><m:RoomList><t:EmailAddress>ada@tidewater.example</t:EmailAddress></m:RoomList></m:GetRooms>',
    );
    expect([none.status, none.body.attributes['ResponseClass']]).toEqual([200, 'Error']);
  });

  it('may be none', async () => {
    const company = { name: 'X', domain: 'x.example', timeZone: 'UTC', rooms: [], meetings: [] };
    const person = {
      id: 'ada',
      name: 'Ada',
      address: 'ada@tidewater.example',
      timeZone: 'UTC',
      password: 'ada-secret',
    };
    const emulator = await startTidewater([], { company: { ...company, people: [person] } });
    const lists = await ask(emulator, '<m:GetRoomLists/>');
    expect([codeOf(lists), one(lists.body, 'RoomLists').children]).toEqual(['NoError', []]);
  });
});
