import type { RecurrenceId } from '../../model/recurrence.ts';
import { resolveTimeZone } from '../../time/resolve-time-zone.ts';
import type { ContentLine } from './content-line.ts';
import { localToInstant, parseDateValue } from './date-value.ts';
import { invalidRecurrence, unsupportedRecurrence } from './recurrence-text-error.ts';
import type { SeriesZone } from './series-zone.ts';

/**
 * Reads the occurrences an EXDATE or RDATE names.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.1 | RFC 5545, EXDATE and RDATE}
 */
export function parseDateList(line: ContentLine, zone: SeriesZone): readonly RecurrenceId[] {
  const type = (line.parameters.get('VALUE') ?? 'DATE-TIME').toUpperCase();
  if (type === 'PERIOD') throw unsupportedRecurrence(`${line.name} with VALUE=PERIOD`);
  if (type !== 'DATE' && type !== 'DATE-TIME') throw unsupportedRecurrence(`VALUE of ${line.name}`);
  const listZone = zoneOfList(line, zone);
  return line.value.split(',').map((value) => {
    const parsed = parseDateValue(value.toUpperCase());
    if (parsed === undefined) {
      throw value.includes('/') ? unsupportedRecurrence(`${line.name} with a period`) : invalidRecurrence(line.name);
    }
    if (zone === undefined) return dateOf(line, parsed.kind === 'date' ? parsed.date : fullDay(parsed));
    if (parsed.kind === 'utc') return parsed.instant;
    // A date names no occurrence of a series that has times.
    if (parsed.kind === 'date') throw unsupportedRecurrence(`${line.name} with VALUE=DATE in a timed series`);
    if (!listZone?.isResolved) throw unsupportedRecurrence(`${line.name} in an unknown time zone`);
    return localToInstant(parsed.dateTime, listZone.timeZone);
  });
}

function zoneOfList(line: ContentLine, zone: SeriesZone): SeriesZone {
  const name = line.parameters.get('TZID');
  if (name === undefined) return zone;
  const resolved = resolveTimeZone(name);
  return resolved.kind === 'iana'
    ? { timeZone: resolved.timeZone, isResolved: true }
    : { timeZone: 'UTC', isResolved: false };
}

function dateOf(line: ContentLine, date: string | undefined): string {
  if (date === undefined) throw unsupportedRecurrence(`${line.name} with a time in a series of whole days`);
  return date;
}

/** Some programs write the midnight that a whole day starts with. */
function fullDay(
  value: { readonly kind: 'utc'; readonly instant: string } | { readonly kind: 'local'; readonly dateTime: string },
): string | undefined {
  const text = value.kind === 'utc' ? value.instant : value.dateTime;
  return text.slice(11, 19) === '00:00:00' ? text.slice(0, 10) : undefined;
}
