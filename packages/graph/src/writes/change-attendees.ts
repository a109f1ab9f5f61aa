import type {
  AddAttendeesOptions,
  CalendarEvent,
  EventReference,
  NotifyIntent,
  RemoveAttendeesOptions,
  SeriesScope,
} from '@kalends/core';
import { addAttendeesOptionsSchema, parseOptions, removeAttendeesOptionsSchema } from '@kalends/core/schemas';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { inviteesToWire } from '../mapping/content-input.ts';
import { organizerOnly } from '../mapping/refusals.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { InviteeWire } from '../wire/event-write-wire.ts';
import { inviteesOf } from './exception-copy.ts';
import { cannotBeQuiet } from './notify-rules.ts';
import { sendPatch } from './send-patch.ts';
import { resumedSplit, splitSeries } from './split-series.ts';
import { whileRaced } from './while-raced.ts';
import { writeExtent } from './write-subject.ts';
import { beginWrite } from './writing.ts';
import { masterOf, writtenEvent } from './written-event.ts';

/** Invites more people; whoever is invited, or organizes the meeting, stays as they are. */
export async function addAttendees(
  session: GraphSession,
  options: AddAttendeesOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const operation = 'events.addAttendees';
  const { attendees, notify, scope, ...target } = parseOptions(addAttendeesOptionsSchema, options, operation);
  const change: ListChange = {
    key: { add: attendees },
    apply(invitees, organizer) {
      const known = new Set([...invitees.map(addressOf), organizer]);
      const added = inviteesToWire(attendees).filter((invitee) => !known.has(addressOf(invitee)));
      return added.length === 0 ? undefined : [...invitees, ...added];
    },
  };
  return changeList(session, { target, scope, notify, change }, { operation, signal });
}

/** Takes people off the list. */
export async function removeAttendees(
  session: GraphSession,
  options: RemoveAttendeesOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const operation = 'events.removeAttendees';
  const { addresses, notify, scope, ...target } = parseOptions(removeAttendeesOptionsSchema, options, operation);
  const unwanted = new Set(addresses.map((address) => address.toLowerCase()));
  const change: ListChange = {
    key: { remove: [...unwanted].sort() },
    apply(invitees) {
      const left = invitees.filter((invitee) => !unwanted.has(addressOf(invitee)));
      return left.length === invitees.length ? undefined : left;
    },
  };
  return changeList(session, { target, scope, notify, change }, { operation, signal });
}

interface ListChange {
  readonly key: unknown;
  /** The new list; nothing when the change changes nothing. */
  readonly apply: (
    invitees: readonly InviteeWire[],
    organizer: string | undefined,
  ) => readonly InviteeWire[] | undefined;
}

interface ListCall {
  readonly target: EventReference;
  readonly scope: SeriesScope | undefined;
  readonly notify: NotifyIntent;
  readonly change: ListChange;
}

/** Graph replaces the whole list, so the list that is sent is the one just read, and the write holds only for that version. */
async function changeList(
  session: GraphSession,
  { target, scope, notify, change }: ListCall,
  label: ReadLabel,
): Promise<CalendarEvent> {
  const calendarId = await beginWrite(session, target.calendarId, label);
  const split = {
    calendarId,
    target,
    change: {
      patch: {},
      key: change.key,
      invite: (invitees: readonly InviteeWire[]) => change.apply(invitees, undefined) ?? invitees,
    },
  };
  const done = scope === 'following' ? await resumedSplit(session, split, label) : undefined;
  if (done !== undefined) return masterOf(session, calendarId, done, label);
  const extent = await writeExtent(session, { ...target, calendarId }, scope, label);
  const listChange = (event: EventWire): readonly InviteeWire[] | undefined => {
    if (event.isOrganizer === false) throw organizerOnly('say who is invited');
    const attendees = change.apply(inviteesOf(event), organizerOf(event));
    if (attendees !== undefined && notify !== 'everyone') throw cannotBeQuiet(notify);
    return attendees;
  };
  if (extent.kind === 'following') {
    const { master } = extent;
    if (listChange(master.event) === undefined) return writtenEvent(session, master, master.event, target, label);
    return masterOf(session, calendarId, await splitSeries(session, split, extent, label), label);
  }
  return whileRaced(session, extent.subject, label, async (subject, version) => {
    const { event } = subject;
    const attendees = listChange(event);
    if (attendees === undefined) return writtenEvent(session, subject, event, target, label);
    const changed = await sendPatch(session, subject, { attendees }, { ...label, ifVersion: version });
    return writtenEvent(session, subject, changed, target, label);
  });
}

function addressOf({ emailAddress }: InviteeWire): string {
  return (emailAddress.address ?? '').trim().toLowerCase();
}

function organizerOf(event: EventWire): string | undefined {
  return event.organizer?.emailAddress?.address?.trim().toLowerCase();
}
