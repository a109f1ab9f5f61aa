import type { Weekday, WorkingHours, WorkingPeriod } from '@kalends/core';
import { resolveTimeZone } from '@kalends/core/time';
import type { WorkingHoursWire } from '../wire/schedule-wire.ts';
import { zoneByRules } from './custom-time-zone.ts';

const weekdays: readonly (readonly [wire: string, day: Weekday])[] = [
  ['monday', 'mo'],
  ['tuesday', 'tu'],
  ['wednesday', 'we'],
  ['thursday', 'th'],
  ['friday', 'fr'],
  ['saturday', 'sa'],
  ['sunday', 'su'],
];

/**
 * Maps working hours, the same on every working day. Hours over midnight become two stretches.
 *
 * @param year - Whose clock changes count for a zone that is told by its rules.
 * @returns `undefined` when they, or their zone, cannot be read: wrong hours are worse than none.
 * @see {@link https://learn.microsoft.com/graph/api/resources/workinghours | Graph docs, workingHours}
 */
export function mapWorkingHours(wire: WorkingHoursWire | null | undefined, year: number): WorkingHours | undefined {
  const from = timeOfDay(wire?.startTime);
  const to = timeOfDay(wire?.endTime);
  const zone = resolveTimeZone(wire?.timeZone?.name);
  const timeZone = zone.kind === 'iana' ? zone.timeZone : zoneByRules(wire?.timeZone ?? {}, year);
  if (from === undefined || to === undefined || timeZone === undefined) return undefined;
  const working = new Set(wire?.daysOfWeek?.map((day) => day.toLowerCase()));
  const periods = weekdays.flatMap(([name, day], index) =>
    working.has(name) ? periodsOf(day, weekdays[(index + 1) % 7]?.[1] ?? day, from, to) : [],
  );
  return { timeZone, periods };
}

function periodsOf(day: Weekday, nextDay: Weekday, from: string, to: string): WorkingPeriod[] {
  if (from < to) return [{ day, from, to }];
  const untilMidnight = { day, from, to: '24:00' };
  return to === '00:00' ? [untilMidnight] : [untilMidnight, { day: nextDay, from: '00:00', to }];
}

/** `08:00:00.0000000` as `08:00`. */
function timeOfDay(text: string | null | undefined): string | undefined {
  return /^((?:[01]\d|2[0-3]):[0-5]\d):[0-5]\d(?:\.\d+)?$/.exec(text ?? '')?.[1];
}
