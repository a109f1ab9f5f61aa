import type {
  AddAttendeesOptions,
  CalendarEvent,
  EventReference,
  RemoveAttendeesOptions,
  SeriesScope,
} from '@kalends/core';
import { addAttendeesOptionsSchema, parseOptions, removeAttendeesOptionsSchema } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { addedAttendeeWrites, removedAttendeeWrites } from '../mapping/attendee-writing.ts';
import type { PropertyWrite } from '../mapping/property-writes.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { guardedUpdate } from './guarded-update.ts';
import { splitSeries } from './split-series.ts';
import type { FollowingChange, SplitSeriesOptions } from './split-series.ts';
import { requireNotify, requireOrganizer } from './write-rules.ts';
import { writeTarget, writingDetail } from './write-target.ts';
import { readWritten } from './written-event.ts';
import type { WrittenEvent } from './written-event.ts';

type AttendeeChange = Extract<FollowingChange, { kind: 'attendees' }>;

/** Invites more people. The organizer takes part already, as whoever is invited. */
export function addAttendees(
  session: Session,
  unchecked: AddAttendeesOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const options = parseOptions(addAttendeesOptionsSchema, unchecked, 'events.addAttendees');
  // The organizer takes part already.
  const self = session.account.address?.toLowerCase();
  const added = options.attendees.filter(({ address }) => address.toLowerCase() !== self);
  return change(session, options, { kind: 'attendees', added, removed: [] }, signal);
}

/** Takes people off the list. */
export function removeAttendees(
  session: Session,
  unchecked: RemoveAttendeesOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const options = parseOptions(removeAttendeesOptionsSchema, unchecked, 'events.removeAttendees');
  return change(session, options, { kind: 'attendees', added: [], removed: options.addresses }, signal);
}

async function change(
  session: Session,
  options: EventReference & { readonly scope?: SeriesScope } & Pick<AddAttendeesOptions, 'notify'>,
  attendees: AttendeeChange,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const { scope, notify, calendarId } = options;
  const target = await writeTarget(session, options, scope, writingDetail, signal);
  const item = target.kind === 'item' ? target.item : target.master;
  requireOrganizer(item);
  if (attendeeWrites(item.item, attendees).length > 0) requireNotify(notify, true);
  const written =
    target.kind === 'following'
      ? await splitForAttendees(session, { ...target, notify, change: attendees, signal })
      : await guardedUpdate(session, {
          item,
          detail: writingDetail,
          signal,
          plan: (current) => {
            const properties = attendeeWrites(current.item, attendees);
            const audience = notify === 'everyone' ? 'changed' : 'nobody';
            return properties.length === 0 ? undefined : { properties, audience };
          },
        });
  return readWritten(session, written, calendarId, signal);
}

/** A series is not divided for nothing. */
async function splitForAttendees(session: Session, options: AttendeeSplit): Promise<WrittenEvent> {
  const { master, change: attendees } = options;
  if (attendeeWrites(master.item, attendees).length === 0) return { id: master.id, isWritten: false };
  return { id: await splitSeries(session, options), isWritten: true };
}

type AttendeeSplit = SplitSeriesOptions & { readonly change: AttendeeChange };

function attendeeWrites(item: WireItem, { added, removed }: AttendeeChange): readonly PropertyWrite[] {
  return [...removedAttendeeWrites(item, removed), ...addedAttendeeWrites(item, added)];
}
