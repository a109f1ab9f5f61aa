import { Temporal } from 'temporal-polyfill';
import { calendarError } from '../../api/calendar-refusals.ts';
import type { GoogleEventChange, GoogleEventResource } from '../event-resource.ts';

/** Where an event of a special type is about to stand. */
export interface EventTypeOptions {
  readonly isPrimary: boolean;
  readonly isBatched: boolean;
  /** The event before; absent when it is new. */
  readonly stored: GoogleEventResource | undefined;
}

/** Fields that may be written on an event that came from a mail. */
const editableFromGmail = new Set<string>([
  'colorId',
  'reminders',
  'visibility',
  'transparency',
  'status',
  'attendees',
  'extendedProperties',
]);

/**
 * The rules of the special types (Google Calendar API, "Manage focus time, out of office, and working location events").
 *
 * @throws ApiError 400 `eventTypeRestriction` or `malformed…Event`.
 */
export function checkEventType(next: GoogleEventChange, { isPrimary, isBatched, stored }: EventTypeOptions): void {
  const type = next.eventType ?? 'default';
  if (stored !== undefined && type !== (stored.eventType ?? 'default'))
    throw restricted('Event type can not be changed.');
  if (type === 'default') return;
  if (!isPrimary) throw restricted('Events of this type exist on primary calendars only.');
  const isAllDay = next.start?.date !== undefined;
  switch (type) {
    case 'outOfOffice':
    case 'focusTime':
      if (isAllDay || next.transparency === 'transparent') {
        throw calendarError(type === 'focusTime' ? 'malformedFocusTimeEvent' : 'malformedOutOfOfficeEvent', timedOnly);
      }
      return;
    case 'workingLocation':
      if (isBatched) throw restricted('Working location events can not be written in a batch.');
      checkWorkingLocation(next, isAllDay);
      return;
    case 'birthday':
      if (stored === undefined) checkBirthday(next, isAllDay);
      return;
    case 'fromGmail':
      checkFromGmail(next, stored);
      return;
  }
}

const timedOnly = 'Events of this type have a start and an end time and block the time.';

function checkWorkingLocation(next: GoogleEventChange, isAllDay: boolean): void {
  const malformed = (message: string): Error => calendarError('malformedWorkingLocationEvent', message);
  if (next.visibility !== 'public' || next.transparency !== 'transparent') {
    throw malformed('A working location event must be public and transparent.');
  }
  if (next.workingLocationProperties === undefined) throw malformed('A working location event must say where.');
  if (isAllDay && days(next) !== 1) throw malformed('An all-day working location event must be exactly one day long.');
}

function checkBirthday(next: GoogleEventChange, isAllDay: boolean): void {
  const isYearly = /^RRULE:FREQ=YEARLY(?:;BYMONTH=2;BYMONTHDAY=-1)?$/.test(next.recurrence?.join() ?? '');
  const isQuiet = next.visibility === 'private' && next.transparency === 'transparent';
  const isBare = [next.description, next.location, next.attendees, next.conferenceData].every(
    (value) => value === undefined,
  );
  if (!isAllDay || days(next) !== 1 || !isYearly || !isQuiet || !isBare) {
    throw restricted('A birthday is a private and transparent whole day that repeats every year.');
  }
}

function checkFromGmail(next: GoogleEventChange, stored: GoogleEventResource | undefined): void {
  if (stored === undefined) throw restricted('Events from Gmail can not be created.');
  const before = new Map(Object.entries(stored));
  const isAllowed = Object.entries(next).every(
    ([name, value]) => editableFromGmail.has(name) || JSON.stringify(value) === JSON.stringify(before.get(name)),
  );
  if (!isAllowed) throw restricted('This field of an event from Gmail can not be changed.');
}

function days({ start, end }: GoogleEventChange): number {
  return Temporal.PlainDate.from(start?.date ?? '').until(end?.date ?? '').days;
}

function restricted(message: string): Error {
  return calendarError('eventTypeRestriction', message);
}
