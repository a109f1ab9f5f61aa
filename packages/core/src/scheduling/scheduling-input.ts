import type { NewEvent, NewEventTime, WallTime } from '../model/event-input.ts';
import { instantOfWallTime, parseInstant, wallTimeAt } from '../time/zoned-date-time.ts';

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

/**
 * Takes what a meeting service may be told and leaves everything else, whatever is passed. Both times are in the zone of the start; in
 * UTC when they would not be plain there, because clocks repeat that hour.
 *
 * @public
 */
export function schedulingInput({ title, time, recurrence }: MeetingToSchedule): SchedulingInput {
  const timeZone = plainZone(time);
  const on = (wallTime: WallTime): string => wallTimeAt(instantMsOf(wallTime), timeZone);
  return {
    subject: title,
    start: on(time.start),
    end: on(time.end),
    timeZone,
    isRecurring: recurrence !== undefined,
  };
}

function plainZone({ start, end }: MeetingToSchedule['time']): string {
  const isPlain = [start, end].every((wallTime) => {
    const instantMs = instantMsOf(wallTime);
    return instantOfWallTime(wallTimeAt(instantMs, start.timeZone), start.timeZone) === instantMs;
  });
  return isPlain ? start.timeZone : 'UTC';
}

function instantMsOf({ dateTime, timeZone, instant }: WallTime): number {
  return instant === undefined ? instantOfWallTime(dateTime, timeZone) : parseInstant(instant);
}
