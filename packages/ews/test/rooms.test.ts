import { roomSchema } from '@kalends/core/schemas';
import { conformanceCompany, exchangeFaults } from '@kalends/testing';
import type { Company, ExchangeEmulatorOptions } from '@kalends/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkEwsExchange, hasEwsContract } from '../../testing/test/contracts/ews-contract.ts';
import { directoryEmulator, isRequestFor } from './support/directory-emulator.ts';
import type { DirectoryEmulator } from './support/directory-emulator.ts';
import { fakeExchange, soap } from './support/fake-exchange.ts';
import type { FakeExchange } from './support/fake-exchange.ts';

const contract = contractWatch({ name: 'EWS schemas', isPresent: hasEwsContract, check: checkEwsExchange });
const running: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function start(options: ExchangeEmulatorOptions = {}): Promise<DirectoryEmulator> {
  const started = await directoryEmulator((emulator) => contract.watch(emulator), options);
  running.push(started);
  return started;
}

/** A company with rooms in so many buildings that they make three pages. */
const campus: Company = {
  ...conformanceCompany,
  meetings: [],
  rooms: Array.from({ length: 50 }, (_, at) => ({
    id: `room${at}`,
    name: `Room ${at}`,
    address: `room${at}@tidewater.example`,
    capacity: 4,
    building: `House ${at % 25}`,
    floor: '1',
  })),
};

describe('rooms at an Exchange server', () => {
  it.each(['15.2.2562.46', '14.3'] as const)('have a name and an address, at version %s', async (version) => {
    const { connect } = await start({ version });
    const rooms = await connect('ada').rooms.list().toArray();
    for (const room of rooms) expect(roomSchema.parse(room)).toEqual(room);
    expect(rooms).toEqual([{ address: 'harbour@tidewater.example', name: 'Harbour Room', equipment: [] }]);
  });

  it('are grouped by room lists', async () => {
    const { connect } = await start({ company: campus });
    const { rooms } = connect('ada');
    const buildings = await rooms.buildings();
    expect(buildings).toHaveLength(25);
    expect(buildings[0]).toEqual({ id: 'rooms-house-0@tidewater.example', name: 'Rooms House 0' });
    const inHouse = await rooms.list({ buildingId: 'rooms-house-3@tidewater.example' }).toArray();
    expect(inHouse.map(({ name }) => name)).toEqual(['Room 3', 'Room 28']);
  });

  it('come in pages to the end', async () => {
    const { connect } = await start({ company: campus });
    const { rooms } = connect('ada');
    const all = await rooms.list().toArray();
    expect(new Set(all.map(({ address }) => address)).size).toBe(50);
    const first = await rooms.list();
    expect(first.items).toHaveLength(20);
    const rest = await rooms.list({ pageToken: first.nextPageToken ?? '' }).toArray();
    expect([...first.items, ...rest]).toEqual(all);
  });

  it('take no page token of another query, or of nobody', async () => {
    const { connect, emulator } = await start({ company: campus });
    const { rooms } = connect('ada');
    const { nextPageToken = '' } = await rooms.list();
    const sent = emulator.exchanges.length;
    for (const list of [
      rooms.list({ pageToken: nextPageToken, buildingId: 'rooms-house-3@tidewater.example' }),
      connect('ben').rooms.list({ pageToken: nextPageToken }),
      rooms.list({ pageToken: 'nonsense' }),
      rooms.list({ pageToken: btoa('{"v":1,"q":"x","n":0}') }),
    ]) {
      await expect(list).rejects.toMatchObject({ code: 'invalidArgument', operation: 'rooms.list' });
    }
    expect(emulator.exchanges).toHaveLength(sent);
  });

  it('are not found in a list that is none', async () => {
    const { connect } = await start();
    await expect(connect('ada').rooms.list({ buildingId: '<nobody>&"' })).rejects.toMatchObject({ code: 'notFound' });
    await expect(connect('ada').rooms.list({ buildingId: 'a\u0001' })).rejects.toMatchObject({
      code: 'invalidArgument',
    });
  });

  it('are none where nobody made a room list', async () => {
    const { connect } = await start({ company: { ...campus, rooms: [] } });
    expect(await connect('ada').rooms.list().toArray()).toEqual([]);
    expect(await connect('ada').rooms.buildings()).toEqual([]);
  });

  it('fail when one of the lists cannot be read', async () => {
    const { connect, emulator } = await start({ company: campus });
    const { rooms } = connect('ada');
    emulator.faults.add({ ...exchangeFaults.serverBusy(120_000), when: isRequestFor('GetRooms') });
    await expect(rooms.list()).rejects.toMatchObject({ code: 'rateLimited', retryAfterMs: 120_000 });
    const hidden = connect('ada');
    emulator.faults.add({ ...exchangeFaults.innerServerBusy(), when: isRequestFor('GetRoomLists') });
    await expect(hidden.rooms.buildings()).rejects.toMatchObject({ code: 'rateLimited' });
  });

  it('need the right to read calendars', async () => {
    const { connect, emulator } = await start();
    const { rooms } = connect('ada', {}, { policy: { calendars: 'freeBusy', contacts: 'readWrite' } });
    await expect(rooms.list()).rejects.toMatchObject({ code: 'policyDenied' });
    await expect(rooms.buildings()).rejects.toMatchObject({ code: 'policyDenied' });
    expect(emulator.exchanges).toHaveLength(0);
  });

  it('refuse unknown options, and end with their signal', async () => {
    const { connect } = await start();
    const { rooms } = connect('ada');
    const odd: object = { building: 'x' };
    await expect(rooms.list(odd)).rejects.toMatchObject({ code: 'invalidArgument' });
    await expect(rooms.buildings(odd)).rejects.toMatchObject({ code: 'invalidArgument' });
    await expect(rooms.buildings({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('rooms in odd answers', () => {
  const listXml = (address: string): string =>
    `<t:Address><t:Name>List</t:Name><t:EmailAddress>${address}</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType></t:Address>`;
  const roomXml = (rest: string): string => `<t:Room><t:Id>${rest}</t:Id></t:Room>`;
  const answering = (lists: readonly string[], rooms: string): FakeExchange =>
    fakeExchange(({ operation }) =>
      operation === 'GetRoomLists'
        ? soap(
            `<m:GetRoomListsResponse ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:RoomLists>${lists.map(listXml).join('')}</m:RoomLists></m:GetRoomListsResponse>`,
          )
        : soap(
            `<m:GetRoomsResponse ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Rooms>${rooms}</m:Rooms></m:GetRoomsResponse>`,
          ),
    );

  it('are there once although they stand in several lists, on one page and over pages', async () => {
    const lists = Array.from({ length: 12 }, (_, at) => `list${at}@tidewater.example`);
    const room = roomXml('<t:Name>Quay</t:Name><t:EmailAddress>Quay@tidewater.example</t:EmailAddress>');
    const { connection } = answering(lists, room);
    expect((await connection.rooms.list()).items).toHaveLength(1);
    expect(await connection.rooms.list().toArray()).toHaveLength(1);
  });

  it('are left out without an address to invite, and named by it without a name', async () => {
    const { connection } = answering(
      ['list@tidewater.example'],
      roomXml('<t:Name>Nowhere</t:Name>') +
        roomXml('<t:Name>Old</t:Name><t:EmailAddress>/o=Org/cn=Old</t:EmailAddress><t:RoutingType>EX</t:RoutingType>') +
        roomXml('<t:EmailAddress>quay@tidewater.example</t:EmailAddress>'),
    );
    expect(await connection.rooms.list().toArray()).toEqual([
      { address: 'quay@tidewater.example', name: 'quay@tidewater.example', equipment: [] },
    ]);
  });
});
