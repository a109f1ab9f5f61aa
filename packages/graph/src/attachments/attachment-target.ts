import type { Attachment, EventReference } from '@kalends/core';
import { eventPath } from '../events/event-path.ts';
import { findOccurrence } from '../events/find-occurrence.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import type { AttachmentWire } from '../wire/attachment-wire.ts';

/** What is selected of an attachment where its content is not wanted. */
export const attachmentFields = 'id,name,contentType,size';

/** The path of an event's attachments. */
export async function attachmentsPath(
  session: GraphSession,
  target: EventReference & { readonly calendarId: string },
  label: ReadLabel,
): Promise<string> {
  const eventId = 'eventId' in target ? target.eventId : await findOccurrence(session, target, label);
  return `${eventPath(session, target.calendarId, eventId)}/attachments`;
}

/** An attachment without its content. */
export function mapAttachment({ id, name, contentType, size }: AttachmentWire): Attachment {
  return {
    id,
    ...(name ? { name } : {}),
    ...(contentType ? { contentType } : {}),
    ...(typeof size === 'number' ? { sizeBytes: size } : {}),
  };
}
