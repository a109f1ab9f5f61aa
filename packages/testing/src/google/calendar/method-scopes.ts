import { scopePrefix } from '../api/api-service.ts';

/** Scopes of the Calendar API (Google Calendar API, "Choose Google Calendar API scopes"). */
export const calendarScopes: readonly string[] = [
  'calendar',
  'calendar.acls',
  'calendar.acls.readonly',
  'calendar.app.created',
  'calendar.calendarlist',
  'calendar.calendarlist.readonly',
  'calendar.calendars',
  'calendar.calendars.readonly',
  'calendar.events',
  'calendar.events.freebusy',
  'calendar.events.owned',
  'calendar.events.owned.readonly',
  'calendar.events.public.readonly',
  'calendar.events.readonly',
  'calendar.freebusy',
  'calendar.readonly',
  'calendar.settings.readonly',
].map((name) => scopePrefix + name);

const readEvents =
  'calendar .readonly .events .events.readonly .events.owned .events.owned.readonly .events.public.readonly ' +
  '.events.freebusy .app.created';
const writeEvents = 'calendar .events .events.owned .app.created';
const readCalendarList = 'calendar .readonly .calendarlist .calendarlist.readonly';
const readCalendars = 'calendar .readonly .calendars .calendars.readonly .app.created';
const writeCalendars = 'calendar .calendars .app.created';
const readSettings = 'calendar .readonly .settings.readonly';
const readAcl = 'calendar .acls .acls.readonly';
const writeAcl = 'calendar .acls';
const readColors =
  'calendar .readonly .calendarlist .calendarlist.readonly .events.freebusy .events.owned .events.owned.readonly ' +
  '.events.public.readonly .app.created';

/** A method of the API. */
export type MethodName =
  | `acl.${'delete' | 'get' | 'insert' | 'list' | 'patch' | 'update' | 'watch'}`
  | `calendarList.${'delete' | 'get' | 'insert' | 'list' | 'patch' | 'update' | 'watch'}`
  | `calendars.${'clear' | 'delete' | 'get' | 'insert' | 'patch' | 'transferOwnership' | 'update'}`
  | 'channels.stop'
  | 'colors.get'
  | `events.${'delete' | 'get' | 'import' | 'insert' | 'instances' | 'list' | 'move' | 'patch' | 'quickAdd' | 'update' | 'watch'}`
  | 'freebusy.query'
  | `settings.${'get' | 'list' | 'watch'}`;

/** For each method of the API the scopes of which any one is enough. */
export function methodScopes(method: MethodName): readonly string[] {
  return names[method].split(' ').map((name) => scopePrefix + (name.startsWith('.') ? `calendar${name}` : name));
}

// Discovery document of Calendar API v3, `scopes` of each method; a leading dot stands for `calendar.`.
const names: Readonly<Record<MethodName, string>> = {
  'acl.delete': writeAcl,
  'acl.get': `${readAcl} .readonly`,
  'acl.insert': writeAcl,
  'acl.list': readAcl,
  'acl.patch': writeAcl,
  'acl.update': writeAcl,
  'acl.watch': readAcl,
  'calendarList.delete': 'calendar .calendarlist .app.created',
  'calendarList.get': `${readCalendarList} .app.created`,
  'calendarList.insert': 'calendar .calendarlist',
  'calendarList.list': readCalendarList,
  'calendarList.patch': 'calendar .calendarlist .app.created',
  'calendarList.update': 'calendar .calendarlist .app.created',
  'calendarList.watch': readCalendarList,
  'calendars.clear': 'calendar .calendars',
  'calendars.delete': writeCalendars,
  'calendars.get': readCalendars,
  'calendars.insert': writeCalendars,
  'calendars.patch': writeCalendars,
  'calendars.transferOwnership': 'calendar .calendars',
  'calendars.update': writeCalendars,
  'channels.stop': `${readEvents} .acls .acls.readonly .calendarlist .calendarlist.readonly .settings.readonly`,
  'colors.get': readColors,
  'events.delete': writeEvents,
  'events.get': readEvents,
  'events.import': writeEvents,
  'events.insert': writeEvents,
  'events.instances': readEvents,
  'events.list': readEvents,
  'events.move': 'calendar .events .events.owned',
  'events.patch': writeEvents,
  'events.quickAdd': writeEvents,
  'events.update': writeEvents,
  'events.watch': readEvents,
  'freebusy.query': 'calendar .readonly .freebusy .events.freebusy',
  'settings.get': readSettings,
  'settings.list': readSettings,
  'settings.watch': readSettings,
};
