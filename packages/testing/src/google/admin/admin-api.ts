import { ApiError, badRequest, notFound } from '../api/api-error.ts';
import type { ApiContext } from '../api/api-context.ts';
import { matchPath, scopePrefix } from '../api/api-service.ts';
import type { ApiEmulation, ApiService } from '../api/api-service.ts';
import { parseFields } from '../api/partial-response.ts';
import { digest } from '../opaque.ts';
import { generatedName, readRoomOrder, readRoomQuery } from './room-query.ts';
import type { DirectoryRoom } from './room-query.ts';

const kind = 'admin#directory#resources#';
const feature = 'etags,kind,name';
const building =
  'address(addressLines,administrativeArea,languageCode,locality,postalCode,regionCode,sublocality),buildingId,buildingName,' +
  'coordinates(latitude,longitude),description,etags,floorNames,kind';
const room =
  'buildingId,capacity,etags,featureInstances(feature(name)),floorName,floorSection,generatedResourceName,kind,resourceCategory,' +
  'resourceDescription,resourceEmail,resourceId,resourceName,resourceType,userVisibleDescription';

type Row = readonly [id: string, verb: string, pattern: string, emulation?: ApiEmulation];

const base = 'customer/*/resources';
const rows: readonly Row[] = [
  [
    'calendars.list',
    'GET',
    `${base}/calendars`,
    { shape: parseFields(`etag,items(${room}),kind,nextPageToken`), handle: listRooms },
  ],
  ['calendars.get', 'GET', `${base}/calendars/*`, { shape: parseFields(room), handle: getRoom }],
  [
    'buildings.list',
    'GET',
    `${base}/buildings`,
    { shape: parseFields(`buildings(${building}),etag,kind,nextPageToken`), handle: listBuildings },
  ],
  ['buildings.get', 'GET', `${base}/buildings/*`, { shape: parseFields(building), handle: getBuilding }],
  [
    'features.list',
    'GET',
    `${base}/features`,
    { shape: parseFields(`etag,features(${feature}),kind,nextPageToken`), handle: listFeatures },
  ],
  ['features.get', 'GET', `${base}/features/*`, { shape: parseFields(feature), handle: getFeature }],
  ...['calendars', 'buildings', 'features'].flatMap((name): Row[] => [
    [`${name}.insert`, 'POST', `${base}/${name}`],
    [`${name}.update`, 'PUT', `${base}/${name}/*`],
    [`${name}.patch`, 'PATCH', `${base}/${name}/*`],
    [`${name}.delete`, 'DELETE', `${base}/${name}/*`],
  ]),
];

/** Admin SDK Directory API v1, as far as rooms go. */
export const adminApi: ApiService = {
  prefix: '/admin/directory/v1/',
  name: 'admin.googleapis.com',
  title: 'Admin SDK API',
  errorStyle: 'classic',
  needsCalendar: false,
  find(verb, path) {
    for (const [id, ownVerb, pattern, emulation] of rows) {
      const parameters = ownVerb === verb ? matchPath(pattern, path) : undefined;
      if (parameters === undefined) continue;
      const scopes = verb === 'GET' ? ['resource.calendar', 'resource.calendar.readonly'] : ['resource.calendar'];
      const method = {
        id: `directory.resources.${id}`,
        scopes: scopes.map((name) => `${scopePrefix}admin.directory.${name}`),
        emulation,
      };
      return { method, parameters };
    }
    return undefined;
  },
};

function listRooms(context: ApiContext, [customer]: readonly string[]): object {
  const { query } = context;
  const isWanted = readRoomQuery(query.get('query') ?? 'resourceCategory=CONFERENCE_ROOM');
  const compare = readRoomOrder(query.get('orderBy') ?? 'resourceId');
  const found = rooms(context, customer).filter(isWanted).toSorted(compare);
  return page(context, 'calendars#calendarResourcesList', 'items', found.map(roomResource));
}

function getRoom(context: ApiContext, [customer, id]: readonly string[]): object {
  const found = rooms(context, customer).find(({ resourceId }) => resourceId === id);
  if (found === undefined) throw notFound();
  return roomResource(found);
}

function listBuildings(context: ApiContext, [customer]: readonly string[]): object {
  return page(context, 'buildings#buildingsList', 'buildings', buildings(context, customer));
}

function getBuilding(context: ApiContext, [customer, id]: readonly string[]): object {
  const found = buildings(context, customer).find(({ buildingId }) => buildingId === id);
  if (found === undefined) throw notFound();
  return found;
}

function listFeatures(context: ApiContext, [customer]: readonly string[]): object {
  return page(context, 'features#featuresList', 'features', features(context, customer));
}

function getFeature(context: ApiContext, [customer, name]: readonly string[]): object {
  const found = features(context, customer).find((other) => other.name === name);
  if (found === undefined) throw notFound();
  return found;
}

/** Rooms of the caller's organisation. @throws ApiError 403 for people who don't administer it, 404 for other customers. */
function rooms({ state, account }: ApiContext, customer: string | undefined): readonly DirectoryRoom[] {
  if (!account.isAdministrator) {
    throw new ApiError(403, 'Not Authorized to access this resource/api', { domain: 'global', reason: 'forbidden' });
  }
  if (customer !== 'my_customer' && customer !== customerId(account.domain)) throw notFound();
  return [...state.rooms].flatMap(([resourceId, own]) =>
    own.domain === account.domain ? [{ ...own, resourceId }] : [],
  );
}

/** Id of the organisation that has a domain. */
function customerId(domain: string): string {
  return `C0${digest(domain)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 7)}`;
}

function roomResource(own: DirectoryRoom): object {
  return withEtags({
    kind: `${kind}calendars#CalendarResource`,
    resourceId: own.resourceId,
    resourceName: own.name,
    generatedResourceName: generatedName(own),
    resourceType: '',
    resourceEmail: own.address,
    resourceCategory: 'CONFERENCE_ROOM',
    capacity: own.capacity,
    buildingId: own.building,
    floorName: own.floor,
    ...(own.equipment.length === 0 ? {} : { featureInstances: own.equipment.map((name) => ({ feature: { name } })) }),
  });
}

function buildings(context: ApiContext, customer: string | undefined): readonly { buildingId: string }[] {
  const all = rooms(context, customer);
  return [...new Set(all.map((own) => own.building))].toSorted().map((buildingId) =>
    withEtags({
      kind: `${kind}buildings#Building`,
      buildingId,
      buildingName: buildingId,
      floorNames: [...new Set(all.filter((own) => own.building === buildingId).map((own) => own.floor))].toSorted(),
    }),
  );
}

function features(context: ApiContext, customer: string | undefined): readonly { name: string }[] {
  const names = new Set(rooms(context, customer).flatMap((own) => own.equipment));
  return [...names].toSorted().map((name) => withEtags({ kind: `${kind}features#Feature`, name }));
}

/** The field really is called `etags`, and holds one. */
function withEtags<Resource extends object>(resource: Resource): Resource & { readonly etags: string } {
  return { ...resource, etags: `"${digest(JSON.stringify(resource))}"` };
}

function page({ state, query }: ApiContext, list: string, name: string, items: readonly object[]): object {
  const size = query.get('maxResults') ?? '100';
  if (!/^\d{1,3}$/.test(size) || Number(size) < 1 || Number(size) > 500) throw badRequest('Invalid Input: maxResults');
  const purpose = `${list} ${query.get('query') ?? ''} ${query.get('orderBy') ?? ''}`;
  const token = query.get('pageToken');
  const from = token === null ? 0 : state.opaque.open(purpose, token);
  if (typeof from !== 'number') throw badRequest('Invalid Input: pageToken');
  const next = from + Number(size);
  const content = items.slice(from, next);
  return {
    kind: `${kind}${list}`,
    etag: `"${digest(JSON.stringify(content))}"`,
    ...(next < items.length ? { nextPageToken: state.opaque.seal(purpose, next) } : {}),
    [name]: content,
  };
}
