import { accessRoles, reaches } from './access-control-list.ts';
import { invalidParameter } from '../api/api-error.ts';
import type { ApiContext } from '../api/api-context.ts';
import { calendarListEntryResource, deletedListEntryResource } from './calendar-resources.ts';
import { listByPosition } from './list-by-position.ts';
import { booleanParameter, enumParameter } from '../api/query-parameters.ts';
import { settingResource } from './settings.ts';

/** `calendarList.list`. A calendar that is no longer shared with the account shows as deleted. */
export function listCalendars(context: ApiContext): object {
  const { state, account, query } = context;
  const minAccessRole = enumParameter(query, 'minAccessRole', accessRoles);
  const showsDeleted = booleanParameter(query, 'showDeleted');
  const showsHidden = booleanParameter(query, 'showHidden');
  const ownOrganization = booleanParameter(query, 'showOwnOrganizationOnly');
  const isDelta = query.has('syncToken');
  if (
    isDelta &&
    (minAccessRole !== undefined || ownOrganization !== undefined || showsDeleted === false || showsHidden === false)
  ) {
    throw invalidParameter(
      'syncToken',
      'Sync token cannot be used with other request restrictions.',
      'syncTokenWithRequestRestrictions',
    );
  }
  const items = account.entries.flatMap((entry) => {
    const view = state.view(account, entry.calendar.id);
    if (view === undefined) {
      const isShown = showsDeleted === true || isDelta;
      return isShown ? [{ position: entry.position, resource: deletedListEntryResource(entry) }] : [];
    }
    if (minAccessRole !== undefined && !reaches(view.accessRole, minAccessRole)) return [];
    return [{ position: entry.position, resource: calendarListEntryResource(view) }];
  });
  return listByPosition(context, {
    kind: 'calendar#calendarList',
    scope: 'calendarList',
    newest: Math.max(0, ...account.entries.map(({ position }) => position)),
    items,
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
