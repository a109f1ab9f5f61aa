import type { Attendee, CalendarContent } from '../store/calendar-content.ts';
import { findCopy, rewrite, withException } from './meeting-copies.ts';
import { sendMail } from './post.ts';
import type { Instance, Post } from './post.ts';
import { takeAway } from './send-requests.ts';

/**
 * Tells attendees that a meeting, or one occurrence of it, does not take place for them. People keep a cancelled copy
 * until they remove it; rooms remove theirs at once.
 *
 * @param attendees - Only those who ever got a request hear of it.
 */
export function sendCancellations(
  post: Post,
  content: CalendarContent,
  attendees: readonly Attendee[],
  options: { readonly instance: Instance | undefined; readonly hasComment: boolean },
): void {
  const { store, now } = post;
  const { instance, hasComment } = options;
  for (const { address, account, wasInvited } of attendees) {
    if (!wasInvited) continue;
    sendMail(post, content, address, 'cancellation', instance, hasComment);
    if (account === undefined) continue;
    const single = findCopy(store, account, { uid: content.uid, instanceOf: instance });
    const copy = findCopy(store, account, { uid: content.uid, instanceOf: undefined }) ?? single;
    if (copy === undefined || !copy.content.isReceived) continue;
    const one = copy === single ? undefined : instance;
    const stamp = { modifiedAt: now, modifiedBy: content.organizer.name };
    if (account.kind === 'room') takeAway(store, copy, one);
    else if (one === undefined) {
      rewrite(store, copy, { isCancelled: true, sequence: content.sequence + 1, ...stamp });
    } else {
      rewrite(store, copy, { ...withException(copy.content, one.wall, { isCancelled: true }), ...stamp });
    }
  }
}
