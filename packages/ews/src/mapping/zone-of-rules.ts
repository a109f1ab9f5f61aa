import { parseInstant, resolveTimeZone, wallTimeAt, windowsTimeZone } from '@kalends/core/time';
import type { WireZoneChange, WireZoneRules } from '../wire/availability-shape.ts';
import { integerOf, meaningOf } from './wire-values.ts';

/** When clocks go over to another offset, each year. */
interface Change {
  readonly offsetMs: number;
  /** 0: they never do. */
  readonly month: number;
  /** Which of these weekdays in the month; 5 is the last. */
  readonly order: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Since midnight, on the clock before the change. */
  readonly timeMs: number;
}

interface Rules {
  readonly standard: Change;
  readonly daylight: Change;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const maxRemembered = 1_000;

const weekdays: Readonly<Record<string, number>> = {
  Sunday: 0,
  Monday: 1,
  Tuesday: 2,
  Wednesday: 3,
  Thursday: 4,
  Friday: 5,
  Saturday: 6,
};

/** Several zones follow the same rules; of them one that many people know is named. */
const preferred: readonly string[] = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Bucharest',
  'Europe/Moscow',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Bogota',
  'America/Sao_Paulo',
  'Africa/Johannesburg',
  'Asia/Dubai',
  'Asia/Kolkata',
  'Asia/Bangkok',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Australia/Brisbane',
];

const found = new Map<string, string | undefined>();
let candidates: readonly string[] | undefined;

/**
 * Finds an IANA zone that follows the rules of a zone without a name: the offsets and the changes of one year have to be the
 * same. Which of several it is makes no difference to the clock in that year.
 *
 * @returns `undefined` for rules that no zone follows.
 * @throws CalendarError `invalidResponse` for what are no rules.
 */
export function zoneOfRules(wire: WireZoneRules, year: number): string | undefined {
  const rules = rulesOf(wire);
  if (rules === undefined) return undefined;
  const key = JSON.stringify([rules, year]);
  if (found.has(key)) return found.get(key);
  const zone = knownZones().find((timeZone) => follows(timeZone, rules, year));
  if (found.size >= maxRemembered) found.clear();
  found.set(key, zone);
  return zone;
}

/** The main zone of each Windows zone: what mailboxes of Exchange are set to. */
function knownZones(): readonly string[] {
  if (candidates !== undefined) return candidates;
  const all = new Set<string>();
  for (const name of ['UTC', ...Intl.supportedValuesOf('timeZone')]) {
    const windowsId = windowsTimeZone(name);
    const zone = windowsId === undefined ? undefined : resolveTimeZone(windowsId);
    if (zone?.kind === 'iana') all.add(zone.timeZone);
  }
  candidates = [...preferred.filter((zone) => all.has(zone)), ...[...all].sort()];
  return candidates;
}

function rulesOf({ Bias: bias, StandardTime, DaylightTime }: WireZoneRules): Rules | undefined {
  // A year makes it a change of that year alone, on a day of the month.
  if (hasYear(StandardTime) || hasYear(DaylightTime)) return undefined;
  const baseMinutes = integerOf(bias, 'working hours');
  return { standard: changeOf(StandardTime, baseMinutes), daylight: changeOf(DaylightTime, baseMinutes) };
}

function hasYear(change: WireZoneChange | undefined): boolean {
  return change?.Year !== undefined && Number(change.Year) !== 0;
}

/** A bias is what has to be added to local time to get UTC, so its sign is turned. */
function changeOf(change: WireZoneChange | undefined, baseMinutes: number): Change {
  const number = (value: string | undefined): number => integerOf(value, 'working hours');
  const [hours, minutes, seconds] = (change?.Time ?? '')
    .trim()
    .replace(/\.\d+$/, '')
    .split(':');
  return {
    offsetMs: -(baseMinutes + number(change?.Bias)) * minuteMs,
    month: number(change?.Month),
    order: number(change?.DayOrder),
    weekday: meaningOf(weekdays, change?.DayOfWeek) ?? 0,
    timeMs: ((number(hours) * 60 + number(minutes)) * 60 + number(seconds)) * 1_000,
  };
}

function follows(timeZone: string, { standard, daylight }: Rules, year: number): boolean {
  const startMs = Date.UTC(year, 0, 1);
  const weeks = Array.from({ length: 53 }, (_, week) => startMs + week * 7 * dayMs);
  if (standard.month === 0 || daylight.month === 0) {
    return weeks.every((ms) => offsetAt(ms, timeZone) === standard.offsetMs);
  }
  const toDaylightMs = wallOf(daylight, year) - standard.offsetMs;
  const toStandardMs = wallOf(standard, year) - daylight.offsetMs;
  const isDaylight = (ms: number): boolean =>
    toDaylightMs < toStandardMs ? ms >= toDaylightMs && ms < toStandardMs : ms >= toDaylightMs || ms < toStandardMs;
  return [...weeks, toDaylightMs - 1_000, toDaylightMs, toStandardMs - 1_000, toStandardMs].every(
    (ms) => offsetAt(ms, timeZone) === (isDaylight(ms) ? daylight : standard).offsetMs,
  );
}

/** What the clock shows when it is changed, as if it were UTC. */
function wallOf({ month, order, weekday, timeMs }: Change, year: number): number {
  const firstWeekday = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  let day = 1 + ((weekday - firstWeekday + 7) % 7) + (order - 1) * 7;
  if (day > daysInMonth) day -= 7;
  return Date.UTC(year, month - 1, day) + timeMs;
}

function offsetAt(instantMs: number, timeZone: string): number {
  return parseInstant(`${wallTimeAt(instantMs, timeZone)}Z`) - Math.floor(instantMs / 1_000) * 1_000;
}
