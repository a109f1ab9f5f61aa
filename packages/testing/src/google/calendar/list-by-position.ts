import { digest } from '../opaque.ts';
import { listPage } from '../api/api-context.ts';
import type { ApiContext } from '../api/api-context.ts';
import { openPageToken, openSyncToken, querySignature } from '../api/paging.ts';
import type { SortKey } from '../api/paging.ts';
import { pageSizeParameter } from '../api/query-parameters.ts';

/** A list whose items are told apart by their place in the change log alone: calendars, settings, access rules. */
export function listByPosition(
  context: ApiContext,
  list: {
    readonly kind: string;
    readonly scope: string;
    /** Place of the newest change, whether or not it is among the items. Default: of the newest item. */
    readonly newest?: number;
    readonly items: readonly { readonly position: number; readonly resource: object }[];
  },
): object {
  const { state, account, query } = context;
  const scope = `${list.scope} ${account.personId}`;
  const signature = querySignature(scope, query, ['pageToken']);
  const syncSignature = querySignature(scope, query, [
    'pageToken',
    'syncToken',
    'maxResults',
    'showDeleted',
    'showHidden',
  ]);
  const size = pageSizeParameter(query, { fallback: 100, max: 250 });
  const syncToken = query.get('syncToken');
  const pageToken = query.get('pageToken');
  const since =
    syncToken === null
      ? 0
      : openSyncToken(state.opaque, syncToken, {
          scope,
          signature: syncSignature,
          floor: 0,
          oldestMs: state.clock.now() - state.syncTokenLifetimeMs,
        }).position;
  const newest = list.newest ?? Math.max(0, ...list.items.map(({ position }) => position));
  const walk = pageToken === null ? { pages: 0, startedAt: newest } : openPageToken(state.opaque, pageToken, signature);
  const items = list.items
    .filter(({ position }) => position > since)
    .map(({ position, resource }) => ({ key: [position, 0, 0] satisfies SortKey, item: resource }));
  const sync = query.has('minAccessRole') ? undefined : { scope, signature: syncSignature };
  const page = listPage(context, items, { walk, size, signature, sync });
  return {
    kind: list.kind,
    etag: `"p${digest(JSON.stringify([scope, newest, signature, page.place]))}"`,
    ...page.tokens,
    items: page.items,
  };
}
