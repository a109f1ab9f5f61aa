import { byLowerCase, spelled, trimmed } from '../events/event-properties.ts';
import { parseFilter } from '../filter.ts';
import type { FilterField } from '../filter.ts';
import type { TenantRequest } from '../graph-context.ts';
import { badRequest, GraphRefusal } from '../graph-error.ts';
import type { JsonObject } from '../mailbox.ts';
import { tokenPage } from '../page.ts';
import { readQueryOptions } from '../query-options.ts';
import { placesOf } from './places-of.ts';
import type { Place, PlaceType } from './places-of.ts';

/** Places on a page (Graph docs, "List places"). */
const placesPerPage = 100;
const types: readonly PlaceType[] = ['room', 'roomList', 'workspace', 'building', 'floor', 'section', 'desk'];
const placeProperties = byLowerCase(
  `id placeId displayName phone address geoCoordinates isWheelChairAccessible label tags parentId emailAddress nickname
  building floorLabel floorNumber capacity bookingType audioDeviceName videoDeviceName displayDeviceName
  teamsEnabledState mode`,
);
const filterFields: ReadonlyMap<string, FilterField<Place>> = new Map<string, FilterField<Place>>([
  ...['displayName', 'nickname', 'emailAddress', 'building', 'floorLabel', 'bookingType'].map(
    (name): [string, FilterField<Place>] => [
      name.toLowerCase(),
      { kind: 'text', operators: ['eq', 'ne', 'startswith'], read: ({ json }) => textOf(json[name]) },
    ],
  ),
  ...['capacity', 'floorNumber'].map((name): [string, FilterField<Place>] => [
    name.toLowerCase(),
    { kind: 'number', operators: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'], read: ({ json }) => textOf(json[name]) },
  ]),
  [
    'iswheelchairaccessible',
    { kind: 'flag', operators: ['eq', 'ne'], read: ({ json }) => textOf(json['isWheelChairAccessible']) },
  ],
]);

/** The type that a cast such as `microsoft.graph.room` names; undefined when it names none. */
export function placeTypeOf(segment: string): PlaceType | undefined {
  const name = /^(?:microsoft\.)?graph\.(\w+)$/i.exec(segment)?.[1]?.toLowerCase();
  return types.find((type) => type.toLowerCase() === name);
}

/** `GET /places/microsoft.graph.room` and the other types. */
export function listPlaces(work: TenantRequest, type: PlaceType): JsonObject {
  return placeList(
    work,
    placesOf(work.tenant.directory).filter((place) => place.type === type),
    type,
  );
}

/** `GET /places/microsoft.graph.room/$count`. */
export function countPlaces(work: TenantRequest, type: PlaceType): number {
  const { filter } = readQueryOptions(work.request.query, 'places');
  return matching(
    placesOf(work.tenant.directory).filter((place) => place.type === type),
    filter,
  ).length;
}

/**
 * `GET /places/{address of a room list}/microsoft.graph.roomList/rooms`.
 *
 * @throws GraphRefusal 404 for anything but the address of a list; its id does not do.
 */
export function listRoomsOfList(work: TenantRequest, name: string, type: PlaceType): JsonObject {
  const places = placesOf(work.tenant.directory);
  const list = places.find((place) => place.type === 'roomList' && isNamed(place, 'emailAddress', name));
  if (list === undefined) throw placeNotFound();
  return placeList(
    work,
    places.filter((place) => place.type === type && place.listId === list.id),
    type,
  );
}

/**
 * `GET /places/{id or address}`, with a cast or without.
 *
 * @throws GraphRefusal 404 for a place that is not there or of another type.
 */
export function getPlace(work: TenantRequest, name: string, type?: PlaceType): JsonObject {
  const found = placesOf(work.tenant.directory).find(
    (place) =>
      (isNamed(place, 'id', name) || isNamed(place, 'emailAddress', name)) &&
      (type === undefined || place.type === type),
  );
  if (found === undefined) throw placeNotFound();
  const select = selection(readQueryOptions(work.request.query, 'places').select);
  return {
    '@odata.context': `${work.graphBaseUrl}/$metadata#places/$entity`,
    '@odata.type': `#microsoft.graph.${found.type}`,
    ...trimmed(found.json, select),
  };
}

function placeList(work: TenantRequest, places: readonly Place[], type: PlaceType): JsonObject {
  const options = readQueryOptions(work.request.query, 'places');
  if (options.orderBy.length > 0) throw badRequest('The query option $orderby is not supported on places.');
  const select = selection(options.select);
  const page = tokenPage(matching(places, options.filter), options, placesPerPage, work.request);
  return {
    '@odata.context': `${work.graphBaseUrl}/$metadata#places/microsoft.graph.${type}`,
    ...page.annotations,
    value: page.rows.map(({ json }) => trimmed(json, select)),
    ...(page.nextLink === undefined ? {} : { '@odata.nextLink': page.nextLink }),
  };
}

function selection(select: readonly string[] | undefined): readonly string[] | undefined {
  return select === undefined ? undefined : spelled(select, placeProperties, 'microsoft.graph.place');
}

function matching(places: readonly Place[], filter: string | undefined): readonly Place[] {
  return filter === undefined ? places : places.filter(parseFilter(filter, filterFields));
}

function isNamed({ json }: Place, member: string, name: string): boolean {
  return textOf(json[member]).toLowerCase() === name.toLowerCase();
}

function placeNotFound(): GraphRefusal {
  return new GraphRefusal(404, 'ResourceNotFound', 'The place was not found.');
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
