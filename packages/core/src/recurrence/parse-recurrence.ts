import { CalendarError } from '../errors/calendar-error.ts';
import type { Recurrence, RecurrenceId, RecurrenceRule } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';
import { parseContentLine } from './parse/content-line.ts';
import { parseDateList } from './parse/parse-date-list.ts';
import { parseRecurrenceRule } from './parse/parse-recurrence-rule.ts';
import { RecurrenceTextError, shownName, unsupportedRecurrence } from './parse/recurrence-text-error.ts';
import type { SeriesZone } from './parse/series-zone.ts';

/** Options of {@link parseRecurrence}. @public */
export interface ParseRecurrenceOptions {
  /** When the master takes place: a series of whole days has dates, a timed one counts in the zone of its start. */
  readonly time: EventTime;
  /** Id of the provider whose service sent the lines, for errors. Default: they are the caller's own. */
  readonly provider?: string;
}

/**
 * Reads a recurrence from content lines of RFC 5545: RRULE, EXRULE, RDATE and EXDATE, without DTSTART, folded or not. The inverse
 * of {@link formatRecurrence}. SKIP of RFC 7529 is understood, of RSCALE only the Gregorian calendar.
 *
 * Reading is strict, since a rule without one of its parts is another rule. Local times in RDATE, EXDATE and UNTIL count in the
 * zone they name, else in that of the series.
 *
 * @throws CalendarError `unsupported` naming a part that {@link Recurrence} cannot hold (RDATE with periods, other calendars,
 * parts that are not known, local times in a zone that is not resolved); for text that breaks the grammar `invalidResponse` when
 * a provider is named, else `invalidArgument`, naming the part.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5 | RFC 5545, recurrence component properties}
 * @public
 */
export function parseRecurrence(lines: readonly string[], options: ParseRecurrenceOptions): Recurrence {
  try {
    return parseLines(lines, zoneOf(options.time));
  } catch (error) {
    if (!(error instanceof RecurrenceTextError)) throw error;
    const { provider } = options;
    const brokenCode = provider === undefined ? 'invalidArgument' : 'invalidResponse';
    throw new CalendarError({ code: error.isBroken ? brokenCode : 'unsupported', message: error.message, provider });
  }
}

function zoneOf(time: EventTime): SeriesZone {
  if (time.kind === 'allDay') return undefined;
  const { timeZone, unresolvedTimeZone } = time.start;
  return { timeZone, isResolved: unresolvedTimeZone === undefined };
}

function parseLines(lines: readonly string[], zone: SeriesZone): Recurrence {
  const rules: RecurrenceRule[] = [];
  const excludedRules: RecurrenceRule[] = [];
  const additional = new Set<RecurrenceId>();
  const excluded = new Set<RecurrenceId>();
  for (const text of lines) {
    const line = parseContentLine(text);
    switch (line.name) {
      case 'RRULE':
        rules.push(parseRecurrenceRule(line.value, zone));
        break;
      case 'EXRULE':
        excludedRules.push(parseRecurrenceRule(line.value, zone));
        break;
      case 'RDATE':
        for (const id of parseDateList(line, zone)) additional.add(id);
        break;
      case 'EXDATE':
        for (const id of parseDateList(line, zone)) excluded.add(id);
        break;
      default:
        throw unsupportedRecurrence(shownName(line.name));
    }
  }
  return { rules, excludedRules, additional: [...additional], excluded: [...excluded] };
}
