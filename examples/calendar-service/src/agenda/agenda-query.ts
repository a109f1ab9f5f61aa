import { CalendarError } from '@kalends/core';
import type { TimeWindow } from '@kalends/core';
import { addDays, instantOfWallTime, isDate, isIanaTimeZone, parseInstant, wallTimeAt } from '@kalends/core/time';

/** Which part of the agenda somebody wants to see. */
export interface AgendaQuery {
  readonly window: TimeWindow;
  /** IANA zone of the viewer. */
  readonly timeZone: string;
  /** First and last day shown, `YYYY-MM-DD` in the viewer's zone, both inclusive. */
  readonly firstDate: string;
  readonly lastDate: string;
}

const defaultDays = 14;
const longestDays = 366;
/** Years that are answered: calendars hold nothing before or after, and dates within them can be counted on from. */
const years = { first: 1900, last: 2200 } as const;

/**
 * Reads `from`, `to` and `tz`. The bounds are dates in the viewer's zone or instants; `to` is exclusive.
 *
 * @throws CalendarError `invalidArgument`, naming the parameter and what it needs
 */
export function agendaQuery(
  parameters: {
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly tz?: string | undefined;
  },
  defaults: {
    readonly timeZone: string;
    readonly nowMs: number;
    /** Days that may be asked about. Default 366. */
    readonly maxDays?: number;
  },
): AgendaQuery {
  const { maxDays = longestDays } = defaults;
  const timeZone = parameters.tz ?? defaults.timeZone;
  if (timeZone !== 'UTC' && !isIanaTimeZone(timeZone)) {
    throw invalid('tz: an IANA time zone such as Europe/Berlin is needed');
  }
  const startMs = boundary('from', parameters.from ?? dateAt(defaults.nowMs, timeZone), timeZone);
  const firstDate = dateAt(startMs, timeZone);
  const endMs = boundary('to', parameters.to ?? addDays(firstDate, defaultDays), timeZone);
  if (endMs <= startMs) throw invalid('to: must be later than from');
  const latestEnd = `${addDays(firstDate, maxDays)}T${wallTimeAt(startMs, timeZone).slice(11)}`;
  if (endMs > instantOfWallTime(latestEnd, timeZone)) throw invalid(`to: at most ${maxDays} days after from`);
  return {
    window: { start: new Date(startMs).toISOString(), end: new Date(endMs).toISOString() },
    timeZone,
    firstDate,
    lastDate: dateAt(endMs - 1, timeZone),
  };
}

function boundary(name: string, text: string, timeZone: string): number {
  const year = Number(text.slice(0, 4));
  if (year < years.first || year > years.last) {
    throw invalid(`${name}: a year between ${years.first} and ${years.last} is needed`);
  }
  if (isDate(text)) return instantOfWallTime(`${text}T00:00:00`, timeZone);
  try {
    return parseInstant(text);
  } catch {
    throw invalid(`${name}: a date such as 2026-11-16 or an instant such as 2026-11-16T08:00:00Z is needed`);
  }
}

function dateAt(instantMs: number, timeZone: string): string {
  return wallTimeAt(instantMs, timeZone).slice(0, 10);
}

function invalid(message: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message });
}
