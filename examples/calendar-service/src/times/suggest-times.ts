import { findTimes } from '@kalends/core/availability';
import { askSchedules } from './ask-schedules.ts';
import type { AskedSchedule, AskSchedulesOptions } from './ask-schedules.ts';
import type { SuggestedTimes, UnknownMailbox } from './suggested-times.ts';
import type { TimesQuery } from './times-query.ts';

/**
 * Looks for times when everybody can meet, and in one of the rooms where rooms are named. What is not known is not free: with one
 * person unknown nothing is proposed, and an unknown room never is.
 */
export async function suggestTimes(query: TimesQuery, options: AskSchedulesOptions): Promise<SuggestedTimes> {
  const { window, timeZone, minutes, people, rooms } = query;
  const asked = await askSchedules(distinct([...people, ...rooms]), window, options);
  const { proposals, requiredUnknown, roomsUnknown } = findTimes({
    window,
    timeZone,
    durationMinutes: minutes,
    schedules: asked.map(({ schedule }) => schedule),
    required: people.map((mailbox) => ({ mailbox })),
    rooms: rooms.map((mailbox) => ({ mailbox })),
  });
  const unknown = [
    ...requiredUnknown.map((mailbox) => unknownMailbox(mailbox, 'person', asked)),
    ...roomsUnknown.map((mailbox) => unknownMailbox(mailbox, 'room', asked)),
  ];
  return {
    from: window.start,
    to: window.end,
    timeZone,
    minutes,
    isComplete: unknown.length === 0,
    unknown,
    proposals: proposals.map(({ start, end, freeRooms }) => ({ start, end, freeRooms })),
  };
}

function unknownMailbox(
  mailbox: string,
  role: UnknownMailbox['role'],
  asked: readonly AskedSchedule[],
): UnknownMailbox {
  for (const { schedule, code } of asked) {
    if (schedule.kind === 'known' || schedule.mailbox.toLowerCase() !== mailbox.toLowerCase()) continue;
    return { mailbox, role, reason: schedule.reason, ...(code === undefined ? {} : { code }) };
  }
  return { mailbox, role, reason: 'noConnection' };
}

function distinct(addresses: readonly string[]): readonly string[] {
  return [...new Map(addresses.map((address) => [address.toLowerCase(), address])).values()];
}
