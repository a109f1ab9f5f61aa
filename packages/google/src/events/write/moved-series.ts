import type { EventTime } from '@kalends/core';
import { formatRecurrence } from '@kalends/core/recurrence';
import { shiftedRecurrence } from '../../mapping/write/shifted-recurrence.ts';
import type { Series } from './series.ts';

/**
 * What a whole series has to say of its recurrence besides when it moves to another time. Google counts on from the new start: a series
 * that ended with its last occurrence would lose it, what was left out would come back, and so would what was deleted one by one.
 *
 * @returns the lines of `recurrence`; `undefined` when the rule says it all.
 */
export function movedRecurrence({ time, recurrence, deleted }: Series, newTime: EventTime): string[] | undefined {
  if (startOf(time) === startOf(newTime)) return undefined;
  const whole = { ...recurrence, excluded: [...recurrence.excluded, ...deleted] };
  const lines = formatRecurrence(shiftedRecurrence(whole, time, newTime), newTime);
  return lines.join('\n') === formatRecurrence(recurrence, time).join('\n') ? undefined : lines;
}

function startOf(time: EventTime): string {
  return time.kind === 'allDay' ? time.startDate : `${time.start.dateTime} ${time.start.timeZone}`;
}
