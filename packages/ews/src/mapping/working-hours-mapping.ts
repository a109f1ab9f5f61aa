import { CalendarError } from '@kalends/core';
import type { Weekday, WorkingHours, WorkingPeriod } from '@kalends/core';
import type { WireWorkingHours } from '../wire/availability-shape.ts';
import { integerOf, meaningOf } from './wire-values.ts';
import { zoneOfRules } from './zone-of-rules.ts';

const week: readonly Weekday[] = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const minutesOfDay = 1_440;

const days: Readonly<Record<string, readonly Weekday[]>> = {
  Monday: ['mo'],
  Tuesday: ['tu'],
  Wednesday: ['we'],
  Thursday: ['th'],
  Friday: ['fr'],
  Saturday: ['sa'],
  Sunday: ['su'],
  Day: week,
  Weekday: ['mo', 'tu', 'we', 'th', 'fr'],
  WeekendDay: ['sa', 'su'],
};

/**
 * When somebody works. Exchange says it beside the times that are taken: what cannot be read of it is left out and spoils nothing.
 *
 * @param year - Whose rules the zone is given by.
 */
export function workingHoursOf(wire: WireWorkingHours | undefined, year: number): WorkingHours | undefined {
  if (wire?.TimeZone === undefined) return undefined;
  try {
    const timeZone = zoneOfRules(wire.TimeZone, year);
    if (timeZone === undefined) return undefined;
    const periods = (wire.WorkingPeriodArray?.WorkingPeriod ?? []).flatMap((period) => {
      const from = integerOf(period.StartTimeInMinutes, 'working hours');
      const to = integerOf(period.EndTimeInMinutes, 'working hours');
      return daysOf(period.DayOfWeek).flatMap((day) => periodsOf(day, from, to));
    });
    const inOrder = periods.toSorted(
      (a, b) => week.indexOf(a.day) - week.indexOf(b.day) || (a.from < b.from ? -1 : a.from > b.from ? 1 : 0),
    );
    return { timeZone, periods: inOrder };
  } catch (error) {
    if (CalendarError.is(error) && error.code === 'invalidResponse') return undefined;
    throw error;
  }
}

/** `Monday Tuesday`; a name that is not known is no day. */
function daysOf(names: string | undefined): readonly Weekday[] {
  const all = (names ?? '').trim().split(/\s+/);
  return [...new Set(all.flatMap((name) => meaningOf(days, name) ?? []))];
}

/** A period that ends before it starts goes on until the next day. */
function periodsOf(day: Weekday, from: number, to: number): readonly WorkingPeriod[] {
  if (from < 0 || to < 0 || from > minutesOfDay || to > minutesOfDay || from === to) return [];
  if (from < to) return [{ day, from: clock(from), to: clock(to) }];
  const next = week[(week.indexOf(day) + 1) % week.length] ?? 'mo';
  return [
    ...(from === minutesOfDay ? [] : [{ day, from: clock(from), to: '24:00' }]),
    ...(to === 0 ? [] : [{ day: next, from: '00:00', to: clock(to) }]),
  ];
}

function clock(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
