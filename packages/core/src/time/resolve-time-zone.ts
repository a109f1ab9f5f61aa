import { windowsZones } from './windows-zones.generated.ts';

/** What a service's zone name turned out to be. @public */
export type ResolvedTimeZone =
  | { readonly kind: 'iana'; readonly timeZone: string }
  /** Empty, custom or unknown: instants are still right, wall times are not known. */
  | { readonly kind: 'unresolved'; readonly vendorName: string };

const utcNames = new Set([
  'utc',
  'etc/utc',
  'etc/gmt',
  'gmt',
  'z',
  'zulu',
  'etc/zulu',
  'universal',
  'tzone://microsoft/utc',
  'coordinated universal time',
]);
const ianaByWindowsId = new Map(windowsZones.map(([windowsId, iana]) => [windowsId.toLowerCase(), iana]));
const windowsIdByIana = new Map(
  windowsZones.flatMap(([windowsId, iana, others]) =>
    [iana, ...others.split(' ')].filter((name) => name !== '').map((name) => [name.toLowerCase(), windowsId] as const),
  ),
);
const resolved = new Map<string, ResolvedTimeZone>();
const maxRemembered = 2_000;
const maxNameLength = 200;

/**
 * Resolves a zone name as calendar services send it: an IANA name, a Windows id (CLDR decides which IANA zone it means), or
 * one of the names of UTC. Case does not matter.
 *
 * @see {@link https://unicode.org/reports/tr35/tr35-dates.html#windowsZones | CLDR, Windows zones}
 * @public
 */
export function resolveTimeZone(vendorName: string | null | undefined): ResolvedTimeZone {
  const name = vendorName?.trim() ?? '';
  const known = resolved.get(name);
  if (known !== undefined) return known;
  const result = resolve(name);
  if (resolved.size < maxRemembered) resolved.set(name, result);
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

/** Tells whether this runtime's time zone data knows an IANA zone name. @public */
export function isIanaTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+\-/]*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

function resolve(name: string): ResolvedTimeZone {
  const lower = name.toLowerCase();
  if (utcNames.has(lower)) return { kind: 'iana', timeZone: 'UTC' };
  const fromWindows = ianaByWindowsId.get(lower);
  if (fromWindows !== undefined) return { kind: 'iana', timeZone: fromWindows };
  if (name.includes('/') && name.length <= maxNameLength && isIanaTimeZone(name))
    return { kind: 'iana', timeZone: properCase(name) };
  return { kind: 'unresolved', vendorName: name.slice(0, maxNameLength) };
}

/** `europe/berlin` is valid but is not how anybody compares zone names. */
function properCase(name: string): string {
  const lower = name.toLowerCase();
  return Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase() === lower) ?? name;
}
