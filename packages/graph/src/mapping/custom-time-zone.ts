import { CalendarError } from '@kalends/core';
import type { Weekday } from '@kalends/core';
import { clockRulesOfBias, timeZoneOfRules } from '@kalends/core/time';
import type { BiasChange } from '@kalends/core/time';
import type { ClockChangeWire, WorkingHoursZoneWire } from '../wire/schedule-wire.ts';

const weekdays: Readonly<Record<string, Weekday>> = {
  monday: 'mo',
  tuesday: 'tu',
  wednesday: 'we',
  thursday: 'th',
  friday: 'fr',
  saturday: 'sa',
  sunday: 'su',
};

/**
 * Finds an IANA zone that keeps the rules of a custom zone, by which Outlook sends many zones.
 *
 * @param year - Whose rules count; they change over time.
 * @returns `undefined` when no zone keeps them, or they make no sense.
 * @see {@link https://learn.microsoft.com/graph/api/resources/customtimezone | Graph docs, customTimeZone}
 */
export function zoneByRules(zone: WorkingHoursZoneWire, year: number): string | undefined {
  const { bias, standardOffset, daylightOffset } = zone;
  if (typeof bias !== 'number') return undefined;
  const standard = biasChange(standardOffset);
  const daylight = biasChange(daylightOffset, daylightOffset?.daylightBias);
  const rules = clockRulesOfBias({
    bias,
    ...(standard === undefined ? {} : { standard }),
    ...(daylight === undefined ? {} : { daylight }),
  });
  try {
    const found = timeZoneOfRules(rules, { fromYear: year, toYear: year });
    return found.kind === 'iana' ? found.timeZone : undefined;
  } catch (error) {
    if (CalendarError.is(error)) return undefined;
    throw error;
  }
}

function biasChange(change: ClockChangeWire | null | undefined, bias?: number | null): BiasChange | undefined {
  if (!change) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = (change.time ?? '').split(':').map(Number);
  return {
    ...(typeof bias === 'number' ? { bias } : {}),
    month: change.month ?? 0,
    dayOrder: change.dayOccurrence ?? 0,
    weekday: weekdays[change.dayOfWeek?.toLowerCase() ?? ''] ?? 'su',
    atSeconds: (hours * 60 + minutes) * 60 + seconds,
  };
}
