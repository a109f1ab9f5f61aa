import { CalendarError } from '@kalends/core';
import type { CalendarEvent, EventTime, RespondOptions } from '@kalends/core';
import { parseOptions, respondOptionsSchema } from '@kalends/core/schemas';
import { noAnswer } from '../client/graph-writer.ts';
import { eventParts } from '../events/event-parts.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import { readEvent } from '../events/get-event.ts';
import { unlessGone } from '../events/unless-gone.ts';
import type { GraphSession } from '../graph-session.ts';
import { invalidArgument, unsupported } from '../mapping/refusals.ts';
import { keepableTime, timesToWire } from '../mapping/time-input.ts';
import type { EventWire } from '../wire/event-wire.ts';
import { readSubject, writeExtent } from './write-subject.ts';
import type { WriteSubject } from './write-subject.ts';
import { beginWrite, writing } from './writing.ts';

const operation = 'events.respond';

const actions = { accepted: 'accept', tentative: 'tentativelyAccept', declined: 'decline' } as const;
const answers = { accepted: 'accepted', tentative: 'tentativelyAccepted', declined: 'declined' } as const;

/**
 * Answers an invitation. What was declined leaves the calendar. These calls take no version: Graph ignores one, so there is none to give.
 *
 * @see {@link https://learn.microsoft.com/graph/api/event-accept | Graph docs, event: accept}
 */
export async function respondToEvent(
  session: GraphSession,
  options: RespondOptions,
  signal: AbortSignal,
): Promise<CalendarEvent | undefined> {
  const { scope, response, notifyOrganizer, comment, proposedTime, ...target } = parseOptions(
    respondOptionsSchema,
    options,
    operation,
  );
  const label = { operation, signal };
  const proposed = proposedTime === undefined ? undefined : keepableTime(proposedTime);
  if (!notifyOrganizer && proposed !== undefined) throw unsupported('proposedTime without a mail to the organizer');
  if (!notifyOrganizer && comment !== undefined && comment !== '')
    throw unsupported('comment without a mail to the organizer');
  const calendarId = await beginWrite(session, target.calendarId, label);
  const extent = await writeExtent(session, { ...target, calendarId }, scope, label);
  if (extent.kind === 'following') throw invalidArgument('scope "following" is not one of an answer');
  const { subject } = extent;
  checkAnswerable(subject.event, proposed);
  await session.writer.write({
    ...label,
    permission: writing,
    method: 'POST',
    path: `${subject.path}/${actions[response]}`,
    body: {
      ...(comment === undefined ? {} : { comment }),
      sendResponse: notifyOrganizer,
      ...(proposed === undefined ? {} : { proposedNewTime: proposalToWire(proposed) }),
    },
    answer: noAnswer,
    settle: async () => {
      const now = await unlessGone(readSubject(session, subject, label));
      const isAnswered = now === undefined ? response === 'declined' : isNewAnswer(subject, now, answers[response]);
      return isAnswered ? { kind: 'done', value: undefined } : { kind: 'notDone' };
    },
  });
  return answered(session, subject, label);
}

function checkAnswerable(event: EventWire, proposed: EventTime | undefined): void {
  if (event.isOrganizer === true) {
    throw new CalendarError({
      code: 'accessDenied',
      message: 'This is a meeting of one’s own, which takes no answer; nothing was sent',
    });
  }
  if (proposed === undefined) return;
  if (event.allowNewTimeProposals === false) {
    throw new CalendarError({
      code: 'accessDenied',
      message: 'The organizer takes no proposals of another time; nothing was sent',
    });
  }
  if ((proposed.kind === 'allDay') !== (event.isAllDay === true))
    throw unsupported('proposedTime of whole days for an event with times, or the other way round');
}

function proposalToWire(time: EventTime): object {
  const { start, end } = timesToWire(time);
  return { start, end };
}

/** The same answer given once more is told from the earlier one by its time. */
function isNewAnswer(before: WriteSubject, now: WriteSubject, answer: string): boolean {
  const status = now.event.responseStatus;
  return status?.response === answer && (status.time ?? '') !== (before.event.responseStatus?.time ?? '');
}

async function answered(
  session: GraphSession,
  { calendarId, eventId }: WriteSubject,
  label: ReadLabel,
): Promise<CalendarEvent | undefined> {
  return unlessGone(readEvent(session, { calendarId, eventId, parts: eventParts() }, label));
}
