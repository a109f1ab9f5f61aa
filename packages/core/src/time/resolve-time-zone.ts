import { windowsIdOfDisplayName } from './display-names.ts';
import { Temporal } from './temporal.ts';
import { windowsZones } from './windows-zones.generated.ts';
import { zoneOffsetMs } from './zone-offset.ts';

/** What a service's zone name turned out to be. @public */
export type ResolvedTimeZone =
  | { readonly kind: 'iana'; readonly timeZone: string }
  /** Empty, custom or unknown: instants are still right, wall times are not known. */
  | { readonly kind: 'unresolved'; readonly vendorName: string };

/** Names of UTC that CLDR does not list. */
const furtherUtcNames = new Set(['z', 'tzone://microsoft/utc', 'coordinated universal time']);
const ianaByWindowsId = new Map(windowsZones.map(([windowsId, iana]) => [windowsId.toLowerCase(), iana]));
const windowsIdByIana = new Map(
  windowsZones.flatMap(([windowsId, iana, others]) =>
    [iana, ...others.split(' ')].filter((name) => name !== '').map((name) => [name.toLowerCase(), windowsId] as const),
  ),
);
const resolved = new Map<string, ResolvedTimeZone>();
const maxRemembered = 2_000;
const maxNameLength = 200;
/** Years whose offsets a display name may show: Windows keeps names long after a zone's offset changed. */
const displayedYears = Array.from({ length: 27 }, (_, index) => 2000 + index);

/**
 * Resolves a zone name as calendar services send it: an IANA name (former names such as `US/Eastern` or `Singapore`
 * included), a Windows id (CLDR decides which IANA zone it means) in its standard or daylight form, one of the names of UTC, or
 * what Windows shows for a zone, such as `(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna`. Case does not matter.
 *
 * Display names are known in English. In about 45 other languages they are recognised by the cities in them, as CLDR spells
 * those: a name is resolved when its cities and its offset speak for one zone. Names made of regions or directions such as
 * `Pacific Time` are known in English only, and so are localized names without an offset (`Mitteleuropäische Zeit`): they stay
 * unresolved.
 *
 * @returns `iana` with the name as the time zone database spells it, `UTC` for every name of UTC; else `unresolved` with the
 * service's name, cut after 200 characters.
 *
 * @see {@link https://unicode.org/reports/tr35/tr35-dates.html#windowsZones | CLDR, Windows zones}
 * @public
 */
export function resolveTimeZone(vendorName: string | null | undefined): ResolvedTimeZone {
  const name = vendorName?.trim() ?? '';
  const known = resolved.get(name);
  if (known !== undefined) return known;
  const result = resolve(name);
  if (resolved.size < maxRemembered && name.length <= maxNameLength) resolved.set(name, result);
  return result;
}

/**
 * The Windows id of an IANA zone, for services that take only those.
 *
 * @returns `undefined` for a zone that CLDR maps to no Windows zone.
 * @public
 */
export function windowsTimeZone(timeZone: string): string | undefined {
  return timeZone === 'UTC' ? 'UTC' : windowsIdByIana.get(timeZone.toLowerCase());
}

/** Tells whether the time zone data of this runtime knows an IANA zone name. Case does not matter. @public */
export function isIanaTimeZone(name: string): boolean {
  return ianaName(name) !== undefined;
}

function resolve(name: string): ResolvedTimeZone {
  const lower = name.toLowerCase();
  if (furtherUtcNames.has(lower) || windowsIdByIana.get(lower) === 'UTC') return { kind: 'iana', timeZone: 'UTC' };
  const timeZone = ianaByWindowsId.get(lower) ?? ianaName(name) ?? zoneOfDisplayName(name);
  return timeZone === undefined
    ? { kind: 'unresolved', vendorName: name.slice(0, maxNameLength) }
    : { kind: 'iana', timeZone };
}

function zoneOfDisplayName(name: string): string | undefined {
  if (name === '' || name.length > maxNameLength) return undefined;
  const standard = name.toLowerCase().replace(/ (?:daylight|summer) time(?= \(|$)/, ' standard time');
  const windowsId = windowsIdOfDisplayName(name, hasHadOffset);
  const known = ianaByWindowsId.get(standard) ?? ianaByWindowsId.get(windowsId?.toLowerCase() ?? '');
  return windowsId === 'UTC' ? 'UTC' : known;
}

function hasHadOffset(windowsId: string, offsetMs: number): boolean {
  const timeZone = ianaByWindowsId.get(windowsId.toLowerCase());
  if (timeZone === undefined) return false;
  return displayedYears.some((year) =>
    [0, 6].some((month) => zoneOffsetMs(Date.UTC(year, month, 1), timeZone) === offsetMs),
  );
}

/**
 * The name in its usual case. Temporal decides, because it does the counting later: `Intl` of some engines also knows names
 * such as `PST` or `SystemV/PST8`, which Temporal refuses.
 */
function ianaName(name: string): string | undefined {
  if (name.length > maxNameLength || !/^[A-Za-z][\w+\-/]*$/.test(name)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return undefined;
  }
}
