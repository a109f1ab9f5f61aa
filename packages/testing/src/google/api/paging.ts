import { digest } from '../opaque.ts';
import type { OpaqueSource } from '../opaque.ts';
import { fullSyncRequired, invalidParameter } from './api-error.ts';

/** Place of an item in the order of a list, compared from left to right. */
export type SortKey = readonly [number, number, number];

/** A list walk, as it is packed into page tokens. */
export interface Walk {
  /** Key of the last item so far; absent while no page had one. */
  readonly after?: SortKey;
  /** Pages before this one. Tells the token of an empty page from the one that led to it. */
  readonly pages: number;
  /** Change log position when the walk began: what changes while paging belongs to the next sync. */
  readonly startedAt: number;
}

/** What a sync token stands for. */
export interface SyncPoint {
  readonly position: number;
  readonly issuedAtMs: number;
}

/** Parameters that change how an answer is written, not what is asked. */
const transportParameters = new Set([
  'alt',
  'fields',
  'key',
  'oauth_token',
  'access_token',
  'prettyPrint',
  'quotaUser',
  'userIp',
]);

/** Names the query of a list, so that a token can't be used for another one. */
export function querySignature(scope: string, query: URLSearchParams, ignored: readonly string[]): string {
  const parameters = [...query].filter(([name]) => !transportParameters.has(name) && !ignored.includes(name));
  return digest(JSON.stringify([scope, parameters.map(([name, value]) => `${name}=${value}`).sort()]));
}

/** The walk that a `pageToken` continues. @throws ApiError 400 when the token isn't one of this very query. */
export function openPageToken(opaque: OpaqueSource, token: string, signature: string): Walk {
  const opened = opaque.open(`page ${signature}`, token);
  if (opened === undefined) throw invalidParameter('pageToken', 'Invalid page token value.', 'invalid');
  // The seal proves that this emulator packed a Walk.
  return opened as Walk;
}

/** Packs a walk. */
export function sealPageToken(opaque: OpaqueSource, walk: Walk, signature: string): string {
  return opaque.seal(`page ${signature}`, walk);
}

/**
 * The point that a `syncToken` names.
 *
 * @throws ApiError 410 when the token is corrupt, belongs to another list or is too old; 400 when it was obtained with
 * other parameters, which Google leaves undefined.
 */
export function openSyncToken(
  opaque: OpaqueSource,
  token: string,
  expected: { scope: string; signature: string; floor: number; oldestMs: number },
): SyncPoint {
  // The seal proves that this emulator packed these fields.
  const point = opaque.open(`sync ${expected.scope}`, token) as (SyncPoint & { signature: string }) | undefined;
  if (point === undefined || point.position < expected.floor || point.issuedAtMs < expected.oldestMs)
    throw fullSyncRequired();
  if (point.signature !== expected.signature) {
    throw invalidParameter('syncToken', 'The sync token was obtained with other request parameters.', 'invalid');
  }
  return point;
}

/** Packs a sync point. */
export function sealSyncToken(opaque: OpaqueSource, scope: string, signature: string, point: SyncPoint): string {
  return opaque.seal(`sync ${scope}`, { ...point, signature });
}

/** Orders items and cuts the page that follows `after`. */
export function cutPage<Item>(
  items: readonly { readonly key: SortKey; readonly item: Item }[],
  after: SortKey | undefined,
  size: number,
): { readonly page: readonly Item[]; readonly next: SortKey | undefined; readonly last: SortKey | undefined } {
  const rest = items.filter(({ key }) => after === undefined || compareKeys(key, after) > 0);
  const ordered = rest.sort((a, b) => compareKeys(a.key, b.key));
  const page = ordered.slice(0, size);
  const last = page.at(-1)?.key ?? after;
  return { page: page.map(({ item }) => item), next: ordered.length > size ? last : undefined, last };
}

/** Orders keys from left to right. */
export function compareKeys(one: SortKey, other: SortKey): number {
  return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
}
