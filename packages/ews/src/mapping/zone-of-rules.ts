import { CalendarError } from '@kalends/core';
import type { Weekday } from '@kalends/core';
import { clockRulesOfBias, timeZoneOfRules } from '@kalends/core/time';
import type { BiasChange } from '@kalends/core/time';
import type { WireZoneChange, WireZoneRules } from '../wire/availability-shape.ts';
import { integerOf, meaningOf } from './wire-values.ts';

const weekdays: Readonly<Record<string, Weekday>> = {
  Sunday: 'su',
  Monday: 'mo',
  Tuesday: 'tu',
  Wednesday: 'we',
  Thursday: 'th',
  Friday: 'fr',
  Saturday: 'sa',
};

/**
 * Finds an IANA zone that follows the rules of a zone without a name in a year.
 *
 * @returns `undefined` for rules that no zone follows, or that are none.
 * @throws CalendarError `invalidResponse` for numbers that are none.
 * @see {@link https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezone-availability | TimeZone (Availability)}
 */
export function zoneOfRules(wire: WireZoneRules, year: number): string | undefined {
  const { Bias: bias, StandardTime: standard, DaylightTime: daylight } = wire;
  // With a year it is a change of that year alone, on a day of the month.
  if (hasYear(standard) || hasYear(daylight)) return undefined;
  const rules = clockRulesOfBias({ bias: number(bias), standard: changeOf(standard), daylight: changeOf(daylight) });
  try {
    const zone = timeZoneOfRules(rules, { fromYear: year, toYear: year });
    return zone.kind === 'iana' ? zone.timeZone : undefined;
  } catch (error) {
    if (CalendarError.is(error) && error.code === 'invalidArgument') return undefined;
    throw error;
  }
}

function hasYear(change: WireZoneChange | undefined): boolean {
  return change?.Year !== undefined && Number(change.Year) !== 0;
}

function changeOf(change: WireZoneChange | undefined): BiasChange {
  const [hours, minutes, seconds] = (change?.Time ?? '')
    .trim()
    .replace(/\.\d+$/, '')
    .split(':');
  return {
    bias: number(change?.Bias),
    month: number(change?.Month),
    dayOrder: number(change?.DayOrder),
    weekday: meaningOf(weekdays, change?.DayOfWeek) ?? 'su',
    atSeconds: (number(hours) * 60 + number(minutes)) * 60 + number(seconds),
  };
}

function number(value: string | undefined): number {
  return integerOf(value, 'working hours');
}
