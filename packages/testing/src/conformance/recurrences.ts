import type { NthWeekday, Recurrence, RecurrenceEnd, RecurrenceRule } from '@kalends/core';

/** A recurrence of one rule: every week unless it says otherwise. */
export function repeats(end: RecurrenceEnd, rule: Partial<RecurrenceRule> = {}): Recurrence {
  const whole: RecurrenceRule = {
    frequency: 'weekly',
    interval: 1,
    skip: 'omit',
    firstDayOfWeek: 'mo',
    ...rule,
    end,
  };
  return { rules: [whole], excludedRules: [], additional: [], excluded: [] };
}

/** So many times. */
export function times(count: number): RecurrenceEnd {
  return { kind: 'count', count };
}

/** Every one of these weekdays. */
export function on(...days: readonly NthWeekday['day'][]): { readonly byDay: readonly NthWeekday[] } {
  return { byDay: days.map((day) => ({ day })) };
}
