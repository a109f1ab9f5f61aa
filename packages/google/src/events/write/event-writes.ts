import type { EventWrites } from '@kalends/core';
import type { RunCall } from '../../run-call.ts';

/** Writing events; the work is in modules that load at the first call. */
export function eventWrites(run: RunCall): EventWrites {
  return {
    create: (options) =>
      run('events.create', async (session) => {
        const { createEvent } = await import('./create-event.ts');
        return createEvent(session, options);
      }),
    update: (options) =>
      run('events.update', async (session) => {
        const { updateEvent } = await import('./update-event.ts');
        return updateEvent(session, options);
      }),
    delete: (options) =>
      run('events.delete', async (session) => {
        const { deleteEvent } = await import('./delete-event.ts');
        return deleteEvent(session, options);
      }),
    cancel: (options) =>
      run('events.cancel', async (session) => {
        const { cancelEvent } = await import('./cancel-event.ts');
        return cancelEvent(session, options);
      }),
    move: (options) =>
      run('events.move', async (session) => {
        const { moveEvent } = await import('./move-event.ts');
        return moveEvent(session, options);
      }),
    respond: (options) =>
      run('events.respond', async (session) => {
        const { respondToEvent } = await import('./respond-to-event.ts');
        return respondToEvent(session, options);
      }),
    addAttendees: (options) =>
      run('events.addAttendees', async (session) => {
        const { addAttendees } = await import('./change-attendees.ts');
        return addAttendees(session, options);
      }),
    removeAttendees: (options) =>
      run('events.removeAttendees', async (session) => {
        const { removeAttendees } = await import('./change-attendees.ts');
        return removeAttendees(session, options);
      }),
    attachments: {
      list: (options) =>
        run('events.attachments.list', async (session) => {
          const { listAttachments } = await import('./attachments.ts');
          return listAttachments(session, options);
        }),
      get: (options) =>
        run('events.attachments.get', async () => {
          const { refuseContent } = await import('./attachments.ts');
          return refuseContent('events.attachments.get', options);
        }),
      add: (options) =>
        run('events.attachments.add', async () => {
          const { refuseContent } = await import('./attachments.ts');
          return refuseContent('events.attachments.add', options);
        }),
      remove: (options) =>
        run('events.attachments.remove', async (session) => {
          const { removeAttachment } = await import('./attachments.ts');
          return removeAttachment(session, options);
        }),
    },
  };
}
