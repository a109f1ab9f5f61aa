import { CalendarError } from '@kalends/core';
import type { CalendarEvent, RespondOptions } from '@kalends/core';
import { parseOptions, respondOptionsSchema } from '@kalends/core/schemas';
import { formatInstant } from '@kalends/core/time';
import type { Session } from '../ews-session.ts';
import { isOrganizersCopy } from '../mapping/meeting-role.ts';
import { writtenTime } from '../mapping/time-writing.ts';
import type { MeetingResponse, ResponseObject } from '../operations/create-response.ts';
import { respondOnce } from './respond-once.ts';
import { unsupported } from './write-rules.ts';
import { writeTarget, writingDetail } from './write-target.ts';
import { readWritten } from './written-event.ts';

const kinds: Readonly<Record<RespondOptions['response'], ResponseObject>> = {
  accepted: 'AcceptItem',
  tentative: 'TentativelyAcceptItem',
  declined: 'DeclineItem',
};

/** Answers an invitation. */
export async function respondToEvent(
  session: Session,
  unchecked: RespondOptions,
  signal: AbortSignal,
): Promise<CalendarEvent | undefined> {
  const options = parseOptions(respondOptionsSchema, unchecked, 'events.respond');
  const { scope, response, notifyOrganizer, comment } = options;
  if (session.mailbox !== undefined) {
    throw unsupported('Exchange lets nobody answer for somebody else with rights on folders; impersonation can');
  }
  const proposal = proposalOf(options);
  if (!notifyOrganizer && (comment ?? proposal) !== undefined) {
    throw unsupported('comment and proposedTime go with the mail to the organizer, which is not sent');
  }
  const target = await writeTarget(session, options, scope, writingDetail, signal);
  // The scopes that can be asked for are those of one item.
  if (target.kind !== 'item') throw new TypeError('unreachable');
  const { item } = target;
  if (isOrganizersCopy(item.item)) throw ownEvent();
  const kind = kinds[response];
  const id = await respondOnce(session, { item, kind, isSent: notifyOrganizer, text: comment, proposal, signal });
  if (id === undefined || response === 'declined') return undefined;
  return readWritten(session, { id, isWritten: true }, options.calendarId, signal);
}

function proposalOf({ proposedTime }: RespondOptions): MeetingResponse['proposal'] {
  if (proposedTime === undefined) return undefined;
  if (proposedTime.kind === 'allDay') throw unsupported('proposedTime: Exchange takes times and no whole days');
  const { startMs, endMs } = writtenTime(proposedTime, 'UTC');
  return { start: formatInstant(startMs), end: formatInstant(endMs) };
}

function ownEvent(): CalendarError {
  return new CalendarError({
    code: 'accessDenied',
    message: 'The organizer does not answer the own invitation',
    provider: 'ews',
  });
}
