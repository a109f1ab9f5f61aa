/** Prefix of all Google scopes. */
export const scopePrefix = 'https://www.googleapis.com/auth/';

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

const readEvents = [
  'calendar',
  'calendar.app.created',
  'calendar.events',
  'calendar.events.freebusy',
  'calendar.events.owned',
  'calendar.events.owned.readonly',
  'calendar.events.public.readonly',
  'calendar.events.readonly',
  'calendar.readonly',
];
const readCalendarList = ['calendar', 'calendar.calendarlist', 'calendar.calendarlist.readonly', 'calendar.readonly'];
const readSettings = ['calendar', 'calendar.readonly', 'calendar.settings.readonly'];

/** A method of the API that is emulated. */
export type EmulatedMethod =
  | 'events.list'
  | 'events.get'
  | 'events.instances'
  | 'calendarList.list'
  | 'calendarList.get'
  | 'calendars.get'
  | 'settings.list'
  | 'settings.get'
  | 'colors.get';

/** Methods that are emulated, each with the scopes of which any one is enough. */
export const methodScopes: Readonly<Record<EmulatedMethod, readonly string[]>> = {
  'events.list': full(readEvents),
  'events.get': full(readEvents),
  'events.instances': full(readEvents),
  'calendarList.list': full(readCalendarList),
  'calendarList.get': full([...readCalendarList, 'calendar.app.created']),
  'calendars.get': full([
    'calendar',
    'calendar.app.created',
    'calendar.calendars',
    'calendar.calendars.readonly',
    'calendar.readonly',
  ]),
  'settings.list': full(readSettings),
  'settings.get': full(readSettings),
  'colors.get': full([
    'calendar',
    'calendar.app.created',
    'calendar.calendarlist',
    'calendar.calendarlist.readonly',
    'calendar.events.freebusy',
    'calendar.events.owned',
    'calendar.events.owned.readonly',
    'calendar.events.public.readonly',
    'calendar.readonly',
  ]),
};

function full(names: readonly string[]): readonly string[] {
  return names.map((name) => scopePrefix + name);
}
