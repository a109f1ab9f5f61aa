import { CalendarError } from '@kalends/core';
import type { CalendarEvent, EventPatch, EventPrivacy, UpdateEventOptions } from '@kalends/core';
import { formatRecurrence } from '@kalends/core/recurrence';
import { parseOptions, updateEventOptionsSchema } from '@kalends/core/schemas';
import { eventTimeOf } from '@kalends/core/time';
import { mapEventTime } from '../../mapping/event-time.ts';
import { unwritable } from '../../mapping/write/unwritable.ts';
import { writtenContent } from '../../mapping/write/written-content.ts';
import { writtenTime } from '../../mapping/write/written-time.ts';
import type { Session } from '../../session.ts';
import type { WireEvent } from '../../wire/event.ts';
import type { WireEventBody, WireReminder } from '../../wire/event-body.ts';
import { presentEvent } from '../present-event.ts';
import { awaitConference } from './await-conference.ts';
import { movedSeries, restoreOccurrences } from './moved-series.ts';
import { patchResource } from './patch-resource.ts';
import { randomKey } from './random-key.ts';
import { namedEvent } from './scoped-event.ts';
import type { NamedEvent } from './scoped-event.ts';
import { isFirst, readSeries } from './series.ts';
import { splitPlace, splitSeries } from './split-series.ts';
import { invalid, openWrite, presentWritten, unsupported } from './write-call.ts';
import type { WriteCall } from './write-call.ts';

/** How often a series is read again because somebody changed it in between. */
const maxTries = 5;

/** Changes what a patch names of an event, of a series, or of a series from an occurrence on. */
export async function updateEvent(session: Session, options: UpdateEventOptions): Promise<CalendarEvent> {
  const operation = 'events.update';
  const update = parseOptions(updateEventOptionsSchema, options, operation);
  const { scope, patch } = update;
  // What cannot be said is refused before anything is sent.
  writtenContent(patch, { conferenceRequestId: '' });
  if (patch.recurrence !== undefined && scope === 'occurrence') throw oneOccurrence(operation);
  if (patch.recurrence === null && scope === 'following') {
    throw invalid(operation, 'patch.recurrence: null needs the scope all');
  }
  if (scope === 'following' && update.ifVersion !== undefined) {
    throw unsupported(operation, 'ifVersion cannot guard the two writes that the scope following takes');
  }
  const write = await openWrite(session, operation, update);
  if (scope === 'following') return present(write, await updateFollowing(write, update));
  const { ifVersion } = update;
  // There is nothing to say.
  if (Object.keys(patch).length === 0 && ifVersion === undefined) {
    const { wire } = await namedEvent(write, { target: update, scope, needsWire: true });
    if (wire !== undefined) return presentEvent(session, { calendar: write.calendar, wire }, write.call);
  }
  return present(write, await updateNamed(write, update, scope));
}

async function present(write: WriteCall, written: WireEvent): Promise<CalendarEvent> {
  return presentWritten(write, await awaitConference(write, written));
}

async function updateNamed(
  write: WriteCall,
  update: UpdateEventOptions,
  scope: 'occurrence' | 'all' | undefined,
): Promise<WireEvent> {
  const { patch } = update;
  const { time, recurrence, reminderMinutes, privacy } = patch;
  const isComparing = recurrence !== undefined || time !== undefined || privacy !== undefined;
  const needsWire = isComparing || typeof reminderMinutes === 'number';
  const named = await namedEvent(write, { target: update, scope, needsWire });
  if (named.wire?.recurringEventId && recurrence !== undefined) throw oneOccurrence(write.call.operation);
  if (named.wire?.recurringEventId && privacy !== undefined) requirePrivacy(named.wire, privacy);
  return patchNamed(write, named, update);
}

async function updateFollowing(write: WriteCall, update: UpdateEventOptions): Promise<WireEvent> {
  const { patch, notify } = update;
  const place = await splitPlace(write, update, patch);
  if (place.kind === 'done') return place.master;
  const series = await readSeries(write, place.masterId);
  if (await isFirst(series, place.at)) return patchNamed(write, { eventId: place.masterId, wire: series.wire }, update);
  return splitSeries(write, series, {
    ...place,
    notify,
    purpose: patch,
    time: patch.time === undefined ? undefined : eventTimeOf(patch.time),
    recurrence: patch.recurrence ?? undefined,
    content: (newId) =>
      writtenContent(patch, { conferenceRequestId: newId, mailReminders: mailRemindersOf(series.wire) }),
  });
}

async function patchNamed(
  write: WriteCall,
  { eventId, wire }: NamedEvent,
  update: UpdateEventOptions,
): Promise<WireEvent> {
  const { patch, notify, ifVersion } = update;
  const body = patchBody(write, patch, wire);
  const isSeries = (wire?.recurrence ?? []).length > 0;
  if (patch.time !== undefined && patch.recurrence === undefined && isSeries)
    return moveSeries(write, eventId, body, update);
  return patchResource(write, { eventId, body, notify, ifVersion });
}

/** Moves a series as it is at that moment; begins again when somebody changed it in between. */
async function moveSeries(
  write: WriteCall,
  eventId: string,
  body: WireEventBody,
  { patch, notify, ifVersion }: UpdateEventOptions,
): Promise<WireEvent> {
  for (let tries = 1; ; tries += 1) {
    const series = await readSeries(write, eventId);
    const moved = patch.time === undefined ? undefined : movedSeries(series, eventTimeOf(patch.time));
    // What comes from the series as it was read is written to the series as it was read.
    const version = ifVersion ?? (moved === undefined ? undefined : series.wire.etag);
    try {
      if (moved === undefined) return await patchResource(write, { eventId, body, notify, ifVersion: version });
      const whole = { ...body, recurrence: formatRecurrence(moved.recurrence, moved.time) };
      const written = await patchResource(write, { eventId, body: whole, notify, ifVersion: version });
      await restoreOccurrences(write, { masterId: eventId, deleted: series.deleted, moved, notify });
      return written;
    } catch (error) {
      const isRace = CalendarError.is(error) && error.code === 'conflict' && ifVersion === undefined;
      if (!isRace || tries >= maxTries) throw error;
    }
  }
}

/** What goes over the wire: what the patch names, and nothing else. */
function patchBody({ session, calendar }: WriteCall, patch: EventPatch, wire: WireEvent | undefined): WireEventBody {
  const { recurrence } = patch;
  const content = writtenContent(patch, {
    conferenceRequestId: patch.conference?.kind === 'create' ? randomKey(session) : '',
    mailReminders: mailRemindersOf(wire),
  });
  const newTime = patch.time === undefined ? undefined : eventTimeOf(patch.time);
  if (recurrence === undefined || recurrence === null) {
    return {
      ...content,
      ...(newTime === undefined ? {} : writtenTime(newTime, 'patch')),
      ...(recurrence === null ? { recurrence: null } : {}),
    };
  }
  const time = newTime ?? mapEventTime(wire ?? {}, calendar.timeZone);
  // A series counts in a zone, which an event that happens once need not have; what is read names the calendar's in its place.
  const saysTime = newTime !== undefined || (time.kind === 'timed' && (wire?.recurrence ?? []).length === 0);
  return {
    ...content,
    ...(saysTime ? writtenTime(time, 'patch') : {}),
    recurrence: formatRecurrence(recurrence, time),
  };
}

/** Reminders by mail that an event has of its own. */
function mailRemindersOf(wire: WireEvent | undefined): readonly WireReminder[] {
  const { useDefault, overrides } = wire?.reminders ?? {};
  if (useDefault === true) return [];
  return (overrides ?? []).flatMap(({ method, minutes }): WireReminder[] =>
    method === 'email' && typeof minutes === 'number' ? [{ method, minutes }] : [],
  );
}

/**
 * Google makes the whole series more private when one occurrence is to be, and leaves an occurrence as it is that is to be less.
 *
 * @see {@link https://developers.google.com/workspace/calendar/api/v3/reference/events#visibility | Events, visibility}
 * @throws CalendarError `unsupported`.
 */
function requirePrivacy({ visibility }: WireEvent, privacy: EventPrivacy): void {
  if ((visibility || 'default') === privacy) return;
  throw unwritable('privacy', 'Google Calendar keeps one for all occurrences of a series; change that of the series');
}

function oneOccurrence(operation: string): CalendarError {
  return invalid(operation, 'patch.recurrence: one occurrence of a series does not repeat');
}
