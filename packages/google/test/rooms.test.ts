import { googleFaults } from '@kalends/testing';
import type { Company } from '@kalends/testing';
import { roomSchema } from '@kalends/core/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everyScope, openedGoogle, watchContract } from './support/opened-google.ts';
import type { OpenedGoogle } from './support/opened-google.ts';
import { json } from './support/fake-google.ts';
import { credential, rejection, setup } from './support/setup.ts';
import { tidewater } from './support/tidewater.ts';

const contract = watchContract();
const company: Company = {
  ...tidewater,
  rooms: [
    ...(tidewater.rooms ?? []),
    {
      id: 'attic',
      name: 'Attic "‮🎉"',
      address: 'attic@tidewater.example',
      capacity: 2,
      building: 'B',
      floor: '9',
      equipment: ['Video', 'Whiteboard'],
    },
  ],
};
const roomsPath = '/admin/directory/v1/customer/my_customer/resources/calendars';
const buildingsPath = '/admin/directory/v1/customer/my_customer/resources/buildings';
let kit: OpenedGoogle;

beforeEach(async () => {
  kit = await openedGoogle({ company });
  contract.watch(kit.emulator);
  kit.emulator.setAdministrator('ada', true);
});
afterEach(() => kit.emulator.close());

describe('rooms', () => {
  it('are listed with what is known of them', async () => {
    await using connection = kit.open('ada');
    expect(connection.capabilities.rooms).toEqual({ list: true, buildings: true });
    const rooms = await connection.rooms.list().toArray();
    for (const room of rooms) expect(roomSchema.parse(room)).toEqual(room);
    expect(rooms.toSorted((one, other) => (one.address < other.address ? -1 : 1))).toEqual([
      {
        address: 'attic@tidewater.example',
        name: 'Attic "‮🎉"',
        building: 'B',
        floor: '9',
        capacity: 2,
        equipment: ['Video', 'Whiteboard'],
      },
      { address: 'room4@tidewater.example', name: 'Room 4', building: 'A', floor: '1', capacity: 6, equipment: [] },
    ]);
  });

  it('are listed by building', async () => {
    await using connection = kit.open('ada');
    const buildings = await connection.rooms.buildings();
    expect(buildings).toEqual([
      { id: 'A', name: 'A' },
      { id: 'B', name: 'B' },
    ]);
    const rooms = await connection.rooms.list({ buildingId: 'B' }).toArray();
    expect(rooms.map(({ address }) => address)).toEqual(['attic@tidewater.example']);
    expect(await connection.rooms.list({ buildingId: 'nowhere' }).toArray()).toEqual([]);
  });

  it('are not asked for with an id that would be more than an id', async () => {
    await using connection = kit.open('ada');
    const buildingId = 'A" OR capacity="6';
    expect(await rejection(connection.rooms.list({ buildingId }))).toMatchObject({ code: 'invalidArgument' });
    expect(kit.emulator.exchanges).toEqual([]);
  });

  it('are for administrators', async () => {
    await using connection = kit.open('bob');
    expect(await rejection(connection.rooms.list())).toMatchObject({
      code: 'accessDenied',
      message: expect.stringContaining('administrators'),
      operation: 'rooms.list',
      cure: { text: expect.stringContaining('administrator') },
    });
    expect(await rejection(connection.rooms.buildings())).toMatchObject({ code: 'accessDenied' });
  });

  it('are closed unless the application opens them', async () => {
    await using connection = kit.open('ada', {});
    expect(connection.capabilities.rooms).toEqual({ list: false, buildings: false });
    for (const call of [() => connection.rooms.list(), () => connection.rooms.buildings()]) {
      expect(await rejection(call())).toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('setting rooms'),
      });
    }
    expect(kit.emulator.exchanges).toEqual([]);
  });

  it('need their scope, and say which', async () => {
    const scopes = everyScope.filter((scope) => !scope.includes('admin'));
    await using connection = kit.open('ada', { rooms: true }, scopes);
    expect(connection.capabilities.rooms).toEqual({ list: false, buildings: false });
    expect(await rejection(connection.rooms.list())).toMatchObject({
      code: 'consentRequired',
      missingScopes: ['https://www.googleapis.com/auth/admin.directory.resource.calendar.readonly'],
    });
  });

  it('need reading of the policy: names of rooms are more than when they are taken', async () => {
    const credentialOfAll = { ...(await kit.credential('ada')), scopes: everyScope };
    const policy = { calendars: 'freeBusy', contacts: 'none' } as const;
    await using narrow = kit.oauth({ rooms: true }).connect({ credential: credentialOfAll, policy });
    const before = kit.emulator.exchanges.length;
    expect(await rejection(narrow.rooms.list())).toMatchObject({ code: 'policyDenied' });
    expect(kit.emulator.exchanges).toHaveLength(before);
  });

  it.each([
    ['a failure', googleFaults.backendError(503, { when: ({ path }) => path === roomsPath }), 'serviceUnavailable'],
    [
      'a refusal for too many requests',
      googleFaults.tooManyRequests({ when: ({ path }) => path === roomsPath, retryAfterSeconds: 3_600 }),
      'rateLimited',
    ],
    [
      'buildings that fail',
      googleFaults.backendError(500, { when: ({ path }) => path === buildingsPath }),
      'serviceUnavailable',
    ],
  ])('%s stays an error', async (_what, fault, code) => {
    await using connection = kit.open('ada');
    kit.emulator.faults.add(fault);
    expect(await rejection(connection.rooms.list())).toMatchObject({ code, provider: 'google' });
  });
});

describe('rooms of a scripted directory', () => {
  const scope = 'https://www.googleapis.com/auth/admin.directory.resource.calendar.readonly';
  const open = (address = 'ada@example.com') => {
    const { service, provider } = setup({ settings: { rooms: true } });
    const account = { ...credential.account, address };
    const connection = provider.connect({
      credential: { ...credential, account, scopes: [...credential.scopes, scope] },
    });
    return { service, connection, provider };
  };
  const room = (name: string) => ({ resourceName: name, resourceEmail: `${name}@example.com` });

  it('are walked to the end, names of buildings read once, and nothing asked for that is not used', async () => {
    const { service, connection, provider } = open();
    expect(provider.hosts).toContain('admin.googleapis.com');
    const page = (name: string) => ({ items: [{ ...room(name), buildingId: 'b1', capacity: 4 }] });
    service.on(roomsPath, json({ ...page('one'), nextPageToken: 'p2' }), json(page('two')));
    service.on(
      buildingsPath,
      json({ buildings: [{ buildingId: 'b0' }], nextPageToken: 'p2' }),
      json({ buildings: [{ buildingId: 'b1', buildingName: 'Harbour house' }] }),
    );
    const rooms = await connection.rooms.list().toArray();
    expect(rooms.map(({ name, building }) => [name, building])).toEqual([
      ['one', 'Harbour house'],
      ['two', 'Harbour house'],
    ]);
    expect(service.sentTo(buildingsPath)).toHaveLength(2);
    const [first, second] = service.sentTo(roomsPath);
    expect(Object.fromEntries(first?.url.searchParams ?? [])).toEqual({
      maxResults: '500',
      query: 'resourceCategory!=OTHER',
      fields:
        'nextPageToken,items(resourceName,generatedResourceName,resourceEmail,resourceCategory,capacity,buildingId,floorName,featureInstances/feature/name)',
    });
    expect(second?.url.searchParams.get('pageToken')).toBe('p2');
  });

  it('leave out what is no room or cannot be invited, and keep rooms that nobody put into a category', async () => {
    const { service, connection } = open();
    service.on(
      roomsPath,
      json({
        items: [
          { ...room('van'), resourceCategory: 'OTHER' },
          { resourceName: 'without address', resourceCategory: 'CONFERENCE_ROOM' },
          {
            ...room('old'),
            resourceCategory: 'CATEGORY_UNKNOWN',
            capacity: 0,
            featureInstances: [{}, { feature: {} }],
          },
          { resourceEmail: 'nameless@example.com', capacity: -1, generatedResourceName: 'PAR-1-Room' },
        ],
      }),
    );
    expect(await connection.rooms.list().toArray()).toEqual([
      { address: 'old@example.com', name: 'old', equipment: [] },
      { address: 'nameless@example.com', name: 'PAR-1-Room', equipment: [] },
    ]);
  });

  it('end with an error when the service never ends', async () => {
    const { service, connection } = open();
    service.on(roomsPath, json({ items: [], nextPageToken: 'again' }));
    expect(await rejection(connection.rooms.list().toArray())).toMatchObject({ code: 'invalidResponse' });
    service.on(buildingsPath, json({ nextPageToken: 'again' }));
    expect(await rejection(connection.rooms.buildings())).toMatchObject({ code: 'invalidResponse' });
  });

  it('are asked for on with the token of the same list only', async () => {
    const { service, connection } = open();
    service.on(roomsPath, json({ items: [room('one')], nextPageToken: 'p2' }), json({ items: [room('two')] }));
    const { nextPageToken = '' } = await connection.rooms.list();
    expect(await rejection(connection.rooms.list({ buildingId: 'b1', pageToken: nextPageToken }))).toMatchObject({
      code: 'invalidArgument',
      message: expect.stringContaining('pageToken'),
    });
    expect((await connection.rooms.list({ pageToken: nextPageToken })).items).toMatchObject([{ name: 'two' }]);
  });

  it('are nothing that a personal account has', async () => {
    const personal = open('ada@gmail.com');
    expect(personal.connection.capabilities.rooms).toEqual({ list: false, buildings: false });
    expect(await rejection(personal.connection.rooms.list())).toMatchObject({ code: 'unsupported' });
    expect(personal.service.requests).toEqual([]);
    const unknown = open();
    unknown.service.on(buildingsPath, json({ error: { code: 404, errors: [{ reason: 'notFound' }] } }, 404));
    expect(await rejection(unknown.connection.rooms.buildings())).toMatchObject({ code: 'unsupported' });
  });
});
