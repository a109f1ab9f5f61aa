import type { ApiContext } from '../api/api-context.ts';
import { compareKeys, cutPage } from '../api/paging.ts';
import type { SortKey } from '../api/paging.ts';
import { digest } from '../opaque.ts';
import { expiredSyncToken, invalidArgument } from './people-error.ts';
import { personResource } from './person-store.ts';
import type { PersonStore, PersonVersion } from './person-store.ts';

const tokenLifetimeMs = 7 * 86_400_000;

/** What a sync token stands for. It grows old from the full sync on, however often it was renewed. */
interface SyncPoint {
  readonly position: number;
  readonly fullSyncAtMs: number;
  readonly signature: string;
}

/** What a page token stands for. */
interface Walk {
  readonly after: SortKey;
  readonly point: SyncPoint;
}

/** A page of people and the tokens that lead on. */
export interface PeoplePage {
  readonly people: readonly object[];
  /** How many there are in all; undefined in a delta. */
  readonly total: number | undefined;
  readonly tokens: { readonly nextPageToken?: string; readonly nextSyncToken?: string };
}

/** How a list is cut and ordered. */
export interface ListOptions {
  readonly scope: string;
  readonly mask: ReadonlySet<string>;
  readonly size: number;
  /** Orders people of a full list; undefined: by their last change. */
  readonly compare?: ((one: PersonVersion, other: PersonVersion) => number) | undefined;
}

/**
 * Lists people, or what changed since a sync token. Everything but the tokens has to be asked like the first time.
 *
 * @throws ApiError 400 for tokens of another list, and `EXPIRED_SYNC_TOKEN`.
 */
export function listPeople(
  { state, query, account }: ApiContext,
  store: PersonStore,
  options: ListOptions,
): PeoplePage {
  const signature = signatureOf(`${options.scope} ${account.personId}`, query);
  const wantsSync = query.get('requestSyncToken') === 'true';
  const now = state.clock.now();
  const listed = store.listed();
  const newest = Math.max(0, ...listed.map(({ position }) => position));
  const since = openSyncToken();
  const walk = openPageToken();
  const point: SyncPoint = walk?.point ?? { position: newest, fullSyncAtMs: since?.fullSyncAtMs ?? now, signature };

  const people = listed.filter((person) =>
    since === undefined ? !person.isDeleted : person.position > since.position,
  );
  const ordered = since === undefined && options.compare !== undefined ? people.toSorted(options.compare) : people;
  const items = ordered.map((item, index): { key: SortKey; item: PersonVersion } => ({
    key: options.compare === undefined || since !== undefined ? [item.position, 0, 0] : [index, 0, 0],
    item,
  }));
  const { page, next } = cutPage(
    items.toSorted((one, other) => compareKeys(one.key, other.key)),
    walk?.after,
    options.size,
  );
  const nextSyncToken = { nextSyncToken: state.opaque.seal('people sync', { ...point, signature }) };
  return {
    people: page.map((person) => personResource(person, options.mask)),
    total: since === undefined ? people.length : undefined,
    tokens:
      next === undefined
        ? wantsSync
          ? nextSyncToken
          : {}
        : { nextPageToken: state.opaque.seal('people page', { after: next, point }) },
  };

  function openSyncToken(): SyncPoint | undefined {
    const token = query.get('syncToken');
    if (token === null) return undefined;
    // The seal proves that the emulator packed a SyncPoint.
    const opened = state.opaque.open('people sync', token) as SyncPoint | undefined;
    if (opened === undefined) throw invalidArgument('Sync token is invalid.');
    if (opened.signature !== signature) throw otherParameters('Sync token');
    if (now - opened.fullSyncAtMs > tokenLifetimeMs) throw expiredSyncToken();
    return opened;
  }

  function openPageToken(): Walk | undefined {
    const token = query.get('pageToken');
    if (token === null) return undefined;
    // The seal proves that the emulator packed a Walk.
    const opened = state.opaque.open('people page', token) as Walk | undefined;
    if (opened === undefined) throw invalidArgument('Page token is invalid.');
    if (opened.point.signature !== signature) throw otherParameters('Page token');
    return opened;
  }
}

/** `pageSize` between 1 and `max`; larger values are lowered. @throws ApiError 400. */
export function readPageSize(
  query: URLSearchParams,
  options: { readonly fallback: number; readonly max: number },
): number {
  const value = query.get('pageSize');
  if (value === null || value === '0') return options.fallback;
  if (!/^\d{1,9}$/.test(value)) throw invalidArgument('Page size must be a positive number.');
  return Math.min(Number(value), options.max);
}

function otherParameters(what: string): Error {
  return invalidArgument(`${what} was obtained with other request parameters.`);
}

const unbound = new Set([
  'pageToken',
  'syncToken',
  'alt',
  'fields',
  'key',
  'access_token',
  'oauth_token',
  'prettyPrint',
  'quotaUser',
  '$.xgafv',
]);

function signatureOf(scope: string, query: URLSearchParams): string {
  const parameters = [...query].filter(([name]) => !unbound.has(name)).map(([name, value]) => `${name}=${value}`);
  return digest(JSON.stringify([scope, parameters.toSorted()]));
}
