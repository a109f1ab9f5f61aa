import type {
  EventPatch,
  EventProperties,
  EventTime,
  NewEventTime,
  RecurrenceId,
  WallTime,
  ZonedDateTime,
} from '@kalends/core';
import { windowsTimeZone } from '@kalends/core/time';
import type { Located } from '../events/locate.ts';
import { contentWrites } from '../mapping/content-writing.ts';
import { ownValueOf, propertiesOf, propertiesText } from '../mapping/own-properties.ts';
import { namesPlace, placeWrites } from '../mapping/place-writing.ts';
import type { Place } from '../mapping/place-writing.ts';
import { clearElement, writeOwn } from '../mapping/property-writes.ts';
import type { PropertyWrite } from '../mapping/property-writes.ts';
import { recurrenceOf } from '../mapping/recurrence-mapping.ts';
import { recurrenceWrite } from '../mapping/recurrence-writing.ts';
import { eventTimeOf, startZoneOf } from '../mapping/time-mapping.ts';
import { eventTimeOfNew, requireFirstReading, timeChanges, writtenTime } from '../mapping/time-writing.ts';
import { isTrue, presentText, requiredInstant } from '../mapping/wire-values.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { pendingExclusions } from './exclusions.ts';
import { movedExclusions, startDateOf } from './series-exclusions.ts';
import { unsupported } from './write-rules.ts';

/** Refuses what no item could hold, before anything is read. */
export function requireExpressible(patch: EventPatch): void {
  contentWrites(patch);
  if (patch.time !== undefined) writtenTime(patch.time, 'UTC');
  if (namesPlace(patch)) placeWrites(patch, { location: '', body: undefined, link: undefined });
}

/**
 * The properties that a patch changes, and no others.
 *
 * @param zoneOfDays - Where the days of an event begin that had none before.
 */
export function patchWrites(
  patch: EventPatch,
  { item }: Pick<Located, 'item'>,
  zoneOfDays: string,
): readonly PropertyWrite[] {
  return [
    ...contentWrites(patch),
    ...(namesPlace(patch) ? placeWrites(patch, placeOf(item)) : []),
    ...(patch.properties === undefined ? [] : propertiesWrites(patch.properties, propertiesOf(item))),
    ...timeWrites(patch, item, zoneOfDays),
  ];
}

/** Where an event takes place, what it is about and the link in it, as they are stored. */
export function placeOf(item: WireItem): Place {
  const content = item.Body?.text ?? '';
  return {
    location: presentText(item.EnhancedLocation?.DisplayName) ?? presentText(item.Location) ?? '',
    body: content === '' ? undefined : { contentType: item.Body?.BodyType === 'HTML' ? 'html' : 'text', content },
    link: ownValueOf(item, 'link'),
  };
}

/** Properties after a patch of them. */
export function mergedProperties(
  patch: NonNullable<EventPatch['properties']>,
  current: EventProperties,
): EventProperties {
  const merged = Object.entries({ ...current, ...patch });
  return Object.fromEntries(merged.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}

function propertiesWrites(
  patch: NonNullable<EventPatch['properties']>,
  current: EventProperties,
): readonly PropertyWrite[] {
  const text = propertiesText(mergedProperties(patch, current));
  return text === propertiesText(current) ? [] : [writeOwn('properties', text === '{}' ? undefined : text)];
}

function timeWrites(patch: EventPatch, item: WireItem, zoneOfDays: string): readonly PropertyWrite[] {
  const { time, recurrence } = patch;
  const isMaster = item.CalendarItemType === 'RecurringMaster';
  if (recurrence === null) {
    return [
      ...(isMaster ? [clearElement('Recurrence')] : []),
      ...(time === undefined ? [] : moves(time, item, zoneOfDays)),
    ];
  }
  const becomesSeries = recurrence !== undefined && !isMaster;
  if (time === undefined && recurrence === undefined) return [];
  if (time !== undefined && (isMaster || becomesSeries)) requireFirstReading(time);
  const current = eventTimeOf(item);
  const after = time === undefined ? current : eventTimeOfNew(time);
  const rule = recurrence ?? (isMaster ? recurrenceOf(item) : undefined);
  const isRuleWritten = rule !== undefined && (recurrence !== undefined || startsElsewhere(after, current));
  // What becomes a series has to say in which zone it repeats.
  const written = becomesSeries
    ? writes(time ?? newTimeOf(current), item, zoneOfDays)
    : time === undefined
      ? []
      : moves(time, item, zoneOfDays);
  return [...written, ...(isRuleWritten ? [recurrenceWrite(rule, after)] : [])];
}

/** On another day, or in another zone: the range of the rule begins with the first occurrence. */
function startsElsewhere(after: EventTime, before: EventTime): boolean {
  if (after.kind === 'allDay' || before.kind === 'allDay') {
    return after.kind !== before.kind || startDateOf(after) !== startDateOf(before);
  }
  return startDateOf(after) !== startDateOf(before) || after.start.timeZone !== before.start.timeZone;
}

/** Changes of time, with zones only where they differ from those it has. */
function moves(time: NewEventTime, item: WireItem, zoneOfDays: string): readonly PropertyWrite[] {
  const zones: Readonly<Record<string, string | undefined>> = {
    StartTimeZone: item.StartTimeZoneId ?? item.StartTimeZone?.Id,
    EndTimeZone: item.EndTimeZoneId ?? item.EndTimeZone?.Id,
  };
  const written = writtenTime(time, daysOf(item, zoneOfDays));
  const wanted: Readonly<Record<string, string>> = { StartTimeZone: written.startZone, EndTimeZone: written.endZone };
  return writes(time, item, zoneOfDays).filter(
    ({ element }) => wanted[element] === undefined || wanted[element] !== zones[element],
  );
}

function writes(time: NewEventTime, item: WireItem, zoneOfDays: string): readonly PropertyWrite[] {
  const before = { endMs: requiredInstant(item.End, 'End'), isAllDay: isTrue(item.IsAllDayEvent) };
  return timeChanges(writtenTime(time, daysOf(item, zoneOfDays)), before);
}

/** An event keeps the zone in which its days begin. */
export function daysOf(item: WireItem, otherwise: string): string {
  const { zone } = startZoneOf(item);
  return zone.kind === 'iana' && windowsTimeZone(zone.timeZone) !== undefined ? zone.timeZone : otherwise;
}

/** The time an event has, to be written again. */
export function newTimeOf(time: EventTime): NewEventTime {
  if (time.kind === 'allDay') return time;
  const { start, end } = time;
  if ((start.unresolvedTimeZone ?? end.unresolvedTimeZone) !== undefined) {
    throw unsupported('time: this event is in a zone that has no name; give it a time in another one');
  }
  const wall = ({ dateTime, timeZone, instant }: ZonedDateTime): WallTime => ({ dateTime, timeZone, instant });
  return { kind: 'timed', start: wall(start), end: wall(end) };
}

/** Occurrences of a series that must not take place after a patch: Exchange forgets them whenever it gets a time or rule. */
export function excludedAfter(patch: EventPatch, { item }: Pick<Located, 'item'>): readonly RecurrenceId[] {
  const { time, recurrence } = patch;
  if (recurrence === null) return [];
  if (recurrence !== undefined) return recurrence.excluded;
  if (item.CalendarItemType !== 'RecurringMaster') return [];
  const pending = pendingExclusions(item);
  if (time === undefined) return pending;
  const excluded = [...new Set([...recurrenceOf(item).excluded, ...pending])];
  return movedExclusions(excluded, eventTimeOf(item), eventTimeOfNew(time));
}
