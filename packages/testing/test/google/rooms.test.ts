import { describe, expect, it } from 'vitest';
import type { Company, Room } from '../../src/company/company.ts';
import { emptyCompany } from './google-kit.ts';
import { auth, startWriteKit } from './write-kit.ts';
import type { WriteKit } from './write-kit.ts';

interface Rooms {
  readonly kind: string;
  readonly items: { readonly resourceId: string; readonly [field: string]: unknown }[];
  readonly buildings: object[];
  readonly features: object[];
  readonly nextPageToken?: string;
}

const room = (id: string, capacity: number, building: string, floor: string, ...equipment: string[]): Room => ({
  id,
  name: id.toUpperCase(),
  address: `${id}@tidewater.example`,
  capacity,
  building,
  floor,
  equipment,
});
const company: Company = {
  ...emptyCompany,
  rooms: [
    room('quay', 4, 'Main', '1', 'Video'),
    room('mole', 12, 'Main', '2', 'Video', 'Whiteboard'),
    room('pier', 8, 'Annex', '1'),
  ],
};
const base = '/admin/directory/v1/customer/my_customer/resources';

async function start(): Promise<WriteKit> {
  const kit = await startWriteKit(company);
  kit.emulator.setAdministrator('ada', true);
  return kit;
}

async function list(kit: WriteKit, query: Record<string, string | number> = {}, name = 'calendars'): Promise<Rooms> {
  const { status, body, text } = await kit.call<Rooms>('GET', `${base}/${name}`, { query });
  expect({ status, text }).toMatchObject({ status: 200 });
  return body;
}

const ids = ({ items }: Rooms): string[] => items.map(({ resourceId }) => resourceId);

describe('resources of the directory', () => {
  it('are the rooms with size, place and equipment', async () => {
    await using kit = await start();
    const { items, kind } = await list(kit);
    expect(kind).toBe('admin#directory#resources#calendars#calendarResourcesList');
    expect(items[0]).toEqual({
      kind: 'admin#directory#resources#calendars#CalendarResource',
      etags: expect.stringMatching(/^".+"$/),
      resourceId: 'mole',
      resourceName: 'MOLE',
      generatedResourceName: 'Main-2-MOLE (12)',
      resourceEmail: 'mole@tidewater.example',
      resourceCategory: 'CONFERENCE_ROOM',
      resourceType: '',
      capacity: 12,
      buildingId: 'Main',
      floorName: '2',
      featureInstances: [{ feature: { name: 'Video' } }, { feature: { name: 'Whiteboard' } }],
    });
    expect(items[1]).not.toHaveProperty('featureInstances');
    expect((await kit.call('GET', `${base}/calendars/pier`)).body).toMatchObject({ resourceId: 'pier', capacity: 8 });
    expect((await kit.call('GET', `${base}/calendars/attic`)).status).toBe(404);
  });

  it('come with buildings and features', async () => {
    await using kit = await start();
    expect((await list(kit, {}, 'buildings')).buildings).toMatchObject([
      { buildingId: 'Annex', buildingName: 'Annex', floorNames: ['1'] },
      { buildingId: 'Main', floorNames: ['1', '2'] },
    ]);
    expect((await list(kit, {}, 'features')).features).toMatchObject([{ name: 'Video' }, { name: 'Whiteboard' }]);
    expect((await kit.call('GET', `${base}/buildings/Main`)).status).toBe(200);
    expect((await kit.call('GET', `${base}/features/Video`)).status).toBe(200);
    for (const path of ['buildings/Attic', 'features/Piano'])
      expect((await kit.call('GET', `${base}/${path}`)).status).toBe(404);
  });

  it('come in pages', async () => {
    await using kit = await start();
    const first = await list(kit, { maxResults: 2 });
    const second = await list(kit, { maxResults: 2, pageToken: first.nextPageToken ?? '' });
    expect([...ids(first), ...ids(second)]).toEqual(['mole', 'pier', 'quay']);
    expect(second).not.toHaveProperty('nextPageToken');
  });

  it.each([
    ['buildingId, capacity desc', ['pier', 'mole', 'quay']],
    ['capacity', ['quay', 'pier', 'mole']],
    ['floorName desc,resourceName', ['mole', 'pier', 'quay']],
  ])('in the order %s', async (orderBy, expected) => {
    await using kit = await start();
    expect(ids(await list(kit, { orderBy }))).toEqual(expected);
  });

  it.each([
    ['buildingId=Main', ['mole', 'quay']],
    ['buildingId!=Main', ['pier']],
    ['NOT buildingId=Main', ['pier']],
    ['buildingId=Main AND featureInstances.feature.name=Whiteboard', ['mole']],
    ['name:"MO*"', ['mole']],
    ['generatedResourceName:main', ['mole', 'quay']],
    ['capacity=8', ['pier']],
    ['resourceEmail=quay@tidewater.example AND NOT floor_name=2', ['quay']],
    ['resourceCategory=OTHER', []],
  ])('that fulfil %s', async (query, expected) => {
    await using kit = await start();
    expect(ids(await list(kit, { query }))).toEqual(expected);
  });

  it.each([
    { query: 'colour=red' },
    { query: 'name' },
    { orderBy: 'colour' },
    { maxResults: 501 },
    { maxResults: 0 },
    { pageToken: 'x' },
  ])('are refused for %j', async (query) => {
    await using kit = await start();
    expect((await kit.call('GET', `${base}/calendars`, { query, isBad: true })).status).toBe(400);
  });

  it('are for administrators of the same customer', async () => {
    await using kit = await start();
    expect(await kit.refusal('GET', `${base}/calendars`, { person: 'bo' })).toEqual({
      status: 403,
      reason: 'forbidden',
      message: 'Not Authorized to access this resource/api',
    });
    expect((await kit.call('GET', '/admin/directory/v1/customer/C0other/resources/calendars')).status).toBe(404);
    const attic = room('attic', 2, 'Loft', '9', 'Piano');
    kit.emulator.seed({ ...emptyCompany, domain: 'other.example', people: [], rooms: [attic] });
    expect(ids(await list(kit))).toEqual(['mole', 'pier', 'quay']);
    kit.emulator.setAdministrator('ada', false);
    expect((await kit.call('GET', `${base}/calendars`)).status).toBe(403);
  });

  it('ask for a scope, and can’t be written', async () => {
    await using kit = await start();
    const read = [`${auth}admin.directory.resource.calendar.readonly`];
    expect((await kit.call('GET', `${base}/calendars`, { scopes: read })).status).toBe(200);
    expect((await kit.call('GET', `${base}/calendars`, { scopes: [`${auth}calendar`] })).status).toBe(403);
    expect((await kit.call('DELETE', `${base}/calendars/quay`, { scopes: read })).status).toBe(403);
    expect((await kit.call('DELETE', `${base}/calendars/quay`)).status).toBe(501);
  });

  it('answer with the fields that are asked for', async () => {
    await using kit = await start();
    const { body } = await kit.call('GET', `${base}/calendars/quay`, { query: { fields: 'resourceEmail,capacity' } });
    expect(body).toEqual({ resourceEmail: 'quay@tidewater.example', capacity: 4 });
  });
});
