import { CalendarError } from '@kalends/core';
import type { CancelEventOptions } from '@kalends/core';
import { cancelEventOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { noAnswer } from '../client/graph-writer.ts';
import type { GraphSession } from '../graph-session.ts';
import { organizerOnly, unsupported } from '../mapping/refusals.ts';
import { endSeries, resumeEnding, wordEnding } from './end-series.ts';
import { hasInvitees } from './notify-rules.ts';
import { removeEvent, settleRemoval } from './remove-event.ts';
import { writeExtent } from './write-subject.ts';
import type { WriteExtent } from './write-subject.ts';
import { beginWrite, writing } from './writing.ts';

const operation = 'events.cancel';

/** Calls a meeting off. The rest of a series is called off by its new end, of which the invitees hear without a message. */
export async function cancelEvent(
  session: GraphSession,
  options: CancelEventOptions,
  signal: AbortSignal,
): Promise<void> {
  const { scope, message, ...target } = parseOptions(cancelEventOptionsSchema, options, operation);
  const label = { operation, signal };
  const calendarId = await beginWrite(session, target.calendarId, label);
  const call = { calendarId, target };
  let extent: WriteExtent;
  try {
    extent = await writeExtent(session, { ...target, calendarId }, scope, label);
  } catch (error) {
    const isGone = CalendarError.is(error) && error.code === 'notFound';
    if (isGone && scope === 'following' && (await resumeEnding(session, call, label))) return;
    throw error;
  }
  const subject = extent.kind === 'event' ? extent.subject : extent.master;
  if (subject.event.isOrganizer === false) throw organizerOnly('call it off');
  if (extent.kind === 'following') {
    if (message !== undefined && message !== '' && hasInvitees(subject.event))
      throw unsupported('message with scope "following"');
    const ending = await wordEnding(session, { master: subject, at: extent.recurrenceId, call }, label);
    await endSeries(session, ending, label);
    return;
  }
  if (!hasInvitees(subject.event)) {
    await removeEvent(session, subject.path, label);
    return;
  }
  await session.writer.write({
    ...label,
    permission: writing,
    method: 'POST',
    path: `${subject.path}/cancel`,
    body: { comment: message ?? '' },
    answer: noAnswer,
    settle: () => settleRemoval(session, subject.path, label),
  });
}
