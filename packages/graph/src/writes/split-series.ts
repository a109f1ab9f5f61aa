import { CalendarError } from '@kalends/core';
import type { EventPatch, EventReference, RecurrenceId } from '@kalends/core';
import { expandRecurrence, splitRecurrence } from '@kalends/core/recurrence';
import { z } from 'zod';
import { eventParts } from '../events/event-parts.ts';
import { eventSurroundings } from '../events/event-surroundings.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import { unlessGone } from '../events/unless-gone.ts';
import type { GraphSession } from '../graph-session.ts';
import { withoutJoinBlock } from '../mapping/body-text.ts';
import { contentToWire } from '../mapping/content-input.ts';
import { isOthersPrivateItem } from '../mapping/event-mapping.ts';
import { propertyId } from '../mapping/extended-property.ts';
import { propertiesToWire } from '../mapping/property-mapping.ts';
import { recurrenceToWire } from '../mapping/recurrence-input.ts';
import { keepableTime, timesToWire } from '../mapping/time-input.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { EventWriteWire, InviteeWire } from '../wire/event-write-wire.ts';
import { createOnce, findByKey, readMark } from './create-once.ts';
import { endSeries, wordEnding } from './end-series.ts';
import { copyToWire } from './exception-copy.ts';
import { teamsProvider } from '../mapping/body-input.ts';
import { awaitJoinLink } from './online-meeting.ts';
import { exclusionsAt } from './schedule-change.ts';
import { markedRestoration, restoreOccurrences } from './series-restoration.ts';
import { contentBefore, readSubject, seriesOf } from './write-subject.ts';
import type { WriteSubject } from './write-subject.ts';
import { digestOf, namesOf } from './write-key.ts';

/** What is changed from an occurrence on. */
export interface SeriesChange {
  readonly patch: EventPatch;
  /** Default: everybody stays. */
  readonly invite?: (invitees: readonly InviteeWire[]) => readonly InviteeWire[];
  /** Tells this change from others: the caller's own words. */
  readonly key: unknown;
}

/** A call that divides a series. */
export interface SplitRequest {
  readonly calendarId: string;
  readonly target: EventReference;
  readonly change: SeriesChange;
}

/** Where a series is divided. */
export interface SplitPlace {
  readonly master: WriteSubject;
  readonly recurrenceId: RecurrenceId;
}

/** Properties that the second series carries, by which a repeated call finds it and what is left to do with the first. */
const requestName = 'splitRequest';
const splitName = 'splitOf';

interface Split {
  readonly masterId: string;
  readonly recurrenceId: RecurrenceId;
}

const splitSchema: z.ZodType<Split> = z.object({
  masterId: z.string(),
  recurrenceId: z.string(),
});

/**
 * Finds a division that a call with the same words made before. The occurrence it was made at is gone from the first series since.
 *
 * @returns the master of the second series, or nothing when there was no such call, or it did not get as far as ending the first.
 */
export async function resumedSplit(
  session: GraphSession,
  request: SplitRequest,
  label: ReadLabel,
): Promise<EventWire | undefined> {
  const { calendarId, target } = request;
  const made =
    'eventId' in target
      ? await findByKey(session, { calendarId, key: await requestKey(request), property: requestName }, label)
      : await findByKey(
          session,
          { calendarId, key: await splitKey(request, target.masterId, target.recurrenceId) },
          label,
        );
  if (made === undefined) return undefined;
  const mark = await readMark(session, { calendarId, eventId: made.id }, splitName, label);
  const split = splitSchema.safeParse(parseJson(mark));
  if (!split.success) return made;
  const { masterId, recurrenceId } = split.data;
  const master = await unlessGone(readSubject(session, { calendarId, eventId: masterId }, label));
  if (master?.kind !== 'master') return made;
  const { recurrence, time } = await seriesOf(session, master, label);
  const [further] = await expandRecurrence({ recurrence, time, from: recurrenceId, limit: 1 });
  // The first series goes on: the call begins anew, and finds what is done of it.
  if (further !== undefined) return undefined;
  const restoration = await markedRestoration(session, master, label);
  if (restoration !== undefined) await restoreOccurrences(session, master, restoration, label);
  return made;
}

/**
 * Divides a series: a second one is made from the occurrence on, with everything the first has and the change; then the first is ended. In
 * this order nothing is lost when only half of it happens, and the same call goes on where it stopped.
 *
 * Attached files stay with the first series, and an online meeting of the second is a new one.
 *
 * @returns the master of the second series.
 */
export async function splitSeries(
  session: GraphSession,
  request: SplitRequest,
  { master, recurrenceId }: SplitPlace,
  label: ReadLabel,
): Promise<EventWire> {
  const { calendarId, change } = request;
  await refuseHidden(session, master, label);
  const { recurrence, time } = await seriesOf(session, master, label);
  const { after } = await splitRecurrence({ recurrence, time, at: recurrenceId, occurrencesShare: 'endOnClock' });
  const newTime = change.patch.time === undefined ? after.time : keepableTime(change.patch.time);
  const newRecurrence = change.patch.recurrence ?? {
    ...after.recurrence,
    excluded: exclusionsAt(after.recurrence.excluded, after.time, newTime),
  };
  const write = {
    ...secondHalf(master, change),
    ...timesToWire(newTime),
    recurrence: recurrenceToWire(newRecurrence, newTime),
  };
  // What the first half cannot be is found out before the second is made.
  const ending = await wordEnding(session, { master, at: recurrenceId, call: request }, label);
  const split: Split = { masterId: master.eventId, recurrenceId };
  const creation = {
    calendarId,
    write,
    excluded: newRecurrence.excluded,
    key: await splitKey(request, master.eventId, recurrenceId),
    marks: [
      { id: propertyId(splitName), value: JSON.stringify(split) },
      { id: propertyId(requestName), value: await requestKey(request) },
    ],
  };
  const made = await createOnce(session, creation, label);
  await endSeries(session, ending, label);
  return write.isOnlineMeeting === true ? awaitJoinLink(session, { calendarId, eventId: made.id }, made, label) : made;
}

/** @throws CalendarError `accessDenied` for a series whose content is not shown: nothing of it could be carried over. */
async function refuseHidden(
  session: GraphSession,
  { calendarId, event }: WriteSubject,
  label: ReadLabel,
): Promise<void> {
  const around = await eventSurroundings(session, [event], { calendarId, parts: eventParts(), ...label });
  if (!around.hidesPrivateItems || !isOthersPrivateItem(event, around.holder)) return;
  throw new CalendarError({
    code: 'accessDenied',
    message:
      'The content of this private series is hidden from this account, so it cannot be divided; nothing was sent',
  });
}

function secondHalf(master: WriteSubject, { patch, invite = (invitees) => invitees }: SeriesChange): EventWriteWire {
  const { time: _time, recurrence: _recurrence, ...content } = patch;
  const before = contentBefore(master);
  const copy = copyToWire(master.event);
  const isTeams = before.isOnlineMeeting && master.event.onlineMeetingProvider === teamsProvider;
  // The new meeting writes a block of its own.
  const html = isTeams && before.joinUrl !== undefined ? withoutJoinBlock(before.html, before.joinUrl) : before.html;
  const { attendees = [], location, locations, ...others } = copy;
  const changed = contentToWire(content, { ...before, html, joinUrl: undefined });
  const isPlaced = changed.location !== undefined || changed.locations !== undefined;
  const invitees = invite(attendees);
  return {
    ...others,
    body: { contentType: 'html', content: html },
    ...(isPlaced || location === undefined ? {} : { location }),
    ...(isPlaced || locations === undefined ? {} : { locations }),
    ...(isTeams ? { isOnlineMeeting: true, onlineMeetingProvider: teamsProvider } : {}),
    ...(Object.keys(before.properties).length === 0
      ? {}
      : { singleValueExtendedProperties: [propertiesToWire(before.properties)] }),
    ...changed,
    ...(invitees.length === 0 ? {} : { attendees: invitees }),
  };
}

function splitKey({ calendarId, change }: SplitRequest, masterId: string, recurrenceId: RecurrenceId): Promise<string> {
  return digestOf(['split', calendarId, masterId, recurrenceId, change.key]);
}

function requestKey({ calendarId, target, change }: SplitRequest): Promise<string> {
  return digestOf(['split request', calendarId, namesOf(target), change.key]);
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return undefined;
  }
}
