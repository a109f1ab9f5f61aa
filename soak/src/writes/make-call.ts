import type { CalendarConnection } from '@kalends/core';
import { timeAt, weekly } from './planned-event.ts';
import type { OccurrenceStep, WriteStep } from './write-plan.ts';

/**
 * Makes the call of a step.
 *
 * @returns the id of the event that was made or changed.
 */
export async function makeCall(connection: CalendarConnection, step: WriteStep, signal: AbortSignal): Promise<string> {
  const { events, capabilities } = connection;
  const call = { notify: 'everyone', signal } as const;
  const message = capabilities.events.writes.cancelMessage ? { message: 'Called off' } : {};
  switch (step.kind) {
    case 'create': {
      const event = await events.create({
        event: {
          title: step.mark,
          time: timeAt(step.hour),
          ...(step.occurrences === undefined ? {} : { recurrence: weekly(step.occurrences) }),
          ...(step.attendees.length === 0 ? {} : { attendees: step.attendees.map((address) => ({ address })) }),
        },
        idempotencyKey: step.idempotencyKey,
        ...call,
      });
      return event.id;
    }
    case 'rename':
      return (await events.update({ eventId: step.event.eventId, patch: { title: step.title }, ...call })).id;
    case 'add': {
      const attendees = [{ address: step.address }];
      return (await events.addAttendees({ eventId: step.event.eventId, attendees, ...call })).id;
    }
    case 'remove':
      return (await events.removeAttendees({ eventId: step.event.eventId, addresses: [step.address], ...call })).id;
    case 'renameOne':
      return (await events.update({ ...targetOf(step), patch: { title: step.title }, ...call })).id;
    case 'renameFollowing': {
      const patch = { title: step.title };
      return (await events.update({ ...targetOf(step), scope: 'following', patch, ...call })).id;
    }
    case 'deleteOne':
      await events.delete({ ...targetOf(step), ...call });
      break;
    case 'deleteFollowing':
      await events.delete({ ...targetOf(step), scope: 'following', ...call });
      break;
    case 'cancelOne':
      await events.cancel({ ...targetOf(step), ...message, signal });
      break;
    case 'cancel':
      await events.cancel({ eventId: step.event.eventId, ...message, signal });
      break;
    default:
      await events.delete({ eventId: step.event.eventId, ...call });
  }
  return step.event.eventId;
}

function targetOf({ event, recurrenceId }: OccurrenceStep): {
  readonly masterId: string;
  readonly recurrenceId: string;
} {
  return { masterId: event.eventId, recurrenceId };
}
