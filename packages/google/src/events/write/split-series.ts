import { CalendarError } from '@kalends/core';
import type { EventReference, EventTime, NotifyIntent, Recurrence } from '@kalends/core';
import { formatRecurrence } from '@kalends/core/recurrence';
import { writtenTime } from '../../mapping/write/written-time.ts';
import { shiftedRecurrence } from '../../mapping/write/shifted-recurrence.ts';
import type { WireEvent } from '../../wire/event.ts';
import type { WireEventBody, WireSentAttendee } from '../../wire/event-body.ts';
import { findResource } from '../find-resource.ts';
import { eventIdFor } from './event-id.ts';
import { insertResource } from './insert-resource.ts';
import { followingPlace, namedPlace } from './scoped-event.ts';
import type { FollowingPlace } from './scoped-event.ts';
import { readSeriesCopy } from './series-copy.ts';
import { restOf, shortenSeries } from './series.ts';
import type { Series } from './series.ts';
import { calendarKey, denied } from './write-call.ts';
import type { WriteCall } from './write-call.ts';

/** Where a series is split and what is different from there on. */
export interface Split extends FollowingPlace {
  readonly notify: NotifyIntent;
  /** What the caller wants changed: the same at the same place is the same split. */
  readonly purpose: unknown;
  /** Default: that of the occurrence. */
  readonly time?: EventTime | undefined;
  /** Default: how the series goes on. */
  readonly recurrence?: Recurrence | undefined;
  /** What else is written; `newId` is that of the new series. */
  readonly content?: (newId: string) => WireEventBody;
  /** Who is invited from there on. */
  readonly attendees?: (list: readonly WireSentAttendee[]) => readonly WireSentAttendee[];
}

/**
 * Splits a series in two: makes a new one that begins at an occurrence, then ends the old one before it. The id of the new one comes
 * from what is wanted, so that whoever repeats the call after a failure goes on where it stopped.
 *
 * @returns the master of the new series.
 */
export async function splitSeries(write: WriteCall, series: Series, split: Split): Promise<WireEvent> {
  const { at, notify } = split;
  if (series.wire.organizer && series.wire.organizer.self !== true) {
    throw denied(write.call.operation, 'A series is split by its organizer; a guest can change single occurrences');
  }
  const id = await splitId(write, split);
  const rest = await restOf(series, at);
  const time = split.time ?? rest.time;
  const recurrence = split.recurrence ?? shiftedRecurrence(rest.recurrence, rest.time, time);
  const copy = merged(await readSeriesCopy(write, split.masterId), split.content?.(id) ?? {});
  const attendees = split.attendees?.(copy.attendees ?? []) ?? copy.attendees;
  const created = await insertResource(write, {
    body: {
      ...copy,
      ...(attendees === undefined ? {} : { attendees }),
      ...writtenTime(time, 'insert'),
      recurrence: formatRecurrence(recurrence, time),
      id,
    },
    notify,
  });
  try {
    await shortenSeries(write, series, { at, notify });
  } catch (error) {
    throw halfDone(error);
  }
  return created;
}

/** The new series stands beside the old one by now: no error may say that nothing happened. */
function halfDone(error: unknown): unknown {
  if (!CalendarError.is(error) || error.code === 'aborted' || error.code === 'disposed') return error;
  return new CalendarError({
    code: 'outcomeUnknown',
    message: `The series was begun anew, and where it began anew the old one was not ended (${error.code})`,
    provider: 'google',
    operation: error.operation,
    requestId: error.requestId,
    retryAfterMs: error.retryAfterMs,
    cure: { text: 'Repeat the same call: it goes on where it stopped, and makes no further series.' },
    cause: error,
  });
}

/** What the scope `following` finds. */
export type SplitPlace =
  | ({ readonly kind: 'open' } & FollowingPlace)
  /** The same split took place already, and its answer was lost: this is the new series. */
  | { readonly kind: 'done'; readonly master: WireEvent };

/** Finds out where to split; when the occurrence is not in its series any more, whether that was done before. */
export async function splitPlace(write: WriteCall, target: EventReference, purpose: unknown): Promise<SplitPlace> {
  try {
    return { kind: 'open', ...(await followingPlace(write, target)) };
  } catch (error) {
    const place = namedPlace(target);
    if (!CalendarError.is(error) || error.code !== 'notFound' || place === undefined) throw error;
    const eventId = await splitId(write, { ...place, purpose });
    const master = await findResource(write.session, { calendarId: write.calendar.id, eventId }, write.call);
    if (master === undefined || master.status === 'cancelled') throw error;
    return { kind: 'done', master };
  }
}

function splitId(
  write: WriteCall,
  { masterId, at, purpose }: Pick<Split, 'masterId' | 'at' | 'purpose'>,
): Promise<string> {
  return eventIdFor(calendarKey(write), ['split', masterId, at, purpose]);
}

/** What a patch makes of a copy: `null` clears, properties are merged. */
function merged(copy: WireEventBody, { extendedProperties, ...content }: WireEventBody): WireEventBody {
  const properties = { ...copy.extendedProperties?.private, ...extendedProperties?.private };
  const kept = Object.entries(properties).filter(([, value]) => value !== null);
  const all = {
    ...copy,
    // A label would be stronger than the colour that is wanted.
    ...(content.colorId === undefined ? {} : { eventLabelId: null }),
    ...content,
    ...(kept.length === 0 && copy.extendedProperties === undefined
      ? {}
      : { extendedProperties: { ...copy.extendedProperties, private: Object.fromEntries(kept) } }),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
