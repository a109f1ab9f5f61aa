import { CalendarError } from '@kalends/core';
import { z } from 'zod';
import { reading } from '../calendars/read-calendar.ts';
import { calendarPath } from '../events/event-path.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { teamsProvider } from '../mapping/body-input.ts';
import { unsupported } from '../mapping/refusals.ts';
import type { EventWire } from '../wire/event-wire.ts';
import { readSubject } from './write-subject.ts';
import type { EventPlace } from './write-subject.ts';

const calendarSchema: z.ZodType<{ readonly allowedOnlineMeetingProviders?: string[] | null | undefined }> = z.object({
  allowedOnlineMeetingProviders: z.array(z.string()).nullish(),
});

/** Waits before the link is looked for again, in milliseconds. */
const waitsMs = [500, 1_000, 2_000, 4_000] as const;

/**
 * Refuses a Teams meeting where the calendar allows none: the service would make the event without a word about the missing meeting.
 *
 * @throws CalendarError `unsupported`.
 */
export async function requireTeams(session: GraphSession, calendarId: string, label: ReadLabel): Promise<void> {
  const { allowedOnlineMeetingProviders } = await session.reader.read({
    ...label,
    permission: reading,
    path: calendarPath(session, calendarId),
    query: { $select: 'id,allowedOnlineMeetingProviders' },
    schema: calendarSchema,
    what: 'the calendar',
  });
  if (allowedOnlineMeetingProviders?.includes(teamsProvider) === true) return;
  throw unsupported('conference made by "teams": this calendar allows no Teams meetings');
}

/** Reads an event again until its join link is there, which can take a moment. The event comes back either way. */
export async function awaitJoinLink(
  session: GraphSession,
  place: EventPlace,
  event: EventWire,
  label: ReadLabel,
): Promise<EventWire> {
  let latest = event;
  for (const waitMs of waitsMs) {
    if (latest.onlineMeeting?.joinUrl) return latest;
    try {
      await session.context.runtime.clock.sleep(waitMs, { signal: label.signal });
      latest = (await readSubject(session, place, label)).event;
    } catch (error) {
      // The event is written; that its link cannot be seen yet does not change that.
      if (label.signal.aborted || CalendarError.is(error)) return latest;
      throw error;
    }
  }
  return latest;
}
