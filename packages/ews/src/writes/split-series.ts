import { CalendarError, readBack } from '@kalends/core';
import type { EventPatch, NewAttendee, NewEvent, NotifyIntent, Recurrence, RecurrenceId } from '@kalends/core';
import { expandRecurrence, splitRecurrence } from '@kalends/core/recurrence';
import type { RecurrenceSplit } from '@kalends/core/recurrence';
import { locateById } from '../events/locate.ts';
import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { attendeesToInvite } from '../mapping/attendee-writing.ts';
import { contentWrites } from '../mapping/content-writing.ts';
import { eventOf } from '../mapping/event-mapping.ts';
import { hasAttendees, isOrganizersCopy } from '../mapping/meeting-role.ts';
import { propertiesOf } from '../mapping/own-properties.ts';
import { namesPlace, placeAfter } from '../mapping/place-writing.ts';
import { recurrenceWrite } from '../mapping/recurrence-writing.ts';
import { recurrenceOf } from '../mapping/recurrence-mapping.ts';
import { eventTimeOf, recurrenceIdAt } from '../mapping/time-mapping.ts';
import { eventTimeOfNew } from '../mapping/time-writing.ts';
import { isTrue } from '../mapping/wire-values.ts';
import type { EventDetail } from '../operations/item-properties.ts';
import { findCreated, keyDigest } from './created-items.ts';
import { createItem, newEventWrites } from './create-event.ts';
import { exclusionsWrite, finishExclusions, pendingExclusions } from './exclusions.ts';
import { guardedUpdate } from './guarded-update.ts';
import { daysOf, mergedProperties, newTimeOf, placeOf } from './patch-writes.ts';
import { digestOf } from './random-hex.ts';
import { movedExclusions } from './series-exclusions.ts';
import { requireNotify, requireOrganizer, unsupported } from './write-rules.ts';
import { isDate, writingDetail, writingDetailWithBody } from './write-target.ts';

/** What becomes of the occurrences from one on. */
export type FollowingChange =
  | { readonly kind: 'patch'; readonly patch: EventPatch }
  | { readonly kind: 'attendees'; readonly added: readonly NewAttendee[]; readonly removed: readonly string[] };

/** Options of {@link splitSeries}. */
export interface SplitSeriesOptions {
  readonly master: Located;
  readonly recurrenceId: RecurrenceId;
  readonly notify: NotifyIntent;
  readonly change: FollowingChange;
  readonly signal: AbortSignal;
}

/**
 * Divides a series: first the second half comes into being, with everything the first has and the change, then the first is shortened. Done
 * again after a failure, the same call finds the second half and goes on from there.
 *
 * @returns the id of the new master.
 * @throws CalendarError `unsupported` for a series that cannot be divided without a loss.
 */
export async function splitSeries(session: Session, options: SplitSeriesOptions): Promise<string> {
  const { recurrenceId, notify, change, signal } = options;
  const master = await locateById(session, options.master.id, writingDetailWithBody, signal);
  requireOrganizer(master);
  const key = await digestOf(['following', master.id, recurrenceId, JSON.stringify(change)]);
  if (!(await hasOccurrence(master, recurrenceId))) {
    // A call before this one has come to the end, and its answer was lost.
    const { items } = await findCreated(session, master.calendarId, await keyDigest(master.calendarId, key), signal);
    const [done] = items;
    if (done === undefined) throw noOccurrence();
    await readBack(() => finishPending(session, master, notify, signal));
    return done.id;
  }
  requireDivisible(master, recurrenceId);
  const split = await splitOf(master, recurrenceId);
  const event = secondHalf(master, split, change);
  const attendees = event.attendees ?? [];
  requireNotify(notify, attendees.length > 0 || hasAttendees(master.item));
  const id = await createItem(session, {
    properties: [
      ...newEventWrites(event, daysOf(master.item, session.settings.timeZone)),
      // Left out, it would be Exchange's default.
      ...(event.reminderMinutes === undefined ? contentWrites({ reminderMinutes: null }) : []),
    ],
    calendarId: master.calendarId,
    key,
    excluded: event.recurrence?.excluded ?? [],
    isSent: notify === 'everyone' && attendees.length > 0,
    signal,
  });
  await readBack(() => shorten(session, master, recurrenceId, { notify, signal }));
  return id;
}

/**
 * Ends a series right before one of its occurrences.
 *
 * @param options - With the start of an occurrence that takes place.
 * @throws CalendarError `unsupported` for a series that would lose changed occurrences by it.
 */
export async function endSeriesBefore(session: Session, options: Omit<SplitSeriesOptions, 'change'>): Promise<void> {
  const { recurrenceId, notify, signal, master } = options;
  requireDivisible(master, recurrenceId);
  requireNotify(notify, hasAttendees(master.item));
  await shorten(session, master, recurrenceId, { notify, signal });
}

async function hasOccurrence({ item }: Located, recurrenceId: RecurrenceId): Promise<boolean> {
  if (isDate(recurrenceId) !== isTrue(item.IsAllDayEvent)) return false;
  const range = { from: recurrenceId, until: recurrenceId, limit: 1 };
  const found = await expandRecurrence({ recurrence: recurrenceOf(item), time: eventTimeOf(item), ...range });
  return found.length > 0;
}

/** Said of an occurrence that is none. */
export function noOccurrence(): CalendarError {
  return new CalendarError({
    code: 'notFound',
    message: 'The series has no such occurrence, or it was taken out of it',
    provider: 'ews',
  });
}

/** With the pattern, Exchange lets go of all changed occurrences, those that stay in the series too. */
function requireDivisible({ item }: Located, recurrenceId: RecurrenceId): void {
  const isKept = (item.ModifiedOccurrences?.Occurrence ?? []).some(
    ({ OriginalStart }) =>
      OriginalStart !== undefined && recurrenceIdAt(OriginalStart, item, 'OriginalStart') < recurrenceId,
  );
  if (!isKept) return;
  throw unsupported(
    'scope: occurrences before this one were changed on their own, and Exchange would undo that in shortening the series',
  );
}

function splitOf({ item }: Located, at: RecurrenceId): Promise<RecurrenceSplit> {
  const recurrence = recurrenceOf(item);
  const excluded = [...new Set([...recurrence.excluded, ...pendingExclusions(item)])];
  return splitRecurrence({
    recurrence: { ...recurrence, excluded },
    time: eventTimeOf(item),
    at,
    occurrencesShare: 'endOnClock',
  });
}

async function shorten(
  session: Session,
  master: Located,
  at: RecurrenceId,
  { notify, signal }: Pick<SplitSeriesOptions, 'notify' | 'signal'>,
): Promise<void> {
  const isTold = isToldOf(master, notify);
  let excluded: readonly RecurrenceId[] = [];
  await guardedUpdate(session, {
    item: master,
    detail: writingDetail,
    signal,
    plan: async (current) => {
      const { before } = await splitOf(current, at);
      ({ excluded } = before);
      const properties = [recurrenceWrite(before, eventTimeOf(current.item))];
      if (excluded.length === 0) return { properties, audience: isTold ? 'everyone' : 'nobody' };
      return { properties: [...properties, exclusionsWrite(excluded)], audience: 'nobody' };
    },
  });
  await readBack(() => finishExclusions(session, master.id, excluded, { isTold, signal }));
}

/** Goes on with a series that an earlier call has shortened and not finished. */
export function finishPending(
  session: Session,
  master: Located,
  notify: NotifyIntent,
  signal: AbortSignal,
): Promise<void> {
  const isTold = isToldOf(master, notify);
  return finishExclusions(session, master.id, pendingExclusions(master.item), { isTold, signal });
}

function isToldOf({ item }: Located, notify: NotifyIntent): boolean {
  return notify === 'everyone' && hasAttendees(item) && isOrganizersCopy(item);
}

/** Everything of the master that is kept anew, with the change. */
function secondHalf(master: Located, { after }: RecurrenceSplit, change: FollowingChange): NewEvent {
  const { item } = master;
  if (item.HasAttachments === 'true') {
    throw unsupported('scope: this series has files attached, which a new series would not have');
  }
  const patch = change.kind === 'patch' ? change.patch : {};
  const detail: EventDetail = { body: 'stored', attendees: true, properties: true };
  const event = eventOf(item, undefined, { calendarId: master.calendarId, selfAddress: undefined, detail });
  const place = namesPlace(patch) ? placeAfter(patch, placeOf(item)) : placeOf(item);
  const time = patch.time ?? newTimeOf(after.time);
  const recurrence = patch.recurrence ?? movedTo(after, patch);
  const reminderMinutes = patch.reminderMinutes === undefined ? event.reminderMinutes : patch.reminderMinutes;
  const attendees = attendeesAfter(attendeesToInvite(item), change);
  const title = patch.title === undefined ? event.title : patch.title;
  const properties = mergedProperties(patch.properties ?? {}, propertiesOf(item));
  return {
    time,
    recurrence,
    ...(title === undefined || title === null ? {} : { title }),
    ...(place.body === undefined ? {} : { body: place.body }),
    ...(place.location === '' ? {} : { locations: [{ name: place.location }] }),
    ...(place.link === undefined ? {} : { conference: { kind: 'link', url: place.link } }),
    categories: patch.categories === undefined ? event.categories : (patch.categories ?? []),
    busyStatus: patch.busyStatus ?? (event.busyStatus === 'unknown' ? 'busy' : event.busyStatus),
    privacy: patch.privacy ?? event.privacy,
    ...(reminderMinutes === undefined || reminderMinutes === null ? {} : { reminderMinutes }),
    ...allowance(patch.allowsNewTimeProposals ?? event.allowsNewTimeProposals),
    ...(attendees.length === 0 ? {} : { attendees }),
    properties,
  };
}

function allowance(value: boolean | undefined): Pick<NewEvent, 'allowsNewTimeProposals'> {
  return value === undefined ? {} : { allowsNewTimeProposals: value };
}

/** The rest of the rule, with the days that are left out at the patch's time. */
function movedTo({ recurrence, time }: RecurrenceSplit['after'], patch: EventPatch): Recurrence {
  if (patch.time === undefined) return recurrence;
  return { ...recurrence, excluded: movedExclusions(recurrence.excluded, time, eventTimeOfNew(patch.time)) };
}

function attendeesAfter(attendees: readonly NewAttendee[], change: FollowingChange): readonly NewAttendee[] {
  if (change.kind === 'patch') return attendees;
  const removed = new Set(change.removed.map((address) => address.toLowerCase()));
  const kept = attendees.filter(({ address }) => !removed.has(address.toLowerCase()));
  const invited = new Set(kept.map(({ address }) => address.toLowerCase()));
  return [...kept, ...change.added.filter(({ address }) => !invited.has(address.toLowerCase()))];
}
