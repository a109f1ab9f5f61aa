import type { Invitee, Meeting, MeetingTime } from '../../company/company.ts';
import type { CalendarStore } from '../calendar/calendar-store.ts';
import { cancelled, htmlLink } from '../calendar/change-event.ts';
import type { EventAttendee, GoogleEventResource } from '../calendar/event-resource.ts';
import type { Account, GoogleState, ListEntry } from '../google-state.ts';
import { groupCalendarId } from './group-calendar-id.ts';
import { meetingContent, meetingTime, slotStamp, slotTime } from './meeting-content.ts';

/** A calendar that gets a copy of the meeting. */
interface Copy {
  readonly calendar: CalendarStore;
  /** Which attendee this copy belongs to. */
  readonly email: string;
  readonly isOrganizer: boolean;
}

/** An occurrence that differs from the rule. */
interface Slot {
  readonly id: string;
  /** The time the rule gave. */
  readonly when: MeetingTime;
  readonly fields: GoogleEventResource;
}

/** Writes a meeting into the organizer's calendar and into the calendar of everybody inside the company who is invited. */
export function seedMeeting(state: GoogleState, meeting: Meeting): void {
  if (state.meetings.has(meeting.id)) throw new RangeError(`The meeting ${meeting.id} was seeded before`);
  const account = state.account(meeting.organizer);
  const entry = organizerEntry(state, account, meeting);
  const id = state.opaque.eventId();
  const organizer = entry.isPrimary
    ? { email: account.address, displayName: account.name }
    : { email: entry.calendar.id, displayName: entry.calendar.summary };
  const { attendees, copies } = invite(state, meeting, organizer);
  const rooms = attendees
    .filter((attendee) => attendee.resource)
    .map((attendee) => attendee.displayName ?? attendee.email);
  const content = meetingContent(meeting, rooms, state.opaque);
  const created = state.createdNow();

  for (const copy of [{ calendar: entry.calendar, email: organizer.email, isOrganizer: true }, ...copies]) {
    const resource: GoogleEventResource = {
      kind: 'calendar#event',
      iCalUID: `${id}@google.com`,
      status: meeting.busyStatus === 'tentative' ? 'tentative' : 'confirmed',
      htmlLink: htmlLink(id, copy.calendar.id),
      created,
      creator: { email: account.address, ...(copy.isOrganizer ? { self: true as const } : {}) },
      organizer: copy.isOrganizer ? { ...withoutOwnName(organizer, entry), self: true } : organizer,
      ...meetingTime(meeting.when, copy.calendar.timeZone),
      ...content,
      ...(attendees.length === 0
        ? {}
        : {
            attendees: attendees.map((attendee) =>
              attendee.email === copy.email ? { ...attendee, self: true } : attendee,
            ),
          }),
      sequence: 0,
      reminders: reminders(meeting, copy.isOrganizer),
      eventType: 'default',
    };
    writeCopy(copy, id, meeting, resource);
  }
  state.meetings.set(meeting.id, id);
}

function writeCopy(copy: Copy, id: string, meeting: Meeting, resource: GoogleEventResource): void {
  const { calendar } = copy;
  const flags = { isBare: meeting.isCancelled === true && !copy.isOrganizer };
  const master: GoogleEventResource = {
    ...resource,
    ...(meeting.series ? { recurrence: [`RRULE:${meeting.series.rule}`] } : {}),
  };
  calendar.put(id, meeting.isCancelled ? cancelled(master) : master, flags);
  if (meeting.series === undefined || meeting.isCancelled) return;

  const slotOf = (originalStart: string): Slot => {
    const when = slotTime(meeting.when, originalStart);
    const originalStartTime = meetingTime(when, calendar.timeZone).start;
    const instanceId = `${id}_${slotStamp(originalStartTime)}`;
    if (calendar.findSlot(instanceId) === undefined) {
      throw new RangeError(`The rule of ${meeting.id} gives no occurrence at ${originalStart}`);
    }
    return { id: instanceId, when, fields: { ...resource, recurringEventId: id, originalStartTime } };
  };
  for (const exception of meeting.series.exceptions ?? []) {
    const slot = slotOf(exception.originalStart);
    calendar.put(slot.id, {
      ...slot.fields,
      ...meetingTime(exception.when ?? slot.when, calendar.timeZone),
      ...(exception.title === undefined ? {} : { summary: exception.title }),
      ...(exception.location === undefined ? {} : { location: exception.location }),
      sequence: exception.when === undefined ? 0 : 1,
    });
  }
  for (const deleted of meeting.series.deleted ?? []) {
    const slot = slotOf(deleted);
    calendar.put(slot.id, cancelled({ ...slot.fields, ...meetingTime(slot.when, calendar.timeZone) }));
  }
}

function organizerEntry(state: GoogleState, account: Account, meeting: Meeting): ListEntry {
  const id = meeting.calendar === undefined ? 'primary' : groupCalendarId(account.personId, meeting.calendar);
  const entry = state.entry(account, id);
  if (entry === undefined) throw new RangeError(`${account.personId} has no calendar ${meeting.calendar ?? 'primary'}`);
  return entry;
}

function invite(
  state: GoogleState,
  meeting: Meeting,
  organizer: { readonly email: string; readonly displayName: string },
): { attendees: EventAttendee[]; copies: Copy[] } {
  const invitees = meeting.invitees ?? [];
  if (invitees.length === 0) return { attendees: [], copies: [] };
  const attendees: EventAttendee[] = [{ ...organizer, organizer: true, responseStatus: 'accepted' }];
  const copies: Copy[] = [];
  for (const invitee of invitees) {
    const { name, address, calendar, isRoom } = resolve(state, invitee);
    const responseStatus = invitee.response ?? 'needsAction';
    if (address === organizer.email) {
      attendees[0] = { ...organizer, organizer: true, responseStatus: invitee.response ?? 'accepted' };
      continue;
    }
    attendees.push({
      email: address,
      ...(name === undefined ? {} : { displayName: name }),
      ...(isRoom ? { resource: true as const } : {}),
      ...(invitee.role === 'optional' && !isRoom ? { optional: true as const } : {}),
      responseStatus,
    });
    if (calendar !== undefined) copies.push({ calendar, email: address, isOrganizer: false });
  }
  return { attendees, copies };
}

function resolve(
  state: GoogleState,
  invitee: Invitee,
): { name: string | undefined; address: string; calendar?: CalendarStore | undefined; isRoom: boolean } {
  if (typeof invitee.who !== 'string') {
    const inside = state.accountByAddress(invitee.who.address);
    return inside === undefined
      ? { name: invitee.who.name, address: invitee.who.address, isRoom: false }
      : {
          name: inside.name,
          address: inside.address,
          calendar: state.entry(inside, 'primary')?.calendar,
          isRoom: false,
        };
  }
  const room = state.rooms.get(invitee.who);
  if (room !== undefined) return { ...room, isRoom: true };
  const account = state.account(invitee.who);
  return {
    name: account.name,
    address: account.address,
    calendar: state.entry(account, 'primary')?.calendar,
    isRoom: false,
  };
}

/** On a person's own primary calendar the service names the organizer by address alone. */
function withoutOwnName(
  organizer: { email: string; displayName: string },
  entry: ListEntry,
): { email: string; displayName?: string } {
  return entry.isPrimary ? { email: organizer.email } : organizer;
}

/** Reminders belong to each copy; an all-day event never follows the calendar's default, it holds it written out. */
function reminders(meeting: Meeting, isOrganizer: boolean): NonNullable<GoogleEventResource['reminders']> {
  if (isOrganizer && meeting.reminderMinutes !== undefined) {
    return { useDefault: false, overrides: [{ method: 'popup', minutes: meeting.reminderMinutes }] };
  }
  return meeting.when.kind === 'allDay'
    ? { useDefault: false, overrides: [{ method: 'popup', minutes: 30 }] }
    : { useDefault: true };
}
