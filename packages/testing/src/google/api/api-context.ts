import type { Account, GoogleState } from '../google-state.ts';
import type { SortKey, SyncPoint, Walk } from '../api/paging.ts';
import { cutPage, sealPageToken, sealSyncToken } from '../api/paging.ts';

/** What a method of the API works with: the account that the token stands for and the query. */
export interface ApiContext {
  readonly state: GoogleState;
  readonly account: Account;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Scopes of the token. */
  readonly scopes: ReadonlySet<string>;
  /** Body of the request, as text. */
  readonly body: string;
  /** The call is a part of a batch. */
  readonly isBatched: boolean;
}

/** A page of a list with the tokens that lead on. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly tokens: { readonly nextPageToken?: string; readonly nextSyncToken?: string };
  /** Tells this page from the others of the walk, for its etag. */
  readonly place: string;
}

/**
 * Cuts the next page of a list: `nextPageToken` while more follows, `nextSyncToken` on the last page when `sync` is given.
 * Sizes that a test planned come first; such a page never is the last one, even when nothing is left.
 */
export function listPage<Item>(
  { state }: ApiContext,
  items: readonly { readonly key: SortKey; readonly item: Item }[],
  options: {
    readonly walk: Walk;
    readonly size: number;
    readonly signature: string;
    readonly sync?: { readonly scope: string; readonly signature: string } | undefined;
  },
): ListPage<Item> {
  const { walk, signature, sync } = options;
  const planned = state.pageLimits.shift();
  const cut = cutPage(items, walk.after, Math.min(planned ?? Infinity, options.size));
  const place = JSON.stringify([walk.pages, walk.after ?? null, cut.page.length]);
  if (cut.next !== undefined || planned !== undefined) {
    const next: Walk = { ...walk, pages: walk.pages + 1, ...(cut.last === undefined ? {} : { after: cut.last }) };
    return { items: cut.page, tokens: { nextPageToken: sealPageToken(state.opaque, next, signature) }, place };
  }
  if (sync === undefined) return { items: cut.page, tokens: {}, place };
  const point: SyncPoint = { position: walk.startedAt, issuedAtMs: state.clock.now() };
  const nextSyncToken = sealSyncToken(state.opaque, sync.scope, sync.signature, point);
  return { items: cut.page, tokens: { nextSyncToken }, place };
}
