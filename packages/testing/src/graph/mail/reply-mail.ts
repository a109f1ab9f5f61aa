import type { EventTimes, ResponseStatus, StoredAttendee, StoredItem } from '../mailbox.ts';
import { changeItem, changeOccurrence, copyOf } from '../mailbox-store.ts';
import { occurrenceInstance } from '../events/event-instance.ts';
import { recurrenceIdOf } from '../events/occurrence-start.ts';
import { isAddressOf } from './invitee-copy.ts';
import type { MailScope } from './meeting-mail.ts';
import type { GraphSentMail } from './post-office.ts';

/** An answer of somebody invited. */
export interface MeetingReply {
  /** The copy that was answered. */
  readonly copy: StoredItem;
  readonly response: NonNullable<GraphSentMail['response']>;
  readonly occurrence?: string | undefined;
  readonly hasComment?: boolean;
  readonly proposedNewTime?: EventTimes | undefined;
}

/** Sends an answer to the organizer, who sees it among the attendees. */
export function sendReply(scope: MailScope, reply: MeetingReply): void {
  const { copy, response, occurrence, proposedNewTime, hasComment = false } = reply;
  const { versions, mail } = scope.context;
  const status: ResponseStatus = { response, time: versions.instant() };
  const answered = (attendees: readonly StoredAttendee[]): readonly StoredAttendee[] =>
    attendees.map((attendee) => {
      if (!isAddressOf(copy.mailbox, attendee.address)) return attendee;
      const { proposedNewTime: _before, ...rest } = attendee;
      return { ...rest, status, ...(proposedNewTime === undefined ? {} : { proposedNewTime }) };
    });
  mail.send(
    {
      kind: 'reply',
      from: copy.mailbox.address,
      to: copy.organizer.address,
      uid: copy.uid,
      response,
      hasComment,
      proposesNewTime: proposedNewTime !== undefined,
      ...recurrenceIdOf(copy, occurrence),
    },
    () => {
      const organizer = scope.tenant.directory.find(copy.organizer.address);
      const meeting = organizer === undefined ? undefined : copyOf(organizer, copy.uid);
      if (meeting === undefined || !meeting.isOrganizer) return;
      if (occurrence === undefined) receiveReply(scope, meeting, answered);
      else {
        const attendees = occurrenceInstance(meeting, occurrence)?.content.attendees;
        if (attendees === undefined) return;
        changeOccurrence(versions, meeting, occurrence, { attendees: answered(attendees) });
      }
    },
  );
}

/** An answer to the whole series counts for its exceptions too. */
function receiveReply(
  { context }: MailScope,
  meeting: StoredItem,
  answered: (attendees: readonly StoredAttendee[]) => readonly StoredAttendee[],
): void {
  const { series } = meeting;
  changeItem(context.versions, meeting, {
    attendees: answered(meeting.attendees),
    ...(series === undefined ? {} : { series: { ...series, exceptions: withAttendees(series.exceptions, answered) } }),
  });
}

/** Exceptions with their own lists of attendees changed. */
export function withAttendees(
  exceptions: NonNullable<StoredItem['series']>['exceptions'],
  change: (attendees: readonly StoredAttendee[]) => readonly StoredAttendee[],
): NonNullable<StoredItem['series']>['exceptions'] {
  return new Map(
    [...exceptions].map(([date, exception]) => {
      const { attendees } = exception.content;
      if (attendees === undefined) return [date, exception];
      return [date, { ...exception, content: { ...exception.content, attendees: change(attendees) } }];
    }),
  );
}
