import { eventTimeOf } from '../time/event-time-of.ts';
import { wallTimeAt } from '../time/zoned-date-time.ts';
import type { NewEvent, NewEventTime } from '../model/event-input.ts';

/** A meeting to schedule: nothing but its title, when it is and how it repeats. @public */
export interface MeetingToSchedule extends Pick<NewEvent, 'recurrence'> {
  readonly title: string;
  readonly time: Extract<NewEventTime, { kind: 'timed' }>;
}

/**
 * All that a meeting service is told of a meeting. There is no place for a body or for attendees.
 *
 * @public
 */
export interface SchedulingInput {
  readonly subject: string;
  /** Local date and time, `YYYY-MM-DDTHH:mm:ss`. */
  readonly start: string;
  /** Local date and time, exclusive. */
  readonly end: string;
  /** IANA zone of both. */
  readonly timeZone: string;
  /** That it repeats, not how. */
  readonly isRecurring: boolean;
}

/** Takes what a meeting service may be told and leaves everything else, whatever is passed. @public */
export function schedulingInput({ title, time, recurrence }: MeetingToSchedule): SchedulingInput {
  return {
    subject: title,
    start: time.start.dateTime,
    end: endInZoneOfStart(time),
    timeZone: time.start.timeZone,
    isRecurring: recurrence !== undefined,
  };
}

function endInZoneOfStart(time: MeetingToSchedule['time']): string {
  if (time.end.timeZone === time.start.timeZone) return time.end.dateTime;
  const resolved = eventTimeOf(time);
  return resolved.kind === 'timed'
    ? wallTimeAt(Date.parse(resolved.end.instant), time.start.timeZone)
    : time.end.dateTime;
}
