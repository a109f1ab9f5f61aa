import type { Discovery, DiscoveryMethod, DiscoverySchema } from './google-discovery.ts';

// The parts of Directory API v1 that rooms need, written from its reference (Admin SDK, "REST Resource: resources.calendars",
// "resources.buildings" and "resources.features") in the form of a discovery document.
const text: DiscoverySchema = { type: 'string' };
const list = (item: DiscoverySchema): DiscoverySchema => ({ type: 'array', items: item });
const object = (properties: Readonly<Record<string, DiscoverySchema>>): DiscoverySchema => ({
  type: 'object',
  properties,
});

const page = {
  maxResults: { type: 'integer', minimum: '1', maximum: '500', location: 'query' },
  pageToken: { type: 'string', location: 'query' },
} as const;

function resource(
  name: string,
  { single, many, query = {} }: { single: string; many: string; query?: Readonly<Record<string, DiscoverySchema>> },
): Readonly<Record<string, DiscoveryMethod>> {
  const path = `customer/{customer}/resources/${name}`;
  const one = `${path}/{id}`;
  const method = (id: string, httpMethod: string, at: string, more: Partial<DiscoveryMethod>): DiscoveryMethod => ({
    id: `directory.resources.${name}.${id}`,
    httpMethod,
    path: at,
    ...more,
  });
  const body = { request: { $ref: single }, response: { $ref: single } };
  return {
    list: method('list', 'GET', path, { parameters: { ...page, ...query }, response: { $ref: many } }),
    get: method('get', 'GET', one, { response: { $ref: single } }),
    insert: method('insert', 'POST', path, body),
    update: method('update', 'PUT', one, body),
    patch: method('patch', 'PATCH', one, body),
    delete: method('delete', 'DELETE', one, {}),
  };
}

/** Directory API v1, resources of a customer. */
export const adminDiscovery: Discovery = {
  servicePath: 'admin/directory/v1/',
  parameters: {
    alt: { type: 'string', enum: ['json'] },
    fields: text,
    key: text,
    oauth_token: text,
    prettyPrint: { type: 'boolean' },
    quotaUser: text,
  },
  resources: {
    calendars: {
      methods: resource('calendars', {
        single: 'CalendarResource',
        many: 'CalendarResources',
        query: { orderBy: { type: 'string', location: 'query' }, query: { type: 'string', location: 'query' } },
      }),
    },
    buildings: { methods: resource('buildings', { single: 'Building', many: 'Buildings' }) },
    features: { methods: resource('features', { single: 'Feature', many: 'Features' }) },
  },
  schemas: {
    CalendarResource: object({
      buildingId: text,
      capacity: { type: 'integer' },
      etags: text,
      featureInstances: list(object({ feature: { $ref: 'Feature' } })),
      floorName: text,
      floorSection: text,
      generatedResourceName: text,
      kind: { type: 'string', enum: ['admin#directory#resources#calendars#CalendarResource'] },
      resourceCategory: { type: 'string', enum: ['CATEGORY_UNKNOWN', 'CONFERENCE_ROOM', 'OTHER'] },
      resourceDescription: text,
      resourceEmail: text,
      resourceId: text,
      resourceName: text,
      resourceType: text,
      userVisibleDescription: text,
    }),
    CalendarResources: object({
      etag: text,
      items: list({ $ref: 'CalendarResource' }),
      kind: { type: 'string', enum: ['admin#directory#resources#calendars#calendarResourcesList'] },
      nextPageToken: text,
    }),
    Building: object({
      address: object({ addressLines: list(text), locality: text, postalCode: text, regionCode: text }),
      buildingId: text,
      buildingName: text,
      coordinates: object({ latitude: { type: 'number' }, longitude: { type: 'number' } }),
      description: text,
      etags: text,
      floorNames: list(text),
      kind: text,
    }),
    Buildings: object({ buildings: list({ $ref: 'Building' }), etag: text, kind: text, nextPageToken: text }),
    Feature: object({ etags: text, kind: text, name: text }),
    Features: object({ etag: text, features: list({ $ref: 'Feature' }), kind: text, nextPageToken: text }),
  },
};
