import { readBack } from '@kalends/core';
import type { WireEvent } from '../../wire/event.ts';
import { findResource } from '../find-resource.ts';
import type { WriteCall } from './write-call.ts';

/** Waits before each look at a conference that is being made, in milliseconds. */
const waitsMs: readonly number[] = [0, 500, 1_000, 2_000, 4_000];

/**
 * Google makes conferences after it has answered. Looks a few times whether it is there.
 *
 * @returns the event as it is by then, with the conference or without.
 */
export async function awaitConference({ session, call, calendar }: WriteCall, written: WireEvent): Promise<WireEvent> {
  let event = written;
  for (const waitMs of waitsMs) {
    if (event.conferenceData?.createRequest?.status?.statusCode !== 'pending') break;
    if (waitMs > 0) await session.pause(call, waitMs);
    const found = await readBack(() => findResource(session, { calendarId: calendar.id, eventId: event.id }, call));
    // Who deleted it meanwhile knows of it; here it was created.
    if (found === undefined || found.status === 'cancelled') break;
    event = found;
  }
  return event;
}
