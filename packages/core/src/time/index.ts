/**
 * Time zones and wall times: Windows and IANA names, instants, all-day dates. Apart from the root because it loads Temporal
 * and the zone table.
 *
 * @module
 */
export { eventTimeOf, isSecondReading } from './event-time-of.ts';
export { clockRulesOfBias } from './clock-rules.ts';
export type { BiasChange, BiasRules, ClockChange, ClockEra, ClockRules } from './clock-rules.ts';
export { intervalOf, overlapsWindow } from './overlaps-window.ts';
export type { InstantInterval } from './overlaps-window.ts';
export { isIanaTimeZone, resolveTimeZone, windowsTimeZone } from './resolve-time-zone.ts';
export type { ResolvedTimeZone } from './resolve-time-zone.ts';
export { timeZoneDataVersion } from './time-zone-data-version.ts';
export { instantOfRules, timeZoneOfRules } from './time-zone-of-rules.ts';
export type { TimeZoneOfRules, TimeZoneOfRulesOptions } from './time-zone-of-rules.ts';
export { windowsZonesVersion } from './windows-zones.generated.ts';
export {
  addDays,
  formatInstant,
  instantOfWallTime,
  isDate,
  parseInstant,
  wallTimeAt,
  zonedDateTimeAt,
} from './zoned-date-time.ts';
