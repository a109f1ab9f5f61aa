import { CalendarError } from '@kalends/core';
import type { EventWrites } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import { attachmentCalls } from './attachment-calls.ts';
import { writingCalls } from './session-calls.ts';
import type { SessionCall } from './session-calls.ts';

/** What a connection writes of events. */
export function eventWriteCalls(inSession: SessionCall): EventWrites {
  const inWrite = writingCalls(inSession);
  return {
    create: (options) => {
      const copy = { ...options };
      return inWrite('events.create', copy, async (session, signal) => {
        const { createEvent } = await import('../writes/create-event.ts');
        return createEvent(session, copy, signal);
      });
    },
    update: (options) => {
      const copy = { ...options };
      return inWrite('events.update', copy, async (session, signal) => {
        const { updateEvent } = await import('../writes/update-event.ts');
        return updateEvent(session, copy, signal);
      });
    },
    delete: (options) => {
      const copy = { ...options };
      return inWrite('events.delete', copy, async (session, signal) => {
        const { deleteEvent } = await import('../writes/delete-event.ts');
        return deleteEvent(session, copy, signal);
      });
    },
    cancel: (options) => {
      const copy = { ...options };
      return inWrite('events.cancel', copy, async (session, signal) => {
        const { cancelEvent } = await import('../writes/cancel-event.ts');
        return cancelEvent(session, copy, signal);
      });
    },
    move: (options) => {
      const copy = { ...options };
      return inSession('events.move', copy, async () => {
        const { moveEventOptionsSchema, parseOptions } = await import('@kalends/core/schemas');
        parseOptions(moveEventOptionsSchema, copy, 'events.move');
        throw new CalendarError({
          code: 'unsupported',
          message: 'Microsoft Graph v1.0 cannot move an event to another calendar; nothing was sent',
          provider: providerId,
          cure: {
            text: 'Create the event in the other calendar and delete this one; invitees then get a new invitation and a cancellation.',
          },
        });
      });
    },
    respond: (options) => {
      const copy = { ...options };
      return inWrite('events.respond', copy, async (session, signal) => {
        const { respondToEvent } = await import('../writes/respond-to-event.ts');
        return respondToEvent(session, copy, signal);
      });
    },
    addAttendees: (options) => {
      const copy = { ...options };
      return inWrite('events.addAttendees', copy, async (session, signal) => {
        const { addAttendees } = await import('../writes/change-attendees.ts');
        return addAttendees(session, copy, signal);
      });
    },
    removeAttendees: (options) => {
      const copy = { ...options };
      return inWrite('events.removeAttendees', copy, async (session, signal) => {
        const { removeAttendees } = await import('../writes/change-attendees.ts');
        return removeAttendees(session, copy, signal);
      });
    },
    attachments: attachmentCalls(inSession),
  };
}
