import type { EventWrites } from '@kalends/core';
import type { Session } from '../ews-session.ts';
import type { RunCall } from '../run-call.ts';

/** Writing events. What works loads at the first call. */
export function ewsEventWrites(run: RunCall): EventWrites {
  const write: RunCall = (operation, signal, action) =>
    run(operation, signal, (session, ending) => action(writing(session), ending));
  return {
    create: (options) =>
      write('events.create', options.signal, async (session, signal) => {
        const { createEvent } = await import('./create-event.ts');
        return createEvent(session, options, signal);
      }),
    update: (options) =>
      write('events.update', options.signal, async (session, signal) => {
        const { updateEvent } = await import('./update-event.ts');
        return updateEvent(session, options, signal);
      }),
    delete: (options) =>
      write('events.delete', options.signal, async (session, signal) => {
        const { deleteEvent } = await import('./delete-event.ts');
        return deleteEvent(session, options, signal);
      }),
    cancel: (options) =>
      write('events.cancel', options.signal, async (session, signal) => {
        const { cancelEvent } = await import('./delete-event.ts');
        return cancelEvent(session, options, signal);
      }),
    move: (options) =>
      write('events.move', options.signal, async (session, signal) => {
        const { moveEvent } = await import('./move-event.ts');
        return moveEvent(session, options, signal);
      }),
    respond: (options) =>
      write('events.respond', options.signal, async (session, signal) => {
        const { respondToEvent } = await import('./respond-event.ts');
        return respondToEvent(session, options, signal);
      }),
    addAttendees: (options) =>
      write('events.addAttendees', options.signal, async (session, signal) => {
        const { addAttendees } = await import('./change-attendees.ts');
        return addAttendees(session, options, signal);
      }),
    removeAttendees: (options) =>
      write('events.removeAttendees', options.signal, async (session, signal) => {
        const { removeAttendees } = await import('./change-attendees.ts');
        return removeAttendees(session, options, signal);
      }),
    attachments: {
      list: (options) =>
        run('events.attachments.list', options.signal, async (session, signal) => {
          const { attachmentsOf } = await import('./attachments.ts');
          return attachmentsOf(session, options, signal);
        }),
      get: (options) =>
        run('events.attachments.get', options.signal, async (session, signal) => {
          const { attachmentContent } = await import('./attachments.ts');
          return attachmentContent(session, options, signal);
        }),
      add: (options) =>
        write('events.attachments.add', options.signal, async (session, signal) => {
          const { addAttachment } = await import('./attachments.ts');
          return addAttachment(session, options, signal);
        }),
      remove: (options) =>
        write('events.attachments.remove', options.signal, async (session, signal) => {
          const { removeAttachment } = await import('./attachments.ts');
          return removeAttachment(session, options, signal);
        }),
    },
  };
}

/** Everything a write sends, reads too, takes the permission to write: with less, nothing is sent. */
function writing(session: Session): Session {
  return session.for({ group: 'calendars', access: 'readWrite' });
}
