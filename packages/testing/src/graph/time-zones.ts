import { Temporal } from 'temporal-polyfill';
import { timeZoneTable } from './time-zone-table.ts';

/** A zone somebody named: the name is echoed, the IANA zone computes. */
export interface NamedZone {
  readonly name: string;
  readonly iana: string;
}

/** The zone that holds when nobody named one. */
export const utcZone: NamedZone = { name: 'UTC', iana: 'UTC' };

const windowsByIana = new Map(timeZoneTable.flatMap(([windows, ...iana]) => iana.map((zone) => [zone, windows])));
const ianaByWindows = new Map(timeZoneTable.map(([windows, iana]) => [windows.toLowerCase(), iana ?? windows]));
const checkedIana = new Map<string, boolean>();

/** The Windows id of an IANA zone, or the IANA name itself where the table has none. */
export function windowsZoneOf(iana: string): string {
  return windowsByIana.get(iana) ?? iana;
}

/** Finds the zone behind a Windows id or an IANA name; undefined when there is none. */
export function findZone(name: string): NamedZone | undefined {
  const iana = ianaByWindows.get(name.toLowerCase());
  if (iana !== undefined) return { name, iana };
  return isIanaZone(name) ? { name, iana: name } : undefined;
}

/** Every Windows id of the table. */
export function windowsZoneNames(): readonly string[] {
  return timeZoneTable.map(([windows]) => windows);
}

/** Every IANA name of the table. */
export function ianaZoneNames(): readonly string[] {
  return timeZoneTable.flatMap(([, ...iana]) => iana).filter((name) => name.includes('/'));
}

function isIanaZone(name: string): boolean {
  const known = checkedIana.get(name);
  if (known !== undefined) return known;
  let isKnown = false;
  // Offsets such as `+02:00` are zones to Temporal, not to Graph.
  if (/^[A-Za-z][\w+\-/]*$/.test(name)) {
    try {
      Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
      isKnown = true;
    } catch {
      isKnown = false;
    }
  }
  if (checkedIana.size < 10_000) checkedIana.set(name, isKnown);
  return isKnown;
}
