import type { Recurrence, RecurrenceId, RecurrenceRule } from '@kalends/core';
import { parseContentLine } from './content-line.ts';
import { parseDateList } from './parse-date-list.ts';
import { parseRecurrenceRule } from './parse-recurrence-rule.ts';
import { shownName, unsupportedRecurrence } from './recurrence-error.ts';
import type { SeriesZone } from './series-zone.ts';

/**
 * Reads the `recurrence` lines of a master: RRULE, EXRULE, RDATE and EXDATE.
 *
 * @param zone - Zone in which the series repeats; `undefined` for a series of whole days.
 * @throws CalendarError `unsupported` or `invalidResponse`, naming the part.
 */
export function parseRecurrence(lines: readonly string[], zone: SeriesZone): Recurrence {
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
