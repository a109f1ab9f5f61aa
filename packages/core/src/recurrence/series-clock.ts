import { CalendarError } from '../errors/calendar-error.ts';
import type { RecurrenceEnd, RecurrenceId } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';
import { wallTimeToInstant } from '../time/wall-time-to-instant.ts';
import { zoneOffsetMs } from '../time/zone-offset.ts';
import { formatInstant, isDate } from '../time/zoned-date-time.ts';

/** An occurrence's place: what the rule said, and the moment that is. */
export interface Slot {
  /** Wall time as if it were UTC, milliseconds since the epoch. */
  readonly wallMs: number;
  /** The instant; of a whole day, its date at midnight UTC. */
  readonly ms: number;
}

/**
 * Translates between a rule's wall times, instants and recurrence ids. A series of whole days has no zone: its dates are kept as
 * midnights of UTC, and never leave as instants.
 */
export interface SeriesClock {
  readonly isAllDay: boolean;
  readonly start: Slot;
  readonly slotAt: (wallMs: number) => Slot;
  /** Wall time of an instant, as if it were UTC. */
  readonly wallAt: (ms: number) => number;
  readonly parseId: (id: RecurrenceId, option: string) => number;
  readonly formatId: (ms: number) => RecurrenceId;
  /** Tells whether an occurrence starts by the end of its rule. */
  readonly isBy: (end: RecurrenceEnd, slot: Slot) => boolean;
}

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/**
 * @throws CalendarError `unsupported` for a zone that could not be resolved: expanded in UTC, the series would be an hour off
 * for half of the year.
 */
export function seriesClock(time: EventTime): SeriesClock {
  return time.kind === 'allDay' ? dayClock(time.startDate) : zoneClock(time.start);
}

function dayClock(startDate: string): SeriesClock {
  const slotAt = (wallMs: number): Slot => ({ wallMs, ms: wallMs });
  return {
    isAllDay: true,
    start: slotAt(utcMs(`${startDate}T00:00:00Z`)),
    slotAt,
    wallAt: (ms) => ms,
    parseId: (id, option) => {
      if (!isDate(id)) throw invalidId(option, 'a date such as 2026-11-16');
      return utcMs(`${id}T00:00:00Z`);
    },
    formatId: (ms) => formatInstant(ms).slice(0, 10),
    isBy: (end, { ms }) => {
      if (end.kind === 'untilDate') return ms <= utcMs(`${end.date}T00:00:00Z`);
      return end.kind !== 'untilInstant' || ms <= utcMs(end.instant);
    },
  };
}

function zoneClock(start: Extract<EventTime, { readonly kind: 'timed' }>['start']): SeriesClock {
  if (start.unresolvedTimeZone !== undefined) {
    throw new CalendarError({
      code: 'unsupported',
      message: 'A series cannot be expanded in a time zone that could not be resolved',
    });
  }
  const { timeZone } = start;
  const first: Slot = { wallMs: utcMs(`${start.dateTime.slice(0, 19)}Z`), ms: utcMs(start.instant) };
  return {
    isAllDay: false,
    start: first,
    // The start may be the second of two equal wall times; every other one is read as RFC 5545 says.
    slotAt: (wallMs) =>
      wallMs === first.wallMs
        ? first
        : { wallMs, ms: wallTimeToInstant(wallMs, (instantMs) => zoneOffsetMs(instantMs, timeZone)) },
    wallAt: (ms) => ms + zoneOffsetMs(ms, timeZone),
    parseId: (id, option) => {
      if (!instantPattern.test(id) || !isDate(id.slice(0, 10)))
        throw invalidId(option, 'an instant such as 2026-11-16T08:00:00Z');
      return utcMs(id);
    },
    formatId: formatInstant,
    isBy: (end, slot) => {
      if (end.kind === 'untilDate') return formatInstant(slot.wallMs).slice(0, 10) <= end.date;
      return end.kind !== 'untilInstant' || slot.ms <= utcMs(end.instant);
    },
  };
}

function utcMs(text: string): number {
  return Date.parse(text);
}

function invalidId(option: string, form: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `${option}: the series needs ${form}` });
}
