/** Which calendar a path speaks of: any (`/me/events`), the default one (`/me/calendar`), or one by id. */
export type CalendarScope =
  | { readonly kind: 'any' }
  | { readonly kind: 'default' }
  | { readonly kind: 'id'; readonly id: string };

/** What a path below a user stands for. */
export type GraphRoute =
  | { readonly resource: 'user' | 'calendars' | 'calendarsCount' | 'revokeSignInSessions' | 'notImplemented' }
  | { readonly resource: 'calendar' | 'events' | 'eventsCount' | 'calendarView'; readonly calendar: CalendarScope }
  | {
      readonly resource: 'event' | 'instances' | 'calendarOfEvent';
      readonly calendar: CalendarScope;
      readonly eventId: string;
    }
  | { readonly resource: 'mailboxSettings'; readonly member?: string }
  | { readonly resource: 'supportedTimeZones'; readonly standard: string }
  | { readonly resource: 'unknown'; readonly segment: string };

// Real resources that this emulator has no answer to.
const realElsewhere = new Set(
  `calendargroups contacts contactfolders messages mailfolders findmeetingtimes getschedule translateexchangeids
  people photo settings subscriptions drive onlinemeetings`.split(/\s+/),
);
const eventMembers = new Set(
  `accept tentativelyaccept decline cancel forward snoozereminder dismissreminder permanentdelete attachments
  extensions singlevalueextendedproperties multivalueextendedproperties exceptionoccurrences`.split(/\s+/),
);
const calendarMembers = new Set([
  'getschedule',
  'calendarpermissions',
  'permanentdelete',
  'allowedcalendarsharingroles',
]);

/**
 * Splits a path into decoded segments; a key in parentheses becomes a segment of its own, so that `events('x')` and
 * `events/x` are the same.
 */
export function pathSegments(path: string): readonly string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .flatMap((raw) => {
      const segment = decoded(raw);
      const [, name, key] = /^([A-Za-z]+)\('((?:[^']|'')*)'\)$/.exec(segment) ?? [];
      return name === undefined || key === undefined ? [segment] : [name, key.replaceAll("''", "'")];
    });
}

/** Reads the segments behind `/me` or `/users/{id}`. Names may have any case, ids may not. */
export function graphRoute(segments: readonly string[]): GraphRoute {
  const [first, second, ...rest] = segments;
  if (first === undefined) return { resource: 'user' };
  switch (first.toLowerCase()) {
    case 'calendar':
      return calendarRoute({ kind: 'default' }, segments.slice(1));
    case 'calendars':
      if (second === undefined) return { resource: 'calendars' };
      if (second === '$count') return { resource: 'calendarsCount' };
      return calendarRoute({ kind: 'id', id: second }, rest);
    case 'events':
    case 'calendarview':
      return calendarRoute({ kind: 'any' }, segments);
    case 'mailboxsettings':
      if (rest.length > 0) return { resource: 'unknown', segment: rest[0] ?? '' };
      return second === undefined ? { resource: 'mailboxSettings' } : { resource: 'mailboxSettings', member: second };
    case 'outlook':
      return outlookRoute(second, rest);
    case 'revokesigninsessions':
      return second === undefined ? { resource: 'revokeSignInSessions' } : { resource: 'unknown', segment: second };
    default:
      return realElsewhere.has(first.toLowerCase())
        ? { resource: 'notImplemented' }
        : { resource: 'unknown', segment: first };
  }
}

function calendarRoute(calendar: CalendarScope, segments: readonly string[]): GraphRoute {
  const [first, second, third] = segments;
  if (first === undefined) return { resource: 'calendar', calendar };
  switch (first.toLowerCase()) {
    case 'events':
      if (second === undefined) return { resource: 'events', calendar };
      if (second === '$count') return { resource: 'eventsCount', calendar };
      if (isDelta(second)) return { resource: 'notImplemented' };
      return eventRoute(calendar, second, third, segments.length);
    case 'calendarview':
      if (second === undefined) return { resource: 'calendarView', calendar };
      return isDelta(second) ? { resource: 'notImplemented' } : { resource: 'unknown', segment: second };
    default:
      return calendarMembers.has(first.toLowerCase().replace(/\(.*/, ''))
        ? { resource: 'notImplemented' }
        : { resource: 'unknown', segment: first };
  }
}

function eventRoute(calendar: CalendarScope, eventId: string, member: string | undefined, depth: number): GraphRoute {
  if (member === undefined) return { resource: 'event', calendar, eventId };
  const name = member.toLowerCase();
  if (name === 'instances') {
    return depth > 3 ? { resource: 'notImplemented' } : { resource: 'instances', calendar, eventId };
  }
  if (name === 'calendar' && depth === 3) return { resource: 'calendarOfEvent', calendar, eventId };
  return eventMembers.has(name) ? { resource: 'notImplemented' } : { resource: 'unknown', segment: member };
}

function outlookRoute(member: string | undefined, rest: readonly string[]): GraphRoute {
  const name = (member ?? '').toLowerCase().replace(/^microsoft\.graph\./, '');
  const [, standard] =
    /^supportedtimezones(?:\(\)|\(timezonestandard=(?:microsoft\.graph\.timezonestandard)?'(\w+)'\))?$/.exec(name) ??
    [];
  if (name.startsWith('supportedtimezones') && rest.length === 0) {
    if (standard !== undefined || /^supportedtimezones(?:\(\))?$/.test(name)) {
      return { resource: 'supportedTimeZones', standard: standard ?? 'windows' };
    }
  }
  return name === '' || ['mastercategories', 'supportedlanguages', 'supportedlanguages()'].includes(name)
    ? { resource: 'notImplemented' }
    : { resource: 'unknown', segment: member ?? '' };
}

function isDelta(segment: string): boolean {
  return /^(?:microsoft\.graph\.)?delta(?:\(\))?$/i.test(segment);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
