import { CalendarError } from '@kalends/core';
import { z } from 'zod';
import { reading } from '../calendars/read-calendar.ts';
import { eventParts, eventQuery } from '../events/event-parts.ts';
import type { EventParts } from '../events/event-parts.ts';
import { calendarPath, eventPath } from '../events/event-path.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { teamsProvider } from '../mapping/body-input.ts';
import { unsupported } from '../mapping/refusals.ts';
import { eventWireSchema } from '../wire/event-wire.ts';
import type { EventWire } from '../wire/event-wire.ts';
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

/**
 * Reads an event again until its join link is there, which can take a moment. The event comes back either way.
 *
 * @param parts - What is wanted of it. Default: what every event has.
 */
export async function awaitJoinLink(
  session: GraphSession,
  { calendarId, eventId }: EventPlace,
  event: EventWire,
  label: ReadLabel,
  parts: EventParts = eventParts(),
): Promise<EventWire> {
  let latest = event;
  for (const waitMs of waitsMs) {
    if (latest.onlineMeeting?.joinUrl) return latest;
    try {
      await session.context.runtime.clock.sleep(waitMs, { signal: label.signal });
      latest = await session.reader.read({
        ...label,
        permission: reading,
        path: eventPath(session, calendarId, eventId),
        query: eventQuery(parts),
        schema: eventWireSchema,
        what: 'the event',
      });
    } catch (error) {
      // The event is written; that its link cannot be seen yet does not change that.
      if (label.signal.aborted || CalendarError.is(error)) return latest;
      throw error;
    }
  }
  return latest;
}
