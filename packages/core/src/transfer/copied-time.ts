import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarEvent } from '../model/event.ts';
import type { NewEventTime, WallTime } from '../model/event-input.ts';
import type { ZonedDateTime } from '../model/time.ts';
import type { EventWriteCapabilities } from '../provider/event-write-capabilities.ts';
import { isSecondReading } from '../time/event-time-of.ts';
import { resolveTimeZone, windowsTimeZone } from '../time/resolve-time-zone.ts';
import { wallTimeAt } from '../time/zoned-date-time.ts';
import type { EventLoss } from './event-loss.ts';

/** When a copy takes place: at the same instants always, in the same zone where the target keeps it. */
export function copiedTime(
  event: CalendarEvent,
  writes: EventWriteCapabilities,
): { readonly time: NewEventTime; readonly losses: readonly EventLoss[] } {
  const { time } = event;
  if (time.kind === 'allDay') return { time, losses: [] };
  const start = copied(time.start, writes);
  const end = copied(time.end, writes);
  const isOnItsClock = time.start.unresolvedTimeZone === undefined && start.timeZone === time.start.timeZone;
  if (event.kind === 'master' && !isOnItsClock) throw otherClock();
  return {
    time: { kind: 'timed', start, end },
    losses:
      keepsZone(time.start, start, writes) && keepsZone(time.end, end, writes)
        ? []
        : [{ field: 'time.timeZone', reason: 'otherValue' }],
  };
}

function copied({ dateTime, timeZone, instant, ...others }: ZonedDateTime, writes: EventWriteCapabilities): WallTime {
  const isKept =
    (writes.timeZones === 'iana' || windowsTimeZone(timeZone) !== undefined) &&
    (writes.repeatedHours || !isSecondReading({ dateTime, timeZone, instant, ...others }));
  return isKept
    ? { dateTime, timeZone, instant }
    : { dateTime: wallTimeAt(Date.parse(instant), 'UTC'), timeZone: 'UTC', instant };
}

function keepsZone(original: ZonedDateTime, copy: WallTime, writes: EventWriteCapabilities): boolean {
  if (original.unresolvedTimeZone !== undefined || copy.timeZone !== original.timeZone) return false;
  if (writes.timeZones === 'iana') return true;
  const back = resolveTimeZone(windowsTimeZone(copy.timeZone));
  return back.kind === 'iana' && back.timeZone === copy.timeZone;
}

/** In another zone, UTC in the place of an unknown one included, a series would move when clocks change. */
function otherClock(): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: 'The target cannot keep a series in this time zone',
    operation: 'eventCopy',
  });
}
