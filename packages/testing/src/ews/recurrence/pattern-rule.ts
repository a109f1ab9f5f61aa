import type { ExchangePattern } from './exchange-pattern.ts';

const codes: Readonly<Record<string, string>> = {
  Sunday: 'SU',
  Monday: 'MO',
  Tuesday: 'TU',
  Wednesday: 'WE',
  Thursday: 'TH',
  Friday: 'FR',
  Saturday: 'SA',
  Day: 'SU,MO,TU,WE,TH,FR,SA',
  Weekday: 'MO,TU,WE,TH,FR',
  WeekendDay: 'SU,SA',
};
const positions: Readonly<Record<string, number>> = { First: 1, Second: 2, Third: 3, Fourth: 4, Last: -1 };
const months = 'January February March April May June July August September October November December'.split(' ');

/** Writes a pattern as a rule of RFC 5545 that has the same days, without an end. */
export function patternRule(pattern: ExchangePattern): string {
  switch (pattern.kind) {
    case 'daily':
      return `FREQ=DAILY;INTERVAL=${pattern.interval}`;
    case 'weekly': {
      const days = pattern.days.map((day) => codes[day]).join();
      return `FREQ=WEEKLY;INTERVAL=${pattern.interval};BYDAY=${days};WKST=${codes[pattern.weekStart]}`;
    }
    case 'absoluteMonthly':
      return `FREQ=MONTHLY;INTERVAL=${pattern.interval};${dayOfMonth(pattern.dayOfMonth)}`;
    case 'relativeMonthly':
      return `FREQ=MONTHLY;INTERVAL=${pattern.interval};${relativeDay(pattern)}`;
    case 'absoluteYearly':
      return `FREQ=YEARLY;BYMONTH=${months.indexOf(pattern.month) + 1};${dayOfMonth(pattern.dayOfMonth)}`;
    default:
      return `FREQ=YEARLY;BYMONTH=${months.indexOf(pattern.month) + 1};${relativeDay(pattern)}`;
  }
}

/** To Exchange a day that a month lacks is the month's last day; a rule would leave the month out. */
function dayOfMonth(day: number): string {
  if (day <= 28) return `BYMONTHDAY=${day}`;
  const days = Array.from({ length: day - 27 }, (_value, at) => 28 + at);
  return `BYMONTHDAY=${days.join()};BYSETPOS=-1`;
}

function relativeDay({ day, index }: { readonly day: string; readonly index: string }): string {
  return `BYDAY=${codes[day]};BYSETPOS=${positions[index]}`;
}
