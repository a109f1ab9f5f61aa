import type { CalendarConnection } from '@kalends/core';
import { timeOf, weekly } from './write-plan.ts';
import type { PlannedEvent, WriteStep } from './write-plan.ts';

/** Makes the call of a step. */
export async function makeCall(connection: CalendarConnection, step: WriteStep, signal: AbortSignal): Promise<string> {
  const { events } = connection;
  switch (step.kind) {
    case 'create': {
      const event = await events.create({
        event: {
          title: step.mark,
          time: timeOf(step),
          ...(step.occurrences === undefined ? {} : { recurrence: weekly(step.occurrences) }),
          ...(step.attendees.length === 0 ? {} : { attendees: step.attendees.map((address) => ({ address })) }),
        },
        notify: 'everyone',
        idempotencyKey: step.idempotencyKey,
        signal,
      });
      return event.id;
    }
    case 'rename':
      return (
        await events.update({ eventId: step.event.eventId, patch: { title: step.title }, notify: 'everyone', signal })
      ).id;
    case 'add':
      return (
        await events.addAttendees({
          eventId: step.event.eventId,
          attendees: [{ address: step.address }],
          notify: 'everyone',
          signal,
        })
      ).id;
    case 'remove':
      return (
        await events.removeAttendees({
          eventId: step.event.eventId,
          addresses: [step.address],
          notify: 'everyone',
          signal,
        })
      ).id;
    default:
      await events.delete({ eventId: step.event.eventId, notify: 'everyone', signal });
      return step.event.eventId;
  }
}

/** What a step makes of the event it is about; `undefined` when that is gone afterwards. */
export function effectOf(step: WriteStep, eventId: string): PlannedEvent | undefined {
  switch (step.kind) {
    case 'create': {
      const { mark, occurrences } = step;
      const attendees = new Set(step.attendees);
      return { mark, title: mark, eventId, attendees, ...(occurrences === undefined ? {} : { occurrences }) };
    }
    case 'rename':
      return { ...step.event, title: step.title };
    case 'add':
      return { ...step.event, attendees: new Set([...step.event.attendees, step.address]) };
    case 'remove': {
      const { address, event } = step;
      return { ...event, attendees: new Set([...event.attendees].filter((one) => one !== address)) };
    }
    default:
      return undefined;
  }
}
