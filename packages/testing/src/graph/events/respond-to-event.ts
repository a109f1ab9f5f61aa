import { invalidRequest, readBody } from '../body-reader.ts';
import type { BodyReader } from '../body-reader.ts';
import type { MailboxRequest } from '../graph-context.ts';
import { GraphRefusal } from '../graph-error.ts';
import { isIfMatchMalformed } from '../if-match.ts';
import { sendReply } from '../mail/reply-mail.ts';
import type { MeetingReply } from '../mail/reply-mail.ts';
import type { EventTimes } from '../mailbox.ts';
import { copyOf } from '../mailbox-store.ts';
import { accepted } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { remove } from './delete-event.ts';
import { timesOfInput } from './event-input.ts';
import type { EventInstance } from './event-instance.ts';
import { findEvent } from './find-event.ts';
import { readWallTime } from './wall-time-input.ts';
import { writeContent } from './write-content.ts';

/**
 * `POST events/{id}/accept`, `tentativelyAccept` and `decline`. A precondition is taken and ignored, as the service does;
 * only one that cannot be read fails, and badly.
 *
 * @throws GraphRefusal 400 for the organizer and for a proposal that cannot be sent.
 */
export function respondToEvent(work: MailboxRequest, response: MeetingReply['response']): Reply {
  if (isIfMatchMalformed(work.request)) {
    throw new GraphRefusal(500, 'ErrorInternalServerError', 'An internal server error occurred. The operation failed.');
  }
  const instance = findEvent(work);
  const body = readBody(work.request);
  const comment = body.text('comment') ?? '';
  const isSent = body.flag('sendResponse') ?? true;
  const proposedNewTime = readProposal(body, instance, response, isSent);
  const { item, occurrence } = instance;
  if (item.isOrganizer) {
    throw invalidRequest(
      "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.",
    );
  }
  if (response === 'declined') remove(work, instance, false);
  else {
    writeContent(work, instance, {
      responseStatus: { response, time: work.context.versions.instant() },
      showAs: response === 'accepted' ? showAsOfOrganizer(work, instance) : 'tentative',
    });
  }
  if (isSent) {
    const hasComment = comment !== '';
    sendReply(work, { copy: item, response, occurrence: occurrence?.date, hasComment, proposedNewTime });
  }
  return accepted;
}

/** A meeting that is accepted looks as the organizer meant it to. */
function showAsOfOrganizer({ tenant }: MailboxRequest, { item }: EventInstance): string {
  const organizer = tenant.directory.find(item.organizer.address);
  return (organizer === undefined ? undefined : copyOf(organizer, item.uid))?.showAs ?? 'busy';
}

function readProposal(
  body: BodyReader,
  { content, times }: EventInstance,
  response: MeetingReply['response'],
  isSent: boolean,
): EventTimes | undefined {
  const proposal = body.object('proposedNewTime');
  if (proposal === undefined) return undefined;
  if (response === 'accepted') throw invalidRequest('A new time cannot be proposed while accepting.');
  if (!isSent) throw invalidRequest('A new time cannot be proposed without sending a response.');
  if (!content.allowNewTimeProposals) throw invalidRequest('The organizer does not allow new time proposals.');
  const [start, end] = [readWallTime(proposal, 'start'), readWallTime(proposal, 'end')];
  if (start === undefined || end === undefined) throw invalidRequest('A proposal has to have a start and an end.');
  return timesOfInput(start, end, times.isAllDay);
}
