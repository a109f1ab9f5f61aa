import type { AttachmentGroup } from '@kalends/core';
import { writingCalls } from './session-calls.ts';
import type { SessionCall } from './session-calls.ts';

/** The files attached to the events of a connection. */
export function attachmentCalls(inSession: SessionCall): AttachmentGroup {
  const inWrite = writingCalls(inSession);
  return {
    list: (options) => {
      const copy = { ...options };
      return inSession('events.attachments.list', copy, async (session, signal) => {
        const { listAttachments } = await import('../attachments/read-attachments.ts');
        return listAttachments(session, copy, signal);
      });
    },
    get: (options) => {
      const copy = { ...options };
      return inSession('events.attachments.get', copy, async (session, signal) => {
        const { getAttachment } = await import('../attachments/read-attachments.ts');
        return getAttachment(session, copy, signal);
      });
    },
    add: (options) => {
      const copy = { ...options };
      return inWrite('events.attachments.add', copy, async (session, signal) => {
        const { addAttachment } = await import('../attachments/write-attachments.ts');
        return addAttachment(session, copy, signal);
      });
    },
    remove: (options) => {
      const copy = { ...options };
      return inWrite('events.attachments.remove', copy, async (session, signal) => {
        const { removeAttachment } = await import('../attachments/write-attachments.ts');
        return removeAttachment(session, copy, signal);
      });
    },
  };
}
