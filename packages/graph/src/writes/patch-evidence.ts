import { instantOfWallTime, resolveTimeZone } from '@kalends/core/time';
import { wordsOf } from '../mapping/body-text.ts';
import { isOwnData, ownDataOf } from '../mapping/property-mapping.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { EventWriteWire, PlaceWire, RecurrenceWriteWire } from '../wire/event-write-wire.ts';

/**
 * Whether a write took place: what settles a change whose answer was lost. Every write gives an event another version; with another one,
 * somebody else's may be the reason, so what was written has to be there too. In doubt it is not, and the change is made again, which ends in
 * the same event.
 *
 * @param before - The event as it was when the write was worded.
 */
export function holdsWrite(before: EventWire, event: EventWire, write: EventWriteWire): boolean {
  const version = event['@odata.etag'];
  if (version && version === before['@odata.etag']) return false;
  return Object.entries(write).every(([name, wanted]) => {
    if (wanted === undefined) return true;
    // The entries of an object are its members under their own names.
    const check = checks[name as keyof EventWriteWire];
    return check === undefined || check(event, write);
  });
}

type Check = (event: EventWire, write: EventWriteWire) => boolean;

const checks: { readonly [Name in keyof EventWriteWire]?: Check } = {
  subject: (event, { subject }) => (event.subject ?? '') === subject,
  body: (event, { body }) => wordsOf(event.body?.content ?? '') === wordsOf(body?.content ?? ''),
  start: (event, { start, isAllDay }) => isSameTime(event.start, start, isAllDay),
  end: (event, { end, isAllDay }) => isSameTime(event.end, end, isAllDay),
  isAllDay: (event, { isAllDay }) => event.isAllDay === isAllDay,
  recurrence: (event, { recurrence }) => isSameRecurrence(event, recurrence),
  location: (event, { location }) => arePlaces(event, location === undefined ? [] : [location]),
  locations: (event, { locations }) => arePlaces(event, locations ?? []),
  attendees: (event, { attendees = [] }) =>
    isSameSet(
      (event.attendees ?? []).map(({ emailAddress }) => emailAddress?.address ?? ''),
      attendees.map(({ emailAddress }) => emailAddress.address ?? ''),
    ),
  categories: (event, { categories = [] }) => isSameSet(event.categories ?? [], categories),
  isReminderOn: (event, { isReminderOn }) => event.isReminderOn === isReminderOn,
  reminderMinutesBeforeStart: (event, write) => event.reminderMinutesBeforeStart === write.reminderMinutesBeforeStart,
  showAs: (event, { showAs }) => event.showAs === showAs,
  sensitivity: (event, { sensitivity }) => event.sensitivity === sensitivity,
  allowNewTimeProposals: (event, write) => event.allowNewTimeProposals === write.allowNewTimeProposals,
  isOnlineMeeting: (event, { isOnlineMeeting }) => event.isOnlineMeeting === isOnlineMeeting,
  // Of what this package notes beside them, only those who ask get to see anything.
  singleValueExtendedProperties: (event, { singleValueExtendedProperties = [] }) =>
    singleValueExtendedProperties
      .filter(isOwnData)
      .every(({ value }) => ownDataOf(event.singleValueExtendedProperties) === value),
};

/** Whether two times are the same instant, or day. */
export function isSameTime(
  known: EventWire['start'],
  wanted: EventWire['start'] | undefined,
  isAllDay: boolean | undefined,
): boolean {
  if (wanted === undefined) return true;
  if (isAllDay === true) return known.dateTime.slice(0, 10) === wanted.dateTime.slice(0, 10);
  return instantOf(known) === instantOf(wanted);
}

function instantOf({ dateTime, timeZone }: EventWire['start']): number | undefined {
  const zone = resolveTimeZone(timeZone || 'UTC');
  try {
    return zone.kind === 'iana' ? instantOfWallTime(dateTime, zone.timeZone) : undefined;
  } catch {
    return undefined;
  }
}

function arePlaces(event: EventWire, wanted: readonly PlaceWire[]): boolean {
  const known = (event.locations ?? []).map(({ displayName }) => displayName ?? '');
  return isSameSet(
    known.filter((name) => name !== ''),
    wanted.map(({ displayName }) => displayName).filter((name) => name !== ''),
  );
}

/**
 * Whether a series repeats as wanted. Only what was written is compared: the service fills up the rest.
 *
 * @param isAllDay - Whether it is to be one of whole days, which are the same in any zone. Default: as it is.
 */
export function isSameRecurrence(
  event: EventWire,
  wanted: RecurrenceWriteWire | null | undefined,
  isAllDay = true,
): boolean {
  const known = event.recurrence;
  if (wanted === null || wanted === undefined) return known === null || known === undefined;
  if (known === null || known === undefined) return false;
  const { recurrenceTimeZone, ...range } = wanted.range;
  const isSameZone =
    (event.isAllDay === true && isAllDay) || areSameZone(known.range.recurrenceTimeZone, recurrenceTimeZone);
  return isSameZone && isPartOf(wanted.pattern, known.pattern) && isPartOf(range, known.range);
}

function areSameZone(known: string | null | undefined, wanted: string): boolean {
  const [one, other] = [resolveTimeZone(known), resolveTimeZone(wanted)];
  return one.kind === 'iana' && other.kind === 'iana' && one.timeZone === other.timeZone;
}

function isPartOf(wanted: object, known: object): boolean {
  const there = new Map<string, unknown>(Object.entries(known));
  return Object.entries(wanted).every(([name, value]) => {
    const found = there.get(name);
    if (Array.isArray(value) && Array.isArray(found)) return isSameSet(found.map(String), value.map(String));
    return found === value;
  });
}

function isSameSet(known: readonly string[], wanted: readonly string[]): boolean {
  const spelled = (texts: readonly string[]): string => JSON.stringify(texts.map((text) => text.toLowerCase()).sort());
  return spelled(known) === spelled(wanted);
}
