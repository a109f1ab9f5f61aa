import type { Weekday } from '@kalends/core';
import type { PatternedRecurrence, RecurrencePattern } from '@kalends/core/recurrence';

const weekdays: readonly Weekday[] = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];
const positions = { first: 0, second: 1, third: 2, fourth: 3, last: -1 } as const;
const dayMs = 86_400_000;

/**
 * The days of a pattern as Microsoft describes them, with a month's last day where it lacks the pattern's. The range's end is
 * kept, and what lies behind the last moment that is looked at is left away.
 *
 * @returns dates `YYYY-MM-DD`.
 */
export function patternDays({ pattern, range }: PatternedRecurrence, untilDate: string): string[] {
  const startMs = Date.parse(`${range.startDate}T00:00:00Z`);
  const untilMs = Date.parse(`${untilDate}T00:00:00Z`);
  const all = everyDay(pattern, startMs, untilMs)
    .filter((ms) => ms >= startMs && ms <= untilMs)
    .map((ms) => new Date(ms).toISOString().slice(0, 10));
  const { end } = range;
  if (end.kind === 'count') return all.slice(0, end.count);
  return end.kind === 'date' ? all.filter((date) => date <= end.date) : all;
}

function everyDay(pattern: RecurrencePattern, startMs: number, untilMs: number): number[] {
  const found: number[] = [];
  if (pattern.type === 'daily') {
    for (let ms = startMs; ms <= untilMs; ms += pattern.interval * dayMs) found.push(ms);
    return found;
  }
  if (pattern.type === 'weekly') {
    const first = weekdays.indexOf(pattern.firstDayOfWeek);
    const weekMs = startMs - ((new Date(startMs).getUTCDay() - first + 7) % 7) * dayMs;
    for (let ms = weekMs; ms <= untilMs; ms += pattern.interval * 7 * dayMs) {
      for (let day = 0; day < 7; day += 1) {
        if (pattern.days.includes(weekdays[(first + day) % 7] ?? 'mo')) found.push(ms + day * dayMs);
      }
    }
    return found;
  }
  const start = new Date(startMs);
  const isYearly = pattern.type === 'absoluteYearly' || pattern.type === 'relativeYearly';
  const firstMonth = isYearly ? pattern.month - 1 : start.getUTCMonth();
  const step = isYearly ? pattern.interval * 12 : pattern.interval;
  for (let month = firstMonth; Date.UTC(start.getUTCFullYear(), month, 1) <= untilMs; month += step) {
    found.push(dayOfMonth(pattern, start.getUTCFullYear(), month));
  }
  return found;
}

function dayOfMonth(
  pattern: Exclude<RecurrencePattern, { readonly type: 'daily' | 'weekly' }>,
  year: number,
  month: number,
): number {
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const days = Array.from({ length }, (_, index) => Date.UTC(year, month, index + 1));
  if ('dayOfMonth' in pattern) return days[Math.min(pattern.dayOfMonth, length) - 1] ?? Number.NaN;
  const candidates = days.filter((ms) => pattern.days.includes(weekdays[new Date(ms).getUTCDay()] ?? 'mo'));
  return candidates.at(positions[pattern.index]) ?? Number.NaN;
}
