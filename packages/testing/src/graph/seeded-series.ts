import type { Meeting, MeetingTime } from '../company/company.ts';
import type { EventPlace, EventTimes, ExceptionChange, StoredSeries } from './mailbox.ts';
import { OccurrenceTable } from './occurrence-table.ts';
import { graphRecurrence } from './recurrence-pattern.ts';
import type { SeriesStart } from './recurrence-pattern.ts';
import { epochMsOf, epochMsOfDate } from './wall-time.ts';

/** Instants of a meeting's time. All-day events remember the zone of their maker. */
export function eventTimes(when: MeetingTime, makerZone: string): EventTimes {
  if (when.kind === 'allDay') {
    return { startMs: epochMsOfDate(when.start), endMs: epochMsOfDate(when.end), isAllDay: true, zone: makerZone };
  }
  return {
    startMs: epochMsOf(when.start, when.timeZone),
    endMs: epochMsOf(when.end, when.timeZone),
    isAllDay: false,
    zone: when.timeZone,
  };
}

/** What an exception is made with. */
export interface ExceptionMaker {
  stamps(): Pick<ExceptionChange, 'changeKey' | 'lastModifiedAt'>;
  place(text: string): EventPlace;
}

/**
 * The series of a meeting, if it has one.
 *
 * @throws RangeError when Graph cannot express the rule, or when an exception or deletion is no occurrence of it.
 */
export function seededSeries(meeting: Meeting, times: EventTimes, maker: ExceptionMaker): StoredSeries | undefined {
  const { series, when } = meeting;
  if (series === undefined) return undefined;
  const isAllDay = when.kind === 'allDay';
  const start: SeriesStart = {
    wallTime: isAllDay ? `${when.start}T00:00:00` : when.start,
    iana: times.zone,
    isAllDay,
  };
  const recurrence = graphRecurrence(series.rule, start);
  const table = new OccurrenceTable(series.rule, recurrence, start, isAllDay ? `${when.end}T00:00:00` : when.end);
  const dateOf = (originalStart: string): string => {
    const date = originalStart.slice(0, 10);
    const isSameTime = isAllDay || originalStart.slice(10) === start.wallTime.slice(10);
    if (!isSameTime || table.at(date) === undefined) {
      throw new RangeError(`Meeting '${meeting.id}' has no occurrence that starts at ${originalStart}`);
    }
    return date;
  };
  const exceptions = new Map<string, ExceptionChange>();
  for (const exception of series.exceptions ?? []) {
    exceptions.set(dateOf(exception.originalStart), {
      ...maker.stamps(),
      ...(exception.when === undefined ? {} : { times: eventTimes(exception.when, times.zone) }),
      content: {
        ...(exception.title === undefined ? {} : { subject: exception.title }),
        ...(exception.location === undefined ? {} : { place: maker.place(exception.location) }),
      },
    });
  }
  return { recurrence, table, exceptions, deleted: new Set((series.deleted ?? []).map(dateOf)) };
}
