import type { ExchangePattern } from '../recurrence/exchange-pattern.ts';
import { patternRule } from '../recurrence/pattern-rule.ts';
import { expandSeries, firstOccurrence } from '../recurrence/series-expansion.ts';
import type { SeriesExpansion } from '../recurrence/series-expansion.ts';
import { ItemError } from '../soap/ews-errors.ts';
import type { CalendarContent } from '../store/calendar-content.ts';
import { dateOf, instantOf, parseWallTime, wallTimeOf } from '../time/instants.ts';
import type { WallTime } from '../time/instants.ts';
import type { CalendarDraft } from './calendar-draft.ts';
import type { RequestedRecurrence } from './read-recurrence.ts';

const dayMs = 86_400_000;
const maxDurationMs = 5 * 366 * dayMs;
// Enough occurrences to meet the shortest distance between two neighbours of each pattern.
const comparedOccurrences: Readonly<Record<ExchangePattern['kind'], number>> = {
  daily: 2,
  weekly: 9,
  absoluteMonthly: 14,
  relativeMonthly: 14,
  absoluteYearly: 4,
  relativeYearly: 4,
};

/**
 * Fills in what follows from what was written: whole days, and the occurrences of a series. A series that is written
 * anew, by its pattern or by its times, loses its exceptions (MS-OXOCAL, section 3.1.4.7.3.5).
 *
 * @throws ItemError with the documented code when times or recurrence make no sense.
 */
export function finishCalendarItem(draft: CalendarDraft, before: CalendarContent | undefined): CalendarContent {
  const { content } = draft;
  if (content.isAllDay) roundToDays(content);
  if (content.end < content.start) {
    throw new ItemError('ErrorCalendarEndDateIsEarlierThanStartDate', 'EndDate is earlier than StartDate');
  }
  if (content.end - content.start > maxDurationMs) {
    throw new ItemError('ErrorCalendarDurationIsTooLong', 'The duration of the calendar item is too long.');
  }
  const recurrence = recurrenceAfter(draft, before);
  if (recurrence === 'same') return content;
  content.exceptions = new Map();
  content.deleted = new Set();
  content.series = undefined;
  if (recurrence === 'none') return content;
  const series = expand(content, recurrence);
  const first = series.nth(1);
  if (first === undefined) throw noOccurrence();
  content.series = series;
  content.start = first.start;
  content.end = first.end;
  return content;
}

function recurrenceAfter(
  { content, recurrence, sets }: CalendarDraft,
  before: CalendarContent | undefined,
): RequestedRecurrence | 'none' | 'same' {
  const series = before?.series;
  if (recurrence !== undefined) {
    const becomesSeries = recurrence !== 'none' && before !== undefined && series === undefined;
    if (becomesSeries && !(sets.has('calendar:StartTimeZone') && sets.has('calendar:EndTimeZone'))) {
      throw new ItemError(
        'ErrorCalendarInvalidTimeZone',
        'An item that becomes a series needs its time zones in the same request.',
      );
    }
    return recurrence;
  }
  if (series === undefined || before === undefined) return before === undefined ? 'none' : 'same';
  const isMoved =
    content.start !== before.start ||
    content.end !== before.end ||
    content.zone.timeZone !== before.zone.timeZone ||
    content.isAllDay !== before.isAllDay;
  if (!isMoved) return 'same';
  return {
    pattern: series.pattern,
    range: series.range,
    startDate: dateOf(wallTimeOf(content.start, content.zone.timeZone)),
  };
}

function expand(content: CalendarContent, { pattern, range, startDate }: RequestedRecurrence): SeriesExpansion {
  const { timeZone } = content.zone;
  const wallStart = wallTimeOf(content.start, timeZone);
  const durationMs = wallTimeOf(content.end, timeZone) - wallStart;
  const rule = patternRule(pattern);
  const start = firstOccurrence(rule, parseWallTime(startDate) + timeOfDay(wallStart));
  if (start === undefined || (range.kind === 'endDate' && dateOf(start) > range.endDate)) throw noOccurrence();
  const end =
    range.kind === 'numbered'
      ? `;COUNT=${range.count}`
      : range.kind === 'endDate'
        ? `;UNTIL=${range.endDate.replaceAll('-', '')}`
        : '';
  const series = expandSeries({ rule: rule + end, start, durationMs, timeZone, pattern });
  requireDistance(series);
  return series;
}

function requireDistance(series: SeriesExpansion): void {
  let previous = series.nth(1);
  for (let index = 2; index <= comparedOccurrences[series.pattern.kind] && previous !== undefined; index += 1) {
    const next = series.nth(index);
    if (next !== undefined && next.start < previous.end) {
      throw new ItemError('ErrorOccurrenceTimeSpanTooBig', 'Occurrences of the series overlap.');
    }
    previous = next;
  }
}

/** Whole days begin and end at midnight on the clocks of the item's zone. */
function roundToDays(content: { start: number; end: number } & Pick<CalendarContent, 'zone' | 'endZone'>): void {
  const start = wallTimeOf(content.start, content.zone.timeZone);
  const end = wallTimeOf(content.end, content.endZone.timeZone);
  const firstDay = start - timeOfDay(start);
  const lastDay = timeOfDay(end) === 0 ? end : end - timeOfDay(end) + dayMs;
  content.start = instantOf(firstDay, content.zone.timeZone);
  content.end = instantOf(Math.max(lastDay, firstDay + dayMs), content.endZone.timeZone);
}

function timeOfDay(wall: WallTime): number {
  return ((wall % dayMs) + dayMs) % dayMs;
}

function noOccurrence(): ItemError {
  return new ItemError('ErrorRecurrenceHasNoOccurrence', 'The recurrence has no occurrence.');
}
