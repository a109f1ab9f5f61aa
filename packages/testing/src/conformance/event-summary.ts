import type { EventInstance, ParticipationStatus } from '@kalends/core';
import type { DifferenceId } from './differences.ts';
import type { ExpectedEvent } from './expected-events.ts';

const self = 'ada@tidewater.example';

/** The comparable part of an event. */
export function summaryOf(event: EventInstance): object {
  return {
    title: event.title,
    kind: event.kind,
    time: event.time,
    recurrenceId: 'recurrenceId' in event ? event.recurrenceId : undefined,
    status: event.status,
    busyStatus: blocking(event.status, event.busyStatus),
    privacy: event.privacy === 'public' ? 'default' : event.privacy,
    participationStatus: event.participationStatus,
    organizer: event.organizer?.address?.toLowerCase(),
    // A list, so that an address that stands there twice shows.
    attendees: event.attendees
      .map((attendee) => ({
        address: attendee.address?.toLowerCase(),
        name: attendee.name,
        kind: attendee.kind,
        role: attendee.role,
        participationStatus: attendee.participationStatus,
        isSelf: attendee.isSelf,
      }))
      .sort(byKey),
    attendeesOmitted: event.attendeesOmitted,
    isContentHidden: event.isContentHidden,
    description: linesOf(event.description),
    locations: event.locations.map(({ name }) => name),
    purpose: event.purpose,
    hasAttachments: event.hasAttachments,
  };
}

/** What {@link summaryOf} has to give for an expected event. */
export function expectationOf(event: ExpectedEvent, has: (id: DifferenceId) => boolean): object {
  const isOrganizer = event.organizer === self;
  return {
    title: event.title,
    kind: event.kind,
    time: event.time,
    recurrenceId: event.recurrenceId,
    status: event.status ?? 'confirmed',
    busyStatus: blocking(event.status, event.busyStatus),
    privacy: event.privacy ?? 'default',
    participationStatus: event.participationStatus ?? 'accepted',
    organizer: event.organizer,
    attendees: Object.entries(event.attendees ?? {})
      .map(([address, { name, kind = 'individual', role = 'required', answer }]) => ({
        address,
        name,
        kind,
        role,
        participationStatus: shownAnswer(answer, address === self, isOrganizer, has),
        isSelf: address === self,
      }))
      .sort(byKey),
    attendeesOmitted: false,
    isContentHidden: false,
    description: linesOf(event.description),
    locations: event.locations ?? [],
    purpose: 'default',
    hasAttachments: event.hasAttachments ?? false,
  };
}

/** Services differ in what a cancelled or unanswered meeting shows as; whether it takes up time must be the same. */
function blocking(
  status: EventInstance['status'] = 'confirmed',
  busyStatus: EventInstance['busyStatus'] = 'busy',
): string {
  if (status === 'cancelled') return 'free';
  return busyStatus === 'tentative' ? 'busy' : busyStatus;
}

/** Where an invitee does not see how the others answered, nothing is known, and nothing may be made up. */
function shownAnswer(
  answer: ParticipationStatus,
  isSelf: boolean,
  isOrganizer: boolean,
  has: (id: DifferenceId) => boolean,
): ParticipationStatus {
  return has('attendeeAnswersHidden') && !isSelf && !isOrganizer ? 'unknown' : answer;
}

/** The lines that say something: services differ in what they put between them. */
export function linesOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Any order will do, as long as both sides have it. */
export function byKey(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
