import { CalendarError } from '@kalends/core';
import type { EventMaster, EventTime, NotifyIntent, Recurrence, RecurrenceId } from '@kalends/core';
import { expandRecurrence, formatRecurrence, parseRecurrence, splitRecurrence } from '@kalends/core/recurrence';
import type { WireEvent } from '../../wire/event.ts';
import { presentEvent } from '../present-event.ts';
import { patchResource } from './patch-resource.ts';
import { readLive } from './scoped-event.ts';
import { invalid } from './write-call.ts';
import type { WriteCall } from './write-call.ts';

/** A series as it is at a moment. */
export interface Series {
  readonly wire: WireEvent;
  readonly time: EventTime;
  /** As the series itself has it. */
  readonly recurrence: Recurrence;
  /** Occurrences that were deleted one by one, which the series itself knows nothing of. */
  readonly deleted: readonly RecurrenceId[];
}

/** A series to end before one of its occurrences. */
export interface Shortening {
  readonly at: RecurrenceId;
  readonly notify: NotifyIntent;
  /** Only while the series is in this state. Default: read again when somebody changed it in between. */
  readonly ifVersion?: string | undefined;
}

/** How often a series is read again because somebody changed it in between. */
const maxTries = 5;

/** Reads a series. @throws CalendarError `notFound`, `invalidArgument` for an event that does not repeat. */
export async function readSeries(write: WriteCall, masterId: string): Promise<Series> {
  const wire = await readLive(write, masterId);
  const master = await presentEvent(write.session, { calendar: write.calendar, wire }, write.call);
  if (master.kind !== 'master') throw invalid(write.call.operation, 'masterId: this is no series');
  const recurrence = recurrenceOf(wire, master);
  const deleted = master.recurrence.excluded.filter((id) => !recurrence.excluded.includes(id));
  return { wire, time: master.time, recurrence, deleted };
}

/** Tells whether a series begins at an occurrence: that one and all that follow are then all of it. */
export async function isFirst({ time, recurrence }: Series, at: RecurrenceId): Promise<boolean> {
  const [first] = await expandRecurrence({ time, recurrence, limit: 1 });
  return first === at;
}

/** Tells whether nothing takes place before an occurrence: it is the first, or all before it were deleted. */
export async function isFirstLeft({ time, recurrence, deleted }: Series, at: RecurrenceId): Promise<boolean> {
  const left = { ...recurrence, excluded: [...new Set([...recurrence.excluded, ...deleted])] };
  const [first] = await expandRecurrence({ time, recurrence: left, limit: 1 });
  // Instants and dates of one form compare as texts.
  return first === undefined || first >= at;
}

/** The half of a series that begins at an occurrence. What was deleted one by one stays left out. */
export async function restOf(
  series: Series,
  at: RecurrenceId,
): Promise<{ readonly recurrence: Recurrence; readonly time: EventTime }> {
  const { after } = await splitRecurrence({ recurrence: series.recurrence, time: series.time, at });
  // Instants and dates of one form compare as texts.
  const deleted = series.deleted.filter((id) => id > at && !after.recurrence.excluded.includes(id));
  return { ...after, recurrence: { ...after.recurrence, excluded: [...after.recurrence.excluded, ...deleted] } };
}

/** Ends a series before one of its occurrences. That it ends there already is what was wanted. */
export async function shortenSeries(write: WriteCall, series: Series, shortening: Shortening): Promise<void> {
  const { at, notify, ifVersion } = shortening;
  let current = series;
  for (let tries = 1; ; tries += 1) {
    const { recurrence, time, wire } = current;
    const { before } = await splitRecurrence({ recurrence, time, at });
    try {
      await patchResource(write, {
        eventId: wire.id,
        body: { recurrence: formatRecurrence(before, time) },
        notify,
        ifVersion: ifVersion ?? wire.etag,
      });
      return;
    } catch (error) {
      const isRace = CalendarError.is(error) && error.code === 'conflict';
      if (!isRace || ifVersion !== undefined || tries >= maxTries) throw error;
    }
    current = await readSeries(write, wire.id);
    if (await endsBefore(current, at)) return;
  }
}

async function endsBefore({ recurrence, time }: Series, at: RecurrenceId): Promise<boolean> {
  const rest = await expandRecurrence({ recurrence, time, from: at, limit: 1 });
  return rest.length === 0;
}

function recurrenceOf(wire: WireEvent, { time }: EventMaster): Recurrence {
  return parseRecurrence(wire.recurrence ?? [], { time, provider: 'google' });
}
