import type { Participation } from '../../company/company.ts';
import type { Account } from '../store/account.ts';
import type { Attendee, CalendarContent } from '../store/calendar-content.ts';
import { findCopy, rewrite, withException } from './meeting-copies.ts';
import { isoInstant } from './post.ts';
import type { Instance, Post } from './post.ts';

/** What an attendee answers. */
export interface Reply {
  readonly response: Participation;
  readonly instance: Instance | undefined;
  readonly hasComment: boolean;
  readonly proposal?: Attendee['proposal'];
}

/**
 * Sends an attendee's answer to the organizer, whose copy tracks it and so gets another change key.
 *
 * @param meeting - Any copy of the meeting.
 */
export function recordReply(post: Post, meeting: CalendarContent, from: Account, reply: Reply): void {
  const { store, mails, now } = post;
  const { response, instance, hasComment, proposal } = reply;
  mails.add({
    from: from.address,
    to: meeting.organizer.address,
    kind: 'reply',
    uid: meeting.uid,
    ...(instance === undefined ? {} : { recurrenceId: isoInstant(instance.start) }),
    response,
    hasComment,
    proposesNewTime: proposal !== undefined,
    sentAt: now,
  });
  const item = findCopy(store, meeting.organizer, { uid: meeting.uid, instanceOf: undefined });
  if (item === undefined || item.content.isReceived) return;
  const answer = (attendees: readonly Attendee[]): readonly Attendee[] =>
    attendees.map((attendee) =>
      attendee.account === from ? { ...attendee, response, respondedAt: now, proposal } : attendee,
    );
  const stamp = { modifiedAt: now, modifiedBy: from.name };
  if (instance === undefined || item.content.series === undefined) {
    rewrite(store, item, { attendees: answer(item.content.attendees), ...stamp });
    return;
  }
  const tracked = item.content.exceptions.get(instance.wall)?.attendees ?? item.content.attendees;
  rewrite(store, item, { ...withException(item.content, instance.wall, { attendees: answer(tracked) }), ...stamp });
}
