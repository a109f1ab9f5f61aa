import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { GoogleEventResource } from './event-resource.ts';
import { placeInTime } from './zoned-time.ts';

/** One start that a series' rule gives. */
export interface Slot {
  readonly startMs: number;
  /** What follows the master's id and an underscore in the instance's id. */
  readonly stamp: string;
  /** The date, for a series of all-day events. */
  readonly date?: string;
}

/** The part of a master that decides when its instances are. */
export interface SeriesRule {
  readonly start: NonNullable<GoogleEventResource['start']>;
  readonly recurrence: readonly string[];
}

// A rule with an end of its own is expanded to that end, but not beyond what any calendar shows.
const farFuture = Date.UTC(2200, 0, 1);

/** True when a rule of the series has neither COUNT nor UNTIL. */
export function isEndless(recurrence: readonly string[]): boolean {
  return recurrence.some((line) => line.startsWith('RRULE:') && !/(?:COUNT|UNTIL)=/.test(line));
}

/**
 * The slots of a series that start no later than `throughMs`, ascending: the union of RRULE and RDATE minus EXRULE and EXDATE,
 * expanded in the series' own zone (Google Calendar API, "Recurring events").
 *
 * @throws RangeError when a line is no recurrence that Google accepts.
 */
export function expandSeries(rule: SeriesRule, calendarZone: string, throughMs: number): readonly Slot[] {
  const isAllDay = rule.start.date !== undefined;
  const zone = isAllDay ? 'UTC' : (rule.start.timeZone ?? calendarZone);
  const first =
    rule.start.date === undefined
      ? Temporal.Instant.fromEpochMilliseconds(placeInTime(rule.start, calendarZone)).toZonedDateTimeISO(zone)
      : Temporal.PlainDate.from(rule.start.date).toZonedDateTime('UTC');
  // Days are counted in UTC first and placed in the calendar's zone afterwards, up to a day earlier.
  const throughDays = isAllDay ? 86_400_000 : 0;
  const through = Temporal.Instant.fromEpochMilliseconds(
    Math.min(throughMs + throughDays, farFuture),
  ).toZonedDateTimeISO(zone);

  const starts = new Set<number>([first.epochMilliseconds]);
  const excluded = new Set<number>();
  for (const line of rule.recurrence) {
    const [, name, parameters, value] = /^(RRULE|EXRULE|RDATE|EXDATE)(;[^:]*)?:(.+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new RangeError('A recurrence line is RRULE, EXRULE, RDATE or EXDATE');
    if (name === 'RRULE') {
      for (const start of expandRule(line, first, through)) starts.add(start);
    } else if (name === 'EXRULE') {
      for (const start of expandRule(line.replace('EXRULE', 'RRULE'), first, through)) excluded.add(start);
    } else {
      const target = name === 'RDATE' ? starts : excluded;
      for (const moment of value.split(',')) target.add(parseMoment(moment, parameters ?? '', zone));
    }
  }
  return [...starts]
    .filter((start) => !excluded.has(start) && start <= through.epochMilliseconds)
    .sort((a, b) => a - b)
    .map((start) => toSlot(start, isAllDay, calendarZone))
    .filter((slot) => slot.startMs <= throughMs);
}

function expandRule(line: string, first: Temporal.ZonedDateTime, through: Temporal.ZonedDateTime): number[] {
  try {
    // RFC 5545, section 3.8.5.3: DTSTART counts as the first instance, whether the rule hits it or not.
    const rule = new RRuleTemporal({ rruleString: line, dtstart: first, tzid: first.timeZoneId, includeDtstart: true });
    if (Temporal.ZonedDateTime.compare(first, through) > 0) return [];
    return rule.between(first, through, true).map((start) => start.epochMilliseconds);
  } catch (cause) {
    throw new RangeError('The recurrence rule can not be expanded', { cause });
  }
}

function toSlot(startMs: number, isAllDay: boolean, calendarZone: string): Slot {
  const utc = Temporal.Instant.fromEpochMilliseconds(startMs).toString({ smallestUnit: 'second' });
  if (!isAllDay) return { startMs, stamp: utc.replaceAll(/[-:]/g, '') };
  const date = utc.slice(0, 10);
  return { startMs: placeInTime({ date }, calendarZone), stamp: date.replaceAll('-', ''), date };
}

function parseMoment(text: string, parameters: string, zone: string): number {
  const [, year, month, day, hour, minute, second, utc] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(text) ?? [];
  if (year === undefined) throw new RangeError('RDATE and EXDATE hold dates or date-times of RFC 5545');
  if (hour === undefined)
    return Temporal.PlainDate.from(`${year}-${month}-${day}`).toZonedDateTime(zone).epochMilliseconds;
  const named = utc === undefined ? (/TZID=([^;]+)/.exec(parameters)?.[1] ?? zone) : 'UTC';
  return Temporal.PlainDateTime.from(`${year}-${month}-${day}T${hour}:${minute}:${second}`).toZonedDateTime(named)
    .epochMilliseconds;
}
