import type { Weekday } from '@kalends/core';
import type { PatternedRecurrence, RecurrencePattern } from '@kalends/core/recurrence';

const maxCount = 999;
const dayGroups = new Set(['mo,tu,we,th,fr,sa,su', 'mo,tu,we,th,fr', 'sa,su']);
const order: readonly Weekday[] = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];

/** Why Exchange cannot keep a pattern that Outlook has words for; `undefined` when it can. Graph and EWS write to the same store. */
export function refusalOfGraph({ range }: PatternedRecurrence): string | undefined {
  return range.end.kind === 'count' && range.end.count > maxCount ? `more than ${maxCount} occurrences` : undefined;
}

/**
 * Why EWS cannot say a pattern: its years have no interval, so that every second one is every 24 months, and several weekdays are
 * counted together only as day, weekday or weekend day.
 *
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/recurrence-patterns-and-ews | Recurrence patterns and EWS}
 */
export function refusalOfEws(patterned: PatternedRecurrence): string | undefined {
  const { pattern } = patterned;
  const months = pattern.type.endsWith('Yearly') && pattern.interval > 1 ? 12 : 1;
  if (pattern.interval * months > (pattern.type === 'daily' ? 999 : 99)) return 'an interval that long';
  if (isRelative(pattern) && pattern.days.length > 1 && !dayGroups.has(sorted(pattern.days)))
    return 'some weekdays counted together';
  return refusalOfGraph(patterned);
}

function isRelative(pattern: RecurrencePattern): pattern is Extract<RecurrencePattern, { readonly index: unknown }> {
  return pattern.type === 'relativeMonthly' || pattern.type === 'relativeYearly';
}

function sorted(days: readonly Weekday[]): string {
  return days.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)).join();
}
