import type { EventTime, NthWeekday, RecurrenceEnd, RecurrenceFrequency, RecurrenceRule, Weekday } from '@kalends/core';
import { addDays, formatInstant, instantOfWallTime, wallTimeAt } from '@kalends/core/time';
import type { SeededRandom } from '../seeded-random.ts';
import { bruteForce, unitsMs } from './brute-force.ts';

/** A rule with the first occurrence it counts from. */
export interface DrawnRule {
  readonly rule: RecurrenceRule;
  readonly time: EventTime;
}

const weekdays: readonly Weekday[] = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
] as const;
const everyday: readonly RecurrenceFrequency[] = ['daily', 'weekly', 'monthly', 'yearly'];
const withinDay: readonly RecurrenceFrequency[] = ['hourly', 'minutely', 'secondly'];

/**
 * Draws a rule: of every frequency and with every part that RFC 5545 allows there, every second one like those that people make.
 */
export function randomRule(random: SeededRandom): DrawnRule {
  const frequency = random.pick(random.chance(0.92) ? everyday : withinDay);
  const drawnTime = randomTime(random, withinDay.includes(frequency));
  const days = random.chance(0.5) ? usualDays(random, frequency) : strangeDays(random, frequency);
  const times = random.chance(0.06) || withinDay.includes(frequency) ? timesOfDay(random, frequency, drawnTime) : {};
  const endless: RecurrenceRule = {
    frequency,
    interval: random.chance(0.6) ? 1 : random.chance(0.97) ? random.integer(2, 12) : random.integer(90, 1_100),
    skip: isMovable(frequency, days, times) && random.chance(0.3) ? 'backward' : 'omit',
    firstDayOfWeek: random.chance(0.7) ? 'mo' : random.pick(weekdays),
    ...days,
    ...times,
    end: { kind: 'never' },
  };
  const time = random.chance(0.85) ? withFirstOccurrence(endless, drawnTime) : drawnTime;
  return { rule: { ...endless, end: randomEnd(random, time) }, time };
}

/** Most series begin with an occurrence of their rule, and Outlook has no others. */
function withFirstOccurrence(rule: RecurrenceRule, time: EventTime): EventTime {
  if (rule.frequency in unitsMs) return time;
  const startMs = Date.parse(`${time.kind === 'allDay' ? `${time.startDate}T00:00:00` : time.start.dateTime}Z`);
  const [firstMs = startMs] = bruteForce(rule, startMs, startMs + 1_000 * 86_400_000);
  const wallTime = new Date(firstMs).toISOString().slice(0, 19);
  return time.kind === 'allDay' ? wholeDay(wallTime.slice(0, 10)) : halfHour(wallTime, time.start.timeZone);
}

function wholeDay(startDate: string): EventTime {
  return { kind: 'allDay', startDate, endDate: addDays(startDate, 1) };
}

function halfHour(wallTime: string, timeZone: string): EventTime {
  const startMs = instantOfWallTime(wallTime, timeZone);
  const at = (ms: number): { dateTime: string; timeZone: string; instant: string } => ({
    dateTime: wallTimeAt(ms, timeZone),
    timeZone,
    instant: formatInstant(ms),
  });
  return { kind: 'timed', start: at(startMs), end: at(startMs + 1_800_000) };
}

type Days = Pick<RecurrenceRule, never> & {
  byDay?: NthWeekday[];
  byMonthDay?: number[];
  byMonth?: number[];
  byYearDay?: number[];
  byWeekNo?: number[];
  bySetPosition?: number[];
};
interface Times {
  byHour?: number[];
  byMinute?: number[];
  bySecond?: number[];
}

/** Rules as the dialogs of calendars make them. */
function usualDays(random: SeededRandom, frequency: RecurrenceFrequency): Days {
  if (frequency === 'weekly') return random.chance(0.8) ? { byDay: plainDays(random, 1, 5) } : {};
  if (frequency !== 'monthly' && frequency !== 'yearly') return {};
  const month = frequency === 'yearly' && random.chance(0.8) ? { byMonth: [random.integer(1, 12)] } : {};
  const isOfMonth = frequency === 'monthly' || 'byMonth' in month;
  if (!isOfMonth || random.chance(0.2)) return {};
  const position = random.pick([1, 2, 3, 4, -1]);
  if (random.chance(0.5)) return { ...month, byMonthDay: [random.pick([random.integer(1, 31), 31, -1])] };
  if (random.chance(0.6)) return { ...month, byDay: [{ day: random.pick(weekdays), nthOfPeriod: position }] };
  const group = random.pick([weekdays, weekdays.slice(0, 5), weekdays.slice(5)]);
  return { ...month, byDay: group.map((day) => ({ day })), bySetPosition: [position] };
}

/** Anything that RFC 5545 has a meaning for. */
function strangeDays(random: SeededRandom, frequency: RecurrenceFrequency): Days {
  const days: Days = {};
  const isYearly = frequency === 'yearly';
  const isWithinDay = withinDay.includes(frequency);
  if (random.chance(0.3)) days.byMonth = several(random, () => random.integer(1, 12));
  if (isYearly && random.chance(0.15)) days.byWeekNo = several(random, () => signed(random, 53));
  if ((isYearly || isWithinDay) && random.chance(0.15)) days.byYearDay = several(random, () => signed(random, 366));
  if (frequency !== 'weekly' && random.chance(0.3)) days.byMonthDay = several(random, () => signed(random, 31));
  const isCounted = (frequency === 'monthly' || (isYearly && days.byWeekNo === undefined)) && random.chance(0.4);
  // Which day of its week a rule of week numbers means is said here, because libraries read its absence in two ways.
  if (random.chance(0.4) || days.byWeekNo !== undefined) days.byDay = plainDays(random, 1, 4);
  if (isCounted && days.byDay !== undefined) {
    const isOfYear = isYearly && days.byMonth === undefined;
    days.byDay = days.byDay.map(({ day }) => ({ day, nthOfPeriod: signed(random, isOfYear ? 53 : 5) }));
  }
  if (frequency === 'weekly' || frequency === 'monthly' || isYearly) addPositions(random, frequency, days);
  return days;
}

/** Positions that every period has: libraries disagree about others. */
function addPositions(random: SeededRandom, frequency: RecurrenceFrequency, days: Days): void {
  const isSeveral = days.byDay !== undefined || (days.byMonthDay?.length ?? 0) > 1;
  if (!isSeveral || random.chance(0.7)) return;
  const isLimited = (days.byMonthDay ?? days.byYearDay ?? days.byWeekNo) !== undefined;
  const isCounted = days.byDay?.some(({ nthOfPeriod }) => nthOfPeriod !== undefined) ?? false;
  const inMonth = isLimited || isCounted ? 1 : 4;
  const most = frequency === 'weekly' ? (days.byDay?.length ?? 1) : inMonth;
  days.bySetPosition = several(random, () => signed(random, most));
}

function timesOfDay(random: SeededRandom, frequency: RecurrenceFrequency, time: EventTime): Times {
  if (time.kind === 'allDay') return {};
  const times: Times = {};
  if (random.chance(0.5)) times.byHour = several(random, () => random.integer(0, 23));
  if (frequency !== 'secondly' && random.chance(0.4)) times.byMinute = several(random, () => random.integer(0, 59));
  if (frequency !== 'secondly' && random.chance(0.1)) times.bySecond = several(random, () => random.integer(0, 59));
  return times;
}

/** What SKIP means together with other parts, RFC 5545 has no words for. */
function isMovable(frequency: RecurrenceFrequency, days: Days, times: Times): boolean {
  const parts = Object.keys({ ...days, ...times }).filter((name) => name !== 'byMonthDay');
  if (days.byMonthDay?.length !== 1 || (days.byMonthDay[0] ?? 0) < 1) return false;
  return frequency === 'monthly'
    ? parts.length === 0
    : frequency === 'yearly' && parts.join() === 'byMonth' && days.byMonth?.length === 1;
}

function randomTime(random: SeededRandom, isTimed: boolean): EventTime {
  const startDate = addDays('2024-01-01', random.integer(0, 1_460));
  if (!isTimed && random.chance(0.4)) return wholeDay(startDate);
  const timeZone = random.pick(zones);
  const hour = String(random.pick([0, 2, 9, 9, 14, 23])).padStart(2, '0');
  return halfHour(`${startDate}T${hour}:30:00`, timeZone);
}

function randomEnd(random: SeededRandom, time: EventTime): RecurrenceEnd {
  if (random.chance(0.4)) return { kind: 'never' };
  if (random.chance(0.5)) return { kind: 'count', count: random.chance(0.97) ? random.integer(1, 60) : 1_200 };
  const date = addDays(
    time.kind === 'allDay' ? time.startDate : time.start.dateTime.slice(0, 10),
    random.integer(1, 2_000),
  );
  return time.kind === 'allDay'
    ? { kind: 'untilDate', date }
    : { kind: 'untilInstant', instant: `${date}T${random.pick(['00', '08', '12', '23'])}:30:00Z` };
}

function plainDays(random: SeededRandom, least: number, most: number): NthWeekday[] {
  const count = random.integer(least, most);
  return unique(Array.from({ length: count }, () => random.pick(weekdays))).map((day) => ({ day }));
}

function several(random: SeededRandom, draw: () => number): number[] {
  return unique(Array.from({ length: random.integer(1, 3) }, draw)).toSorted((a, b) => a - b);
}

function signed(random: SeededRandom, max: number): number {
  return random.integer(1, max) * (random.chance(0.7) ? 1 : -1);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
