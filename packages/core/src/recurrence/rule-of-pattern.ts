import type { RecurrenceEnd, RecurrenceRule, Weekday } from '../model/recurrence.ts';
import { positionOfIndex } from './recurrence-pattern.ts';
import type { PatternedRecurrence, PatternIndex, RecurrencePattern } from './recurrence-pattern.ts';

/** Says a pattern and its range as a rule. Every pattern can be said. @public */
export function ruleOfPattern({ pattern, range }: PatternedRecurrence): RecurrenceRule {
  return { ...repetition(pattern), end: endOf(range.end) };
}

function repetition(pattern: RecurrencePattern): Omit<RecurrenceRule, 'end'> {
  const common = { interval: pattern.interval, skip: 'omit', firstDayOfWeek: 'mo' } as const;
  switch (pattern.type) {
    case 'daily':
      return { frequency: 'daily', ...common };
    case 'weekly':
      return {
        frequency: 'weekly',
        ...common,
        firstDayOfWeek: pattern.firstDayOfWeek,
        byDay: pattern.days.map((day) => ({ day })),
      };
    case 'absoluteMonthly':
      return { frequency: 'monthly', ...common, ...monthDay(pattern.dayOfMonth) };
    case 'relativeMonthly':
      return { frequency: 'monthly', ...common, ...relativeDay(pattern) };
    case 'absoluteYearly':
      return { frequency: 'yearly', ...common, byMonth: [pattern.month], ...monthDay(pattern.dayOfMonth) };
    default:
      return { frequency: 'yearly', ...common, byMonth: [pattern.month], ...relativeDay(pattern) };
  }
}

function monthDay(dayOfMonth: number): Pick<RecurrenceRule, 'byMonthDay' | 'skip'> {
  return { byMonthDay: [dayOfMonth], skip: dayOfMonth > 28 ? 'backward' : 'omit' };
}

function relativeDay(pattern: {
  readonly days: readonly Weekday[];
  readonly index: PatternIndex;
}): Pick<RecurrenceRule, 'byDay' | 'bySetPosition'> {
  const position = positionOfIndex[pattern.index];
  const [day] = pattern.days;
  if (day !== undefined && pattern.days.length === 1) return { byDay: [{ day, nthOfPeriod: position }] };
  return { byDay: pattern.days.map((each) => ({ day: each })), bySetPosition: [position] };
}

function endOf(end: PatternedRecurrence['range']['end']): RecurrenceEnd {
  return end.kind === 'date' ? { kind: 'untilDate', date: end.date } : end;
}
