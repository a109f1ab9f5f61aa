import type { CalendarView } from '../google-state.ts';
import { matchPath, scopePrefix } from '../api/api-service.ts';
import type { ApiContext } from '../api/api-context.ts';
import { insufficientPermissions, notFound } from '../api/api-error.ts';
import { requiredAccessLevel } from '../api/calendar-refusals.ts';
import type { ApiEmulation, ApiService } from '../api/api-service.ts';
import { reaches } from './access-control-list.ts';
import { calendarListEntryResource, calendarResource } from './calendar-resources.ts';
import { calendarRoutes } from './calendar-routes.ts';
import { eventAccess, eventWriteAccess } from './event-access.ts';
import { queryFreeBusy } from './free-busy.ts';
import { getEvent, listInstances } from './get-event.ts';
import { getAclRule, listAcl } from './list-acl.ts';
import { listCalendars, listSettings } from './list-calendars.ts';
import { listEvents } from './list-events.ts';
import { methodScopes } from './method-scopes.ts';
import type { MethodName } from './method-scopes.ts';
import { colorsResource } from './palette.ts';
import { resourceShapes } from './resource-shapes.ts';
import { settingResource } from './settings.ts';
import { deleteEvent } from './write/delete-event.ts';
import { importEvent } from './write/import-event.ts';
import { insertEvent } from './write/insert-event.ts';
import { moveEvent } from './write/move-event.ts';
import { updateEvent } from './write/update-event.ts';

/** Path prefix of the API. */
export const calendarApiPath = '/calendar/v3/';

const serviceName = 'calendar-json.googleapis.com';

/** Google Calendar API v3. */
export const calendarApi: ApiService = {
  prefix: calendarApiPath,
  name: serviceName,
  title: 'Google Calendar API',
  errorStyle: 'classic',
  needsCalendar: true,
  find(verb, path) {
    for (const [name, ownVerb, pattern] of calendarRoutes) {
      const parameters = ownVerb === verb ? matchPath(pattern, path) : undefined;
      if (parameters === undefined) continue;
      return {
        method: { id: methodId(name), scopes: methodScopes(name), emulation: emulations[name] },
        parameters,
      };
    }
    return undefined;
  },
};

const emulations: Readonly<Partial<Record<MethodName, ApiEmulation>>> = {
  'calendarList.list': { shape: resourceShapes.CalendarList, handle: listCalendars },
  'calendarList.get': {
    shape: resourceShapes.CalendarListEntry,
    handle: (context, [id]) => {
      if (context.state.entry(context.account, id ?? '') === undefined) throw notFound();
      return calendarListEntryResource(visible(context, id));
    },
  },
  'calendars.get': {
    shape: resourceShapes.Calendar,
    handle: (context, [id]) => calendarResource(visible(context, id)),
  },
  'acl.list': { shape: resourceShapes.Acl, handle: (context, [id]) => listAcl(context, visible(context, id)) },
  'acl.get': {
    shape: resourceShapes.AclRule,
    handle: (context, [id, ruleId = '']) => getAclRule(visible(context, id), ruleId),
  },
  'freebusy.query': { shape: resourceShapes.FreeBusyResponse, handle: queryFreeBusy },
  'settings.list': { shape: resourceShapes.Settings, handle: listSettings },
  'settings.get': {
    shape: resourceShapes.Setting,
    handle: ({ account }, [id]) => {
      const setting = account.settings.find((other) => other.id === id);
      if (setting === undefined) throw notFound();
      return settingResource(setting);
    },
  },
  'colors.get': { shape: resourceShapes.Colors, handle: () => colorsResource() },
  'events.list': {
    shape: resourceShapes.Events,
    handle: (context, [id]) => listEvents(context, withEvents(context, id, 'events.list')),
  },
  'events.get': {
    shape: resourceShapes.Event,
    handle: (context, [id, eventId = '']) => getEvent(context, withEvents(context, id, 'events.get'), eventId),
  },
  'events.instances': {
    shape: resourceShapes.Events,
    handle: (context, [id, eventId = '']) =>
      listInstances(context, withEvents(context, id, 'events.instances'), eventId),
  },
  'events.insert': {
    shape: resourceShapes.Event,
    handle: (context, [id]) => insertEvent(context, writable(context, id, 'events.insert')),
  },
  'events.import': {
    shape: resourceShapes.Event,
    handle: (context, [id]) => importEvent(context, writable(context, id, 'events.import')),
  },
  'events.update': {
    shape: resourceShapes.Event,
    handle: (context, [id, eventId = '']) =>
      updateEvent(context, writable(context, id, 'events.update'), eventId, 'replace'),
  },
  'events.patch': {
    shape: resourceShapes.Event,
    handle: (context, [id, eventId = '']) =>
      updateEvent(context, writable(context, id, 'events.patch'), eventId, 'merge'),
  },
  'events.delete': {
    handle: (context, [id, eventId = '']) => deleteEvent(context, writable(context, id, 'events.delete'), eventId),
  },
  'events.move': {
    shape: resourceShapes.Event,
    handle: (context, [id, eventId = '']) =>
      moveEvent(context, writable(context, id, 'events.move'), eventId, (destination) =>
        writable(context, destination, 'events.move'),
      ),
  },
};

/** Calendars that nobody shared with the account are answered as if they did not exist. */
function visible({ state, account, scopes }: ApiContext, calendarId: string | undefined): CalendarView {
  const view = calendarId === undefined ? undefined : state.view(account, calendarId);
  // The scope reaches calendars that the application made itself; the emulator has none of those.
  const isReachable = [...scopes].some((scope) => scope !== `${scopePrefix}calendar.app.created`);
  if (view === undefined || !isReachable) throw notFound();
  return view;
}

/** A calendar with what the token may see of its events. */
function withEvents(context: ApiContext, calendarId: string | undefined, method: MethodName): CalendarView {
  const view = visible(context, calendarId);
  const accessRole = eventAccess(context.scopes, view.accessRole, view.calendar.acl.publicRole);
  if (accessRole === undefined) throw insufficientPermissions(serviceName, methodId(method), methodScopes(method));
  return { ...view, accessRole };
}

/** A calendar that the token may write events to. */
function writable(context: ApiContext, calendarId: string | undefined, method: MethodName): CalendarView {
  const view = visible(context, calendarId);
  const accessRole = eventWriteAccess(context.scopes, view.accessRole);
  if (accessRole === undefined) throw insufficientPermissions(serviceName, methodId(method), methodScopes(method));
  if (!reaches(accessRole, 'writerWithoutPrivateAccess')) throw requiredAccessLevel();
  return { ...view, accessRole };
}

function methodId(name: MethodName): string {
  return `calendar.v3.${name}`;
}
