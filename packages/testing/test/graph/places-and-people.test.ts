import { describe, expect, it } from 'vitest';
import { personalAccountTenantId } from '../../src/entra/entra-tenant.ts';
import { ada, ben, companyWith, meeting } from './fixture.ts';
import { startWriteRig } from './write-rig.ts';

const base = companyWith(meeting('together', { invitees: [{ who: 'ben' }] }));
const room = (id: string, building: string, floor: string, capacity: number) => ({
  id,
  name: id[0]?.toUpperCase() + id.slice(1),
  address: `${id}@tidewater.example`,
  building,
  floor,
  capacity,
  equipment: ['Video unit 3', 'Large display'],
});
const company = { ...base, rooms: [...base.rooms, room('quay', 'A', '3', 4), room('dock', 'North Pier', 'G', 20)] };

describe('places', () => {
  it('are rooms, lists, buildings and floors', async () => {
    await using rig = await startWriteRig({ company });
    const names = async (path: string): Promise<readonly string[]> =>
      (await rig.read(path)).body.value.map(({ displayName }) => displayName);
    expect(await names('/places/microsoft.graph.room')).toEqual(['Harbor', 'Quay', 'Dock']);
    expect(await names('/places/microsoft.graph.roomList')).toEqual(['A', 'North Pier']);
    expect(await names('/places/microsoft.graph.building')).toEqual(['A', 'North Pier']);
    expect(await names('/places/microsoft.graph.floor')).toEqual(['Floor 2', 'Floor 3', 'Floor G']);
    expect(await names('/places/microsoft.graph.workspace')).toEqual([]);
    expect((await rig.read('/places/microsoft.graph.room/$count')).body.text).toBe('3');
    const [, quay] = (await rig.read('/places/microsoft.graph.room')).body.value;
    expect(quay).toMatchObject({
      emailAddress: 'quay@tidewater.example',
      building: 'A',
      floorNumber: 3,
      capacity: 4,
      bookingType: 'standard',
      videoDeviceName: 'Video unit 3',
      displayDeviceName: 'Large display',
    });
  });

  it('of a list are asked for by its address, not its id', async () => {
    await using rig = await startWriteRig({ company });
    const [, list] = (await rig.read('/places/microsoft.graph.roomList')).body.value;
    const address = String(Object(list)['emailAddress']);
    expect(address).toBe('rooms-north-pier@tidewater.example');
    const rooms = await rig.read(`/places/${address}/microsoft.graph.roomList/rooms`);
    expect(rooms.body.value.map(({ displayName }) => displayName)).toEqual(['Dock']);
    expect((await rig.read(`/places/${list.id}/microsoft.graph.roomList/rooms`)).body.error.code).toBe(
      'ResourceNotFound',
    );
  });

  it('come in pages and by filter', async () => {
    const rooms = Array.from({ length: 101 }, (_, index) => room(`r${index}`, 'A', '1', index));
    await using rig = await startWriteRig({ company: { ...base, rooms } });
    const first = (await rig.read('/places/microsoft.graph.room')).body;
    expect([first.value.length, first['@odata.nextLink']]).toEqual([100, expect.stringContaining('skiptoken=')]);
    const second = (await rig.read(first['@odata.nextLink'] ?? '')).body;
    expect([second.value.map(({ displayName }) => displayName), second['@odata.nextLink']]).toEqual([
      ['R100'],
      undefined,
    ]);
    const large = await rig.read(
      `/places/microsoft.graph.room?$filter=${encodeURIComponent('capacity gt 98')}&$select=displayName`,
    );
    expect(large.body.value.map((entry) => Object.keys(entry))).toEqual([
      ['id', 'displayName'],
      ['id', 'displayName'],
    ]);
    const bad = await rig.read('/places/microsoft.graph.room?$skiptoken=nonsense');
    expect([bad.status, bad.body.error.message]).toEqual([400, 'Badly formed token.']);
  });

  it('are found by id or address, with a cast or without', async () => {
    await using rig = await startWriteRig({ company });
    const one = (await rig.read('/places/harbor@tidewater.example')).body;
    expect(one).toMatchObject({ '@odata.type': '#microsoft.graph.room', displayName: 'Harbor' });
    expect((await rig.read(`/places/${one.id}/microsoft.graph.room`)).body.id).toBe(one.id);
    expect((await rig.read(`/places/${one.id}/microsoft.graph.roomList`)).status).toBe(404);
    expect((await rig.read('/places/nowhere')).status).toBe(404);
    expect((await rig.read('/places', { isWrong: true })).status).toBe(400);
    expect((await rig.remove(`/places/${one.id}`)).status).toBe(405);
  });

  it('take their permission, and are not there for personal accounts', async () => {
    const tenants = [{ tenantId: personalAccountTenantId, company: base }];
    await using rig = await startWriteRig({ company, tenants });
    const { emulator } = rig;
    const plain = emulator.issueTokens({ person: 'ada', scopes: ['User.Read'] }).accessToken;
    const refused = await rig.read('/places/microsoft.graph.room', { token: plain });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'Authorization_RequestDenied']);
    const personal = emulator.issueTokens({
      person: 'ada',
      tenantId: personalAccountTenantId,
      scopes: ['Place.Read.All', 'People.Read'],
    }).accessToken;
    expect((await rig.read('/places/microsoft.graph.room', { token: personal })).status).toBe(400);
    const people = await rig.read('/me/people', { token: personal });
    expect([people.status, people.body.error.message]).toEqual([401, '']);
    expect((await rig.read('/users', { token: personal })).status).toBe(400);
  });
});

describe('people', () => {
  const eventual = { consistencylevel: 'eventual' };

  it('of the directory are listed, filtered and searched', async () => {
    await using rig = await startWriteRig({ company });
    const names = async (query: string, headers = {}): Promise<readonly string[]> =>
      (await rig.read(`/users${query}`, { headers })).body.value.map(({ displayName }) => displayName);
    expect(await names('')).toEqual([ada.name, ben.name, 'Harbor', 'Quay', 'Dock']);
    expect(await names(`?$filter=${encodeURIComponent("startswith(displayName,'be')")}`)).toEqual([ben.name]);
    expect(
      await names(`?$filter=${encodeURIComponent("mail eq 'ada@tidewater.example'")}&$select=displayName`),
    ).toEqual([ada.name]);
    expect(await names(`?$search=${encodeURIComponent('"displayName:oka"')}`, eventual)).toEqual([ben.name]);
    expect((await rig.read('/users?$search="displayName:oka"')).status).toBe(400);
    const page = (await rig.read('/users?$top=2&$count=true', { headers: eventual })).body;
    expect([page.value.length, page['@odata.count']]).toEqual([2, 5]);
    expect((await rig.read(page['@odata.nextLink'] ?? '', { headers: eventual })).body.value).toHaveLength(2);
    const basic = rig.emulator.issueTokens({ person: 'ada', scopes: ['User.Read'] }).accessToken;
    expect((await rig.read('/users', { token: basic })).status).toBe(403);
  });

  it('are ranked by what one has in common with them', async () => {
    const cleo = { ...ben, id: 'cleo', name: 'Cleo Ames', address: 'cleo@tidewater.example' };
    await using rig = await startWriteRig({ company: { ...company, people: [ada, cleo, ben] } });
    const people = (await rig.read('/me/people')).body.value;
    expect(people.map(({ displayName }) => displayName)).toEqual([ben.name, cleo.name]);
    expect((await rig.read('/me/people?$search=cl')).body.value).toMatchObject([
      { displayName: cleo.name, scoredEmailAddresses: [{ address: cleo.address }] },
    ]);
  });
});
