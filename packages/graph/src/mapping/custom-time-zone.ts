import { wallTimeAt } from '@kalends/core/time';
import type { ClockChangeWire, WorkingHoursZoneWire } from '../wire/schedule-wire.ts';

/**
 * One zone for each set of rules that people have, most populous first. Outlook sends a zone by its rules alone ("Customized Time
 * Zone"), and any zone with the same rules tells the same time.
 */
const candidates: readonly string[] =
  `Europe/Berlin Europe/London Europe/Helsinki Europe/Chisinau Asia/Jerusalem Africa/Cairo America/New_York America/Chicago
  America/Los_Angeles America/Denver America/Halifax America/Anchorage America/St_Johns America/Santiago America/Havana
  Australia/Sydney Australia/Adelaide Australia/Lord_Howe Pacific/Auckland Atlantic/Azores Asia/Kolkata Asia/Tehran Asia/Kabul
  Asia/Kathmandu Asia/Yangon Australia/Darwin`.split(/\s+/);

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * Finds an IANA zone that keeps the rules of a custom zone.
 *
 * @param year - Whose rules count; they change over time.
 * @returns `undefined` when no known zone keeps them.
 * @see {@link https://learn.microsoft.com/graph/api/resources/customtimezone | Graph docs, customTimeZone}
 */
export function zoneByRules(zone: WorkingHoursZoneWire, year: number): string | undefined {
  const { bias, standardOffset, daylightOffset } = zone;
  if (typeof bias !== 'number' || !Number.isInteger(bias)) return undefined;
  const standard = -bias;
  const daylight = standard - (daylightOffset?.daylightBias ?? -60);
  const toStandardMs = changeDay(standardOffset, year);
  const toDaylightMs = changeDay(daylightOffset, year);
  if (toStandardMs === undefined || toDaylightMs === undefined || daylight === standard)
    return fixedZone(standard, year);
  const samples: readonly (readonly [number, number])[] = [
    [toDaylightMs - dayMs, standard],
    [toDaylightMs + 2 * dayMs, daylight],
    [toStandardMs - dayMs, daylight],
    [toStandardMs + 2 * dayMs, standard],
  ];
  return candidates.find((candidate) => samples.every(([ms, minutes]) => offsetMinutes(ms, candidate) === minutes));
}

function fixedZone(minutes: number, year: number): string | undefined {
  if (minutes === 0) return 'UTC';
  const hours = Math.abs(minutes) / 60;
  // In names of this area the sign is the other way round: `Etc/GMT-1` is an hour ahead of UTC.
  if (Number.isInteger(hours) && hours <= 12) return `Etc/GMT${minutes > 0 ? '-' : '+'}${hours}`;
  const samples = [0, 6].map((month) => Date.UTC(year, month, 15));
  return candidates.find((candidate) => samples.every((ms) => offsetMinutes(ms, candidate) === minutes));
}

/** Midnight UTC of the day on which clocks change; `undefined` when they never do. */
function changeDay(change: ClockChangeWire | null | undefined, year: number): number | undefined {
  const { month, dayOccurrence, dayOfWeek } = change ?? {};
  const weekday = weekdays.indexOf(dayOfWeek?.toLowerCase() ?? '');
  if (!isWithin(month, 1, 12) || !isWithin(dayOccurrence, 1, 5) || weekday < 0) return undefined;
  const firstWeekday = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  const first = 1 + ((weekday - firstWeekday + 7) % 7);
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const nth = first + (dayOccurrence - 1) * 7;
  return Date.UTC(year, month - 1, nth > lastDay ? nth - 7 : nth);
}

function isWithin(value: number | null | undefined, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function offsetMinutes(instantMs: number, timeZone: string): number {
  return Math.round((Date.parse(`${wallTimeAt(instantMs, timeZone)}Z`) - instantMs) / minuteMs);
}
