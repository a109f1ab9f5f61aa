import { roomSchema } from '@kalends/core/schemas';
import { graphFaults, personalAccountTenantId } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { directoryTests, officeOf } from './support/directory.ts';

const start = directoryTests();

describe('rooms.list', () => {
  it('lists the rooms of the organization with what is known of them', async () => {
    const { open } = await start({
      company: {
        ...officeOf(0),
        rooms: [
          {
            id: 'pier',
            name: 'Pier room',
            address: 'pier@harbour.example',
            capacity: 6,
            building: 'Main',
            floor: '1',
            equipment: ['Video', 'Speakerphone', 'Whiteboard'],
          },
        ],
      },
    });
    const rooms = await open().rooms.list().toArray();
    expect(rooms).toEqual([
      {
        address: 'pier@harbour.example',
        name: 'Pier room',
        building: 'Main',
        floor: '1',
        capacity: 6,
        equipment: ['Video', 'Speakerphone', 'Whiteboard'],
      },
    ]);
    for (const room of rooms) expect(roomSchema.parse(room)).toEqual(room);
  });

  it('goes through all pages, and asks for nothing but what it needs', async () => {
    const { open, requests } = await start({ company: officeOf(205) });
    const rooms = await open().rooms.list().toArray();
    expect(new Set(rooms.map(({ address }) => address)).size).toBe(205);
    expect(requests()).toHaveLength(3);
    expect(requests()[0]?.path).toBe('/v1.0/places/microsoft.graph.room');
    expect(Object.fromEntries(requests()[0]?.query ?? [])).toEqual({
      $top: '100',
      $select:
        'emailAddress,displayName,nickname,building,floorLabel,floorNumber,capacity,audioDeviceName,videoDeviceName,displayDeviceName,tags',
    });
  });

  it('goes on where a page ended, and only with the options of its list', async () => {
    const { open } = await start({ company: officeOf(120) });
    const connection = open();
    const [building] = await connection.rooms.buildings();
    const { nextPageToken = '' } = await connection.rooms.list();
    expect((await connection.rooms.list({ pageToken: nextPageToken })).items).toHaveLength(20);
    for (const options of [{ pageToken: 'x' }, { pageToken: nextPageToken, buildingId: building?.id ?? '' }]) {
      await expect(connection.rooms.list(options)).rejects.toMatchObject({ code: 'invalidArgument' });
    }
  });

  it('lists the rooms of a building by the id that the list of buildings gives', async () => {
    const { open } = await start({ company: officeOf(5) });
    const connection = open();
    const buildings = await connection.rooms.buildings();
    expect(buildings.map(({ name }) => name)).toEqual(['North', 'South']);
    const south = await connection.rooms.list({ buildingId: buildings[1]?.id ?? '' }).toArray();
    expect(south.map(({ name }) => name)).toEqual(['Room 1', 'Room 3']);
    await expect(connection.rooms.list({ buildingId: 'attic@harbour.example' })).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  it.each(['..', 'half of a pair \ud800'])('refuses a building %j that would lead elsewhere', async (buildingId) => {
    const { open, requests } = await start();
    await expect(open().rooms.list({ buildingId })).rejects.toMatchObject({ code: 'invalidArgument' });
    expect(requests()).toEqual([]);
  });

  it('says which permission is missing', async () => {
    const { open } = await start();
    await expect(open({ scopes: ['Calendars.Read'] }).rooms.list()).rejects.toMatchObject({
      code: 'accessDenied',
      status: 403,
      operation: 'rooms.list',
      cure: { text: expect.stringContaining('Place.Read.All') },
    });
  });

  it('is closed to a policy of free and busy, before anything is sent', async () => {
    const { open, requests } = await start();
    const { rooms } = open({ policy: { calendars: 'freeBusy', contacts: 'none' } });
    await expect(rooms.list()).rejects.toMatchObject({ code: 'policyDenied' });
    await expect(rooms.buildings()).rejects.toMatchObject({ code: 'policyDenied' });
    expect(requests()).toEqual([]);
  });

  it('is not offered to personal accounts, and says so without asking', async () => {
    const { open, requests } = await start();
    const connection = open({ tenantId: personalAccountTenantId });
    expect(connection.capabilities.rooms).toEqual({ list: false, buildings: false });
    await expect(connection.rooms.list()).rejects.toMatchObject({ code: 'unsupported' });
    await expect(connection.rooms.buildings()).rejects.toMatchObject({ code: 'unsupported' });
    expect(requests()).toEqual([]);
  });

  test.each([
    ['a page that leads back to itself', 'SAME', 'invalidResponse'],
    ['a page on another host', 'https://elsewhere.example/v1.0/places', 'untrustedUrl'],
  ])('ends at %s', async (_case, link, code) => {
    const { open, emulator } = await start({ company: officeOf(3) });
    emulator.faults.add({
      when: ({ path }) => path.includes('/places/'),
      times: 9,
      action: {
        kind: 'rewrite',
        change: (response) => ({
          ...response,
          body: JSON.stringify({
            ...JSON.parse(String(response.body)),
            '@odata.nextLink': link === 'SAME' ? `${emulator.origin}/v1.0/places/microsoft.graph.room?$top=100` : link,
          }),
        }),
      },
    });
    await expect(open().rooms.list().toArray()).rejects.toMatchObject({ code });
    await expect(open().rooms.buildings()).rejects.toMatchObject({ code });
  });

  it('tries again after what passes', async () => {
    const { open, emulator } = await start();
    emulator.faults.add(graphFaults.serviceUnavailable(2, { times: 2 }));
    expect((await open().rooms.list()).items).toHaveLength(1);
  });
});
