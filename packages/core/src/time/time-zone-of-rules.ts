import { CalendarError } from '../errors/calendar-error.ts';
import { clockTimeline, offsetOfTimeline } from './clock-timeline.ts';
import type { ClockTimeline } from './clock-timeline.ts';
import type { ClockRules } from './clock-rules.ts';
import { isIanaTimeZone, resolveTimeZone } from './resolve-time-zone.ts';
import type { ResolvedTimeZone } from './resolve-time-zone.ts';
import { wallTimeToInstant } from './wall-time-to-instant.ts';
import { windowsZones } from './windows-zones.generated.ts';
import { parseWallTime } from './zoned-date-time.ts';
import { zoneOffsetMs } from './zone-offset.ts';

/** Options of {@link timeZoneOfRules}. @public */
export interface TimeZoneOfRulesOptions {
  /** The first year in which the zone has to behave as the rules do. */
  readonly fromYear: number;
  /** The last one. At most 100 years. */
  readonly toYear: number;
  /** IANA zones that are taken before others when they behave the same, such as the mailbox's own. */
  readonly preferred?: readonly string[];
}

/** What the rules of a zone turned out to be. @public */
export type TimeZoneOfRules =
  | { readonly kind: 'iana'; readonly timeZone: string }
  /** No zone behaves so; {@link instantOfRules} still finds its instants. */
  | { readonly kind: 'unresolved'; readonly rules: ClockRules };

/** Several zones often behave the same; the ones that most people live in come first. */
const populous =
  'UTC Europe/Berlin Europe/London Europe/Bucharest Europe/Moscow Europe/Istanbul America/New_York America/Chicago America/Denver America/Los_Angeles America/Phoenix America/Halifax America/Bogota America/Sao_Paulo America/Mexico_City Africa/Lagos Africa/Johannesburg Africa/Nairobi Asia/Dubai Asia/Karachi Asia/Kolkata Asia/Dhaka Asia/Bangkok Asia/Shanghai Asia/Tokyo Australia/Sydney Australia/Brisbane Pacific/Auckland'.split(
    ' ',
  );
const maxYears = 100;
const maxRemembered = 500;
const remembered = new Map<string, string | undefined>();
let known: readonly string[] | undefined;

/**
 * Finds an IANA zone for a zone that is told by its rules: one whose clock shows the same at every moment of the years asked
 * about. Which of several it is makes no difference in those years.
 *
 * @throws CalendarError `invalidArgument` for years or rules that are none.
 * @public
 */
export function timeZoneOfRules(rules: ClockRules, options: TimeZoneOfRulesOptions): TimeZoneOfRules {
  const { fromYear, toYear, preferred = [] } = options;
  if (![fromYear, toYear].every(Number.isInteger) || fromYear < 1 || toYear < fromYear || toYear - fromYear >= maxYears)
    throw new CalendarError({
      code: 'invalidArgument',
      message: `fromYear, toYear: 1 to ${maxYears} years are needed`,
    });
  const timeline = clockTimeline(rules, fromYear, toYear);
  const key = JSON.stringify([timeline, fromYear, toYear, preferred]);
  if (!remembered.has(key)) {
    if (remembered.size >= maxRemembered) remembered.clear();
    const candidates = [...preferred.filter(isIanaTimeZone), ...knownZones()];
    const found = candidates.find((timeZone) => behaves(timeZone, timeline, fromYear, toYear));
    remembered.set(key, found);
  }
  const timeZone = remembered.get(key);
  return timeZone === undefined ? { kind: 'unresolved', rules } : { kind: 'iana', timeZone };
}

/**
 * The instant of a wall time in a zone that is told by its rules; times that clocks skip or repeat as in
 * {@link instantOfWallTime}.
 *
 * @param dateTime - `YYYY-MM-DDTHH:mm:ss`, with or without a fraction.
 * @returns Milliseconds since the Unix epoch.
 * @throws CalendarError `invalidArgument` for what is no wall time, or no rules.
 * @public
 */
export function instantOfRules(dateTime: string, rules: ClockRules): number {
  const wallMs = parseWallTime(dateTime);
  const year = new Date(wallMs).getUTCFullYear();
  const timeline = clockTimeline(rules, year - 1, year + 1);
  return wallTimeToInstant(wallMs, (instantMs) => offsetOfTimeline(timeline, instantMs));
}

/** First what mailboxes are set to, then everything this runtime knows. */
function knownZones(): readonly string[] {
  return (known ??= [
    ...new Set([
      ...populous,
      ...windowsZones.map(([windowsId]) => resolveTimeZone(windowsId)).flatMap(ianaNames),
      ...Intl.supportedValuesOf('timeZone'),
    ]),
  ].filter(isIanaTimeZone));
}

function ianaNames(zone: ResolvedTimeZone): string[] {
  return zone.kind === 'iana' ? [zone.timeZone] : [];
}

/** Compares every change of both, and that there are no others. */
function behaves(timeZone: string, timeline: ClockTimeline, fromYear: number, toYear: number): boolean {
  const startMs = Date.UTC(fromYear, 0, 1) - timeline.offsetMs;
  const end = timeline.transitions.at(-1)?.offsetMs ?? timeline.offsetMs;
  const endMs = Date.UTC(toYear + 1, 0, 1) - end;
  const isSame = (ms: number): boolean => zoneOffsetMs(ms, timeZone) === offsetOfTimeline(timeline, ms);
  const isSameAround = timeline.transitions.every(({ ms }) => isSame(ms - 1) && isSame(ms));
  if (!isSameAround || !isSame(startMs) || !isSame(endMs - 1)) return false;
  // Changes the rules do not have are told by their days: no zone keeps another time for less.
  for (let ms = startMs; ms < endMs; ms += 86_400_000) if (!isSame(ms)) return false;
  return true;
}
