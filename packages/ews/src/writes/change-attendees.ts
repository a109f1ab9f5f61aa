import type {
  AddAttendeesOptions,
  CalendarEvent,
  EventTarget,
  RemoveAttendeesOptions,
  SeriesScope,
} from '@kalends/core';
import { addAttendeesOptionsSchema, parseOptions, removeAttendeesOptionsSchema } from '@kalends/core/schemas';
import { readEvent } from '../events/get-event.ts';
import type { Session } from '../ews-session.ts';
import { addedAttendeeWrites, removedAttendeeWrites } from '../mapping/attendee-writing.ts';
import type { PropertyWrite } from '../mapping/property-writes.ts';
import { detailOf } from '../operations/item-properties.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { guardedUpdate } from './guarded-update.ts';
import { splitSeries } from './split-series.ts';
import type { FollowingChange } from './split-series.ts';
import { invalidArgument, requireNotify, requireOrganizer } from './write-rules.ts';
import { writeTarget, writingDetail } from './write-target.ts';

type AttendeeChange = Extract<FollowingChange, { kind: 'attendees' }>;

/** Invites more people. */
export function addAttendees(
  session: Session,
  unchecked: AddAttendeesOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const options = parseOptions(addAttendeesOptionsSchema, unchecked, 'events.addAttendees');
  const self = session.account.address?.toLowerCase();
  if (options.attendees.some(({ address }) => address.toLowerCase() === self)) {
    throw invalidArgument('attendees: the organizer is no attendee of the own meeting');
  }
  return change(session, options, { kind: 'attendees', added: options.attendees, removed: [] }, signal);
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
  options: EventTarget & { readonly scope?: SeriesScope } & Pick<AddAttendeesOptions, 'notify'>,
  attendees: AttendeeChange,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const { scope, notify, calendarId } = options;
  const target = await writeTarget(session, options, scope, writingDetail, signal);
  const item = target.kind === 'item' ? target.item : target.master;
  requireOrganizer(item);
  if (attendeeWrites(item.item, attendees).length > 0) requireNotify(notify, true);
  const id =
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
  return readEvent(session, { eventId: id, ...(calendarId === undefined ? {} : { calendarId }) }, detailOf({}), signal);
}

/** A series is not divided for nothing. */
function splitForAttendees(
  session: Session,
  options: Parameters<typeof splitSeries>[1] & { readonly change: AttendeeChange },
): Promise<string> {
  const { master, change: attendees } = options;
  return attendeeWrites(master.item, attendees).length === 0
    ? Promise.resolve(master.id)
    : splitSeries(session, options);
}

function attendeeWrites(item: WireItem, { added, removed }: AttendeeChange): readonly PropertyWrite[] {
  return [...removedAttendeeWrites(item, removed), ...addedAttendeeWrites(item, added)];
}
