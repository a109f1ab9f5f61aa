import { readBack } from '@kalends/core';
import type { Settlement } from '@kalends/core';
import { locateById } from '../events/locate.ts';
import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { createResponse } from '../operations/create-response.ts';
import type { MeetingResponse, ResponseObject } from '../operations/create-response.ts';
import { findCopy } from './find-copy.ts';
import { hasCode } from './write-rules.ts';
import { writingDetail } from './write-target.ts';

/** How often somebody else may be faster. */
const maxConflicts = 5;

const answers: Readonly<Record<ResponseObject, string>> = {
  AcceptItem: 'Accept',
  TentativelyAcceptItem: 'Tentative',
  DeclineItem: 'Decline',
  CancelCalendarItem: '',
};

/** Options of {@link respondOnce}. */
export interface RespondOnceOptions extends Omit<MeetingResponse, 'reference'> {
  readonly item: Located;
  readonly signal: AbortSignal;
}

/**
 * Answers or cancels a meeting as of the version that was read, and reads again when somebody changed it since.
 *
 * @returns the id the item has now; `undefined` when it left the calendar.
 */
export async function respondOnce(session: Session, options: RespondOnceOptions): Promise<string | undefined> {
  const { signal, item: first, ...response } = options;
  for (let item = first, conflicts = 0; ;) {
    const before = item;
    let wasUnclear = false;
    const call = createResponse({ ...response, reference: { id: before.id, changeKey: before.changeKey } });
    try {
      return await session.settled({
        signal,
        send: async () => (await session.client.once(call, signal))?.id,
        settle: () => {
          wasUnclear = true;
          return settle(session, before, response.kind, signal);
        },
      });
    } catch (error) {
      if (!hasCode(error, 'conflict')) throw error;
      conflicts += 1;
      // What refuses now may be what an earlier request, taken for lost, has written since.
      const readAgain = (): Promise<Settlement<string | undefined>> => settle(session, before, response.kind, signal);
      const settled = await (wasUnclear ? readBack(readAgain) : readAgain());
      if (settled.kind === 'done') return settled.value;
      if (conflicts === maxConflicts) throw error;
      item = await locateById(session, before.id, writingDetail, signal);
    }
  }
}

/** An item that was answered is stored anew, under another id; one that was declined or cancelled leaves the calendar. */
async function settle(
  session: Session,
  before: Located,
  kind: ResponseObject,
  signal: AbortSignal,
): Promise<Settlement<string | undefined>> {
  const leaves = kind === 'DeclineItem' || kind === 'CancelCalendarItem';
  const now = await orUndefined(locateById(session, before.id, writingDetail, signal));
  if (now === undefined) {
    if (leaves) return { kind: 'done', value: undefined };
    const id = await findCopy(session, before, before.calendarId, signal);
    return id === undefined ? { kind: 'notDone' } : { kind: 'done', value: id };
  }
  const isAnswered =
    !leaves &&
    now.item.MyResponseType === answers[kind] &&
    (now.item.MyResponseType !== before.item.MyResponseType ||
      now.item.AppointmentReplyTime !== before.item.AppointmentReplyTime);
  return isAnswered ? { kind: 'done', value: now.id } : { kind: 'notDone' };
}

async function orUndefined<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (hasCode(error, 'notFound')) return undefined;
    throw error;
  }
}
