import { digest } from '../opaque.ts';
import { invalidParameter } from './api-error.ts';
import { listPage } from './api-context.ts';
import type { ApiContext } from './api-context.ts';
import { calendarListEntryResource } from './calendar-resources.ts';
import { openPageToken, openSyncToken, querySignature } from './paging.ts';
import type { SortKey } from './paging.ts';
import { booleanParameter, enumParameter, pageSizeParameter } from './query-parameters.ts';
import { settingResource } from './settings.ts';

const roles = ['freeBusyReader', 'owner', 'reader', 'writer', 'writerWithoutPrivateAccess'] as const;

/** `calendarList.list`. Every entry of the emulator is owned, so a minimal role leaves none out. */
export function listCalendars(context: ApiContext): object {
  const { query } = context;
  const minAccessRole = enumParameter(query, 'minAccessRole', roles);
  const shown = ['showDeleted', 'showHidden'].map((name) => booleanParameter(query, name));
  const ownOrganization = booleanParameter(query, 'showOwnOrganizationOnly');
  if (
    query.has('syncToken') &&
    (minAccessRole !== undefined || ownOrganization !== undefined || shown.includes(false))
  ) {
    throw invalidParameter(
      'syncToken',
      'Sync token cannot be used with other request restrictions.',
      'syncTokenWithRequestRestrictions',
    );
  }
  return listByPosition(context, {
    kind: 'calendar#calendarList',
    scope: 'calendarList',
    items: context.account.entries.map((entry) => ({
      position: entry.position,
      resource: calendarListEntryResource(entry, context.account.address),
    })),
  });
}

/** `settings.list`. */
export function listSettings(context: ApiContext): object {
  return listByPosition(context, {
    kind: 'calendar#settings',
    scope: 'settings',
    items: context.account.settings.map((setting) => ({
      position: setting.position,
      resource: settingResource(setting),
    })),
  });
}

/** A list whose items are told apart by their place in the change log alone. */
function listByPosition(
  context: ApiContext,
  list: {
    readonly kind: string;
    readonly scope: string;
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
  const newest = Math.max(0, ...list.items.map(({ position }) => position));
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
