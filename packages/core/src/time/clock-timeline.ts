import { CalendarError } from '../errors/calendar-error.ts';
import type { Weekday } from '../model/recurrence.ts';
import type { ClockChange, ClockEra, ClockRules } from './clock-rules.ts';

/** Which offset holds from which instant on. */
export interface ClockTimeline {
  /** Before the first of the transitions, milliseconds ahead of UTC. */
  readonly offsetMs: number;
  /** Ascending; every one changes the offset. */
  readonly transitions: readonly { readonly ms: number; readonly offsetMs: number }[];
}

const weekdays: readonly Weekday[] = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];
const minuteMs = 60_000;
const maxEras = 200;
const maxChanges = 12;

/**
 * Lays the rules out over some years.
 *
 * @param fromYear - The first year whose changes are there.
 * @param toYear - The last one.
 */
export function clockTimeline(rules: ClockRules, fromYear: number, toYear: number): ClockTimeline {
  checkRules(rules);
  let offsetMs = offsetAtYear(rules, fromYear);
  const first = offsetMs;
  const transitions: { ms: number; offsetMs: number }[] = [];
  const goOver = (wallMs: number, next: number): void => {
    if (next !== offsetMs) transitions.push({ ms: wallMs - offsetMs, offsetMs: next });
    offsetMs = next;
  };
  for (let year = fromYear; year <= toYear; year += 1) {
    if (year > fromYear && eraOf(rules, year) !== eraOf(rules, year - 1))
      goOver(Date.UTC(year, 0, 1), offsetAtYear(rules, year));
    for (const { wallMs, change } of changesOf(eraOf(rules, year), year))
      goOver(wallMs, change.offsetMinutes * minuteMs);
  }
  return { offsetMs: first, transitions };
}

/** The offset at an instant, milliseconds ahead of UTC. */
export function offsetOfTimeline({ offsetMs, transitions }: ClockTimeline, instantMs: number): number {
  return transitions.findLast(({ ms }) => ms <= instantMs)?.offsetMs ?? offsetMs;
}

/** The offset with which a year begins: the one its last change of the year before would have left. */
function offsetAtYear(rules: ClockRules, year: number): number {
  const era = eraOf(rules, year);
  const last = changesOf(era, year - 1).at(-1);
  return (last?.change.offsetMinutes ?? era.standardOffsetMinutes) * minuteMs;
}

function eraOf({ eras }: ClockRules, year: number): ClockEra {
  const era = eras.findLast(({ fromYear }) => fromYear === undefined || fromYear <= year) ?? eras[0];
  if (era === undefined) throw invalid('there are none');
  return era;
}

/** The changes of a year in their order, with the wall time before each, as if it were UTC. */
function changesOf({ changes }: ClockEra, year: number): { readonly wallMs: number; readonly change: ClockChange }[] {
  return changes
    .map((change) => ({
      change,
      wallMs: Date.UTC(year, change.month - 1, dayOf(change, year)) + change.atSeconds * 1_000,
    }))
    .sort((a, b) => a.wallMs - b.wallMs);
}

function dayOf({ month, on }: ClockChange, year: number): number {
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if ('day' in on) return Math.min(on.day, length);
  const firstWeekday = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  const first = 1 + ((weekdays.indexOf(on.weekday) - firstWeekday + 7) % 7);
  return on.week === -1 ? first + 7 * Math.floor((length - first) / 7) : first + 7 * (on.week - 1);
}

function checkRules({ eras }: ClockRules): void {
  if (eras.length === 0 || eras.length > maxEras) throw invalid(`1 to ${maxEras} eras are needed`);
  for (const { standardOffsetMinutes, changes } of eras) {
    if (changes.length > maxChanges) throw invalid(`a year has at most ${maxChanges} changes`);
    if (![standardOffsetMinutes, ...changes.map(({ offsetMinutes }) => offsetMinutes)].every(isOffset))
      throw invalid('an offset is less than a day, in minutes');
    if (!changes.every(isChange)) throw invalid('a change has a month, a day and a time');
  }
}

function isOffset(minutes: number): boolean {
  return Number.isFinite(minutes) && Math.abs(minutes) < 1_440;
}

function isChange({ month, on, atSeconds }: ClockChange): boolean {
  const isDay = 'day' in on ? isWithin(on.day, 1, 31) : on.week === -1 || isWithin(on.week, 1, 4);
  return isDay && isWithin(month, 1, 12) && isWithin(atSeconds, 0, 86_400);
}

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function invalid(why: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `rules of a time zone: ${why}` });
}
