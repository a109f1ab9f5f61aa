import { CalendarError } from '../errors/calendar-error.ts';
import type { Recurrence, RecurrenceId } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';
import { loadRuleLibrary } from './rule-library.ts';
import { openRules } from './rule-slots.ts';
import { seriesClock } from './series-clock.ts';
import { seriesSlots } from './series-slots.ts';
import type { OpenedSeries } from './series-slots.ts';

/** Options of {@link expandRecurrence}. @public */
export interface ExpandRecurrenceOptions {
  /** How the series repeats. */
  readonly recurrence: Recurrence;
  /** When the master takes place: its first occurrence, in the zone the rules count in. */
  readonly time: EventTime;
  /** The first occurrence that is wanted: an instant, or a date for a series of whole days. Inclusive. Default: the start. */
  readonly from?: RecurrenceId;
  /** The last occurrence that is wanted, in the same form. Inclusive, as UNTIL is. Default: the end of the series. */
  readonly until?: RecurrenceId;
  /** How many occurrences are wanted at most, 1 to 10,000. As many answers as this may mean that there are more. */
  readonly limit: number;
}

const maxLimit = 10_000;
/** What one call may do, about half a second: what lies before `from` is only counted through where a COUNT asks for it. */
const maxWork = 25_000;

/**
 * Names the occurrences of a series in ascending order: those of its rules and the additional ones, less the excluded ones. The
 * start is always one of them and counts for COUNT (RFC 5545, section 3.3.10), also where no rule gives it, unless it is
 * excluded.
 *
 * Rules count in wall times of the series' zone. A time that clocks skip takes place with the offset from before the gap, one
 * that they repeat takes place at the first of the two (RFC 5545, section 3.3.5). The library that does the counting is loaded
 * with the first call.
 *
 * @returns the {@link RecurrenceId}s from `from` to `until`, at most `limit`; empty when the rules never match again.
 * @throws CalendarError `invalidArgument` for a limit out of range or an id of the other form (an instant, a date); `unsupported`
 * for a zone that is not resolved, a part of a rule that RFC 5545 gives no meaning where it stands, a moved day together with
 * other parts, and a series that takes too much work: 25,000 occurrences of a daily rule, fewer of longer periods.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.3 | RFC 5545, recurrence sets}
 * @public
 */
export async function expandRecurrence(options: ExpandRecurrenceOptions): Promise<RecurrenceId[]> {
  const { recurrence, time, from, until, limit } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit)
    throw new CalendarError({ code: 'invalidArgument', message: `limit: a number from 1 to ${maxLimit} is needed` });
  const series = await openSeries(recurrence, time);
  const { clock } = series;
  const fromMs = from === undefined ? -Infinity : clock.parseId(from, 'from');
  const untilMs = until === undefined ? Infinity : clock.parseId(until, 'until');
  const found: RecurrenceId[] = [];
  for (const ms of seriesSlots(series, fromMs, { left: maxWork, untilMs })) {
    if (ms > untilMs) break;
    found.push(clock.formatId(ms));
    if (found.length === limit) break;
  }
  return found;
}

/** Opens a series for expansion. */
export async function openSeries(recurrence: Recurrence, time: EventTime): Promise<OpenedSeries> {
  const clock = seriesClock(time);
  const Rule = await loadRuleLibrary();
  return {
    clock,
    recurrence,
    rules: openRules(Rule, recurrence.rules, { time, clock, countsStart: true }),
    excludedRules: openRules(Rule, recurrence.excludedRules, { time, clock, countsStart: false }),
  };
}
