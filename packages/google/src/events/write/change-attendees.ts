import { CalendarError } from '@kalends/core';
import type { AddAttendeesOptions, CalendarEvent, NotifyIntent, RemoveAttendeesOptions } from '@kalends/core';
import { addAttendeesOptionsSchema, parseOptions, removeAttendeesOptionsSchema } from '@kalends/core/schemas';
import { writtenAttendee } from '../../mapping/write/written-attendees.ts';
import type { Session } from '../../session.ts';
import type { WireEvent } from '../../wire/event.ts';
import type { WireSentAttendee } from '../../wire/event-body.ts';
import { presentEvent } from '../present-event.ts';
import { readGuestList } from './guest-list.ts';
import type { GuestList } from './guest-list.ts';
import { patchResource } from './patch-resource.ts';
import { requireOrganizer } from './require-organizer.ts';
import { namedEvent } from './scoped-event.ts';
import { isFirst, readSeries } from './series.ts';
import { splitPlace, splitSeries } from './split-series.ts';
import { openWrite, presentWritten, unsupported } from './write-call.ts';
import type { WriteCall } from './write-call.ts';

/** A change of who is invited. */
interface ListChange {
  /** The list afterwards; the same one when nothing changes. */
  readonly of: (list: readonly WireSentAttendee[], organizer: string | undefined) => readonly WireSentAttendee[];
  readonly notify: NotifyIntent;
  /** What is changed, for the id of a series that is split off. */
  readonly purpose: unknown;
}

/** What came of a change. */
interface Changed {
  readonly wire: WireEvent;
  /** False: everybody was on the list, or off it, already. */
  readonly isWritten: boolean;
}

/** How often a list is read again because somebody changed it in between. */
const maxTries = 5;

/** Invites more people, on the list as it is at that moment. */
export async function addAttendees(session: Session, options: AddAttendeesOptions): Promise<CalendarEvent> {
  const operation = 'events.addAttendees';
  const parsed = parseOptions(addAttendeesOptionsSchema, options, operation);
  const { attendees, notify } = parsed;
  const added = attendees.map(writtenAttendee);
  return changeAttendees(session, operation, parsed, {
    of: (list, organizer) => {
      const present = new Set([...list.map(({ email }) => email), organizer ?? ''].map((email) => email.toLowerCase()));
      const missing = added.filter(({ email }) => !present.has(email.toLowerCase()));
      return missing.length === 0 ? list : [...list, ...missing];
    },
    notify,
    purpose: ['add', added],
  });
}

/** Takes people off the list as it is at that moment. The organizer stays. */
export async function removeAttendees(session: Session, options: RemoveAttendeesOptions): Promise<CalendarEvent> {
  const operation = 'events.removeAttendees';
  const parsed = parseOptions(removeAttendeesOptionsSchema, options, operation);
  const { addresses, notify } = parsed;
  const removed = new Set(addresses.map((address) => address.toLowerCase()));
  return changeAttendees(session, operation, parsed, {
    of: (list, organizer) => {
      const kept = list.filter(
        ({ email }) => !removed.has(email.toLowerCase()) || email.toLowerCase() === organizer?.toLowerCase(),
      );
      return kept.length === list.length ? list : kept;
    },
    notify,
    purpose: ['remove', [...removed].toSorted()],
  });
}

async function changeAttendees(
  session: Session,
  operation: string,
  options: AddAttendeesOptions | RemoveAttendeesOptions,
  change: ListChange,
): Promise<CalendarEvent> {
  const { scope } = options;
  const write = await openWrite(session, operation, options);
  const { wire, isWritten } =
    scope === 'following'
      ? await changeFollowing(write, options, change)
      : await changeList(write, (await namedEvent(write, { target: options, scope })).eventId, change);
  return isWritten
    ? presentWritten(write, wire)
    : presentEvent(session, { calendar: write.calendar, wire }, write.call);
}

/** Reads the list, changes it and writes it back while nobody else has; else begins again. */
async function changeList(write: WriteCall, eventId: string, change: ListChange): Promise<Changed> {
  for (let tries = 1; ; tries += 1) {
    const list = await readGuestList(write, eventId);
    const wanted = wantedList(write, list, change);
    if (wanted === list.sent) return { wire: list.wire, isWritten: false };
    try {
      const wire = await patchResource(write, {
        eventId,
        body: { attendees: wanted },
        notify: change.notify,
        ifVersion: list.wire.etag,
        isApplied: (event) => isUnchanged(event, change),
      });
      return { wire, isWritten: true };
    } catch (error) {
      if (!CalendarError.is(error) || error.code !== 'conflict' || tries >= maxTries) throw error;
    }
  }
}

async function changeFollowing(
  write: WriteCall,
  options: AddAttendeesOptions | RemoveAttendeesOptions,
  change: ListChange,
): Promise<Changed> {
  const { purpose, notify } = change;
  const place = await splitPlace(write, options, purpose);
  if (place.kind === 'done') return { wire: place.master, isWritten: true };
  const { masterId, at } = place;
  const series = await readSeries(write, masterId);
  if (await isFirst(series, at)) return changeList(write, masterId, change);
  const list = await readGuestList(write, masterId);
  if (wantedList(write, list, change) === list.sent) return { wire: list.wire, isWritten: false };
  const wire = await splitSeries(write, series, {
    masterId,
    at,
    notify,
    purpose,
    attendees: (copied) => change.of(copied, organizerOf(list.wire)),
  });
  return { wire, isWritten: true };
}

function wantedList(write: WriteCall, { wire, sent }: GuestList, change: ListChange): readonly WireSentAttendee[] {
  const { operation } = write.call;
  requireOrganizer(operation, wire);
  if (wire.attendeesOmitted === true) throw unsupported(operation, 'Google does not show the whole list of attendees');
  return change.of(sent, organizerOf(wire));
}

/** Who was to be on the list is on it, and who was not is not. */
function isUnchanged(event: WireEvent, change: ListChange): boolean {
  const list = (event.attendees ?? []).flatMap(({ email }) => (email ? [{ email }] : []));
  return change.of(list, organizerOf(event)) === list;
}

function organizerOf({ organizer }: WireEvent): string | undefined {
  return organizer?.email ?? undefined;
}
