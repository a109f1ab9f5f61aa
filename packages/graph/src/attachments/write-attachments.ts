import { CalendarError } from '@kalends/core';
import type { Attachment, CallOptions, EventReference, NewAttachment } from '@kalends/core';
import { addAttachmentOptionsSchema, attachmentOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { reading } from '../calendars/read-calendar.ts';
import { jsonAnswer } from '../client/graph-reader.ts';
import { noAnswer, repeatable } from '../client/graph-writer.ts';
import { pathSegment } from '../client/path-segment.ts';
import { newRequestId } from '../client/request-id.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { unsupported } from '../mapping/refusals.ts';
import { attachmentWireSchema } from '../wire/attachment-wire.ts';
import type { AttachmentWire } from '../wire/attachment-wire.ts';
import { graphWriteCapabilities } from '../writes/write-capabilities.ts';
import { beginWrite, writing } from '../writes/writing.ts';
import { attachmentsPath, mapAttachment } from './attachment-target.ts';
import { allAttachments } from './read-attachments.ts';

const { maxAttachmentBytes } = graphWriteCapabilities;

/**
 * Attaches a file. Each gets a content id of its own, by which it is found when the answer was lost, and by which a copy that a late first
 * try left is told from it and taken away.
 */
export async function addAttachment(
  session: GraphSession,
  options: CallOptions & EventReference & { readonly attachment: NewAttachment },
  signal: AbortSignal,
): Promise<Attachment> {
  const operation = 'events.attachments.add';
  const { calendarId: asked, attachment, ...target } = parseOptions(addAttachmentOptionsSchema, options, operation);
  const label = { operation, signal };
  const bytes = Math.floor((attachment.contentBase64.replace(/=+$/, '').length * 3) / 4);
  if (bytes > maxAttachmentBytes) throw unsupported(`an attachment of more than ${maxAttachmentBytes} bytes`);
  const calendarId = await beginWrite(session, asked, label);
  const path = await attachmentsPath(session, { ...target, calendarId }, label);
  const contentId = newRequestId(session.context.runtime.random);
  let wasLost = false;
  const added = await session.writer.write({
    ...label,
    permission: writing,
    method: 'POST',
    path,
    body: {
      '@odata.type': '#microsoft.graph.fileAttachment',
      name: attachment.name,
      contentType: attachment.contentType,
      contentBytes: attachment.contentBase64,
      contentId,
    },
    answer: jsonAnswer(attachmentWireSchema, 'the new attachment'),
    settle: async () => {
      wasLost = true;
      const [found] = await withContentId(session, path, { name: attachment.name, contentId }, label);
      return found === undefined ? { kind: 'notDone' } : { kind: 'done', value: found };
    },
  });
  if (wasLost) {
    const copies = await withContentId(session, path, { name: attachment.name, contentId }, label);
    for (const { id } of copies.filter((copy) => copy.id !== added.id)) await removeFrom(session, path, id, label);
  }
  return mapAttachment(added);
}

/** Takes a file off an event; one that is gone is fine. */
export async function removeAttachment(
  session: GraphSession,
  options: CallOptions & EventReference & { readonly attachmentId: string },
  signal: AbortSignal,
): Promise<void> {
  const operation = 'events.attachments.remove';
  const { calendarId: asked, attachmentId, ...target } = parseOptions(attachmentOptionsSchema, options, operation);
  const label = { operation, signal };
  const calendarId = await beginWrite(session, asked, label);
  const path = await attachmentsPath(session, { ...target, calendarId }, label);
  await removeFrom(session, path, attachmentId, label);
}

async function removeFrom(session: GraphSession, path: string, attachmentId: string, label: ReadLabel): Promise<void> {
  try {
    await session.writer.write({
      ...label,
      permission: writing,
      method: 'DELETE',
      path: `${path}/${pathSegment(attachmentId)}`,
      answer: noAnswer,
      settle: repeatable,
    });
  } catch (error) {
    if (!CalendarError.is(error) || error.code !== 'notFound') throw error;
  }
}

/** The list cannot select content ids, so each file of the name is looked at. */
async function withContentId(
  session: GraphSession,
  path: string,
  wanted: { readonly name: string; readonly contentId: string },
  label: ReadLabel,
): Promise<readonly AttachmentWire[]> {
  const found: AttachmentWire[] = [];
  for (const { id, name } of await allAttachments(session, path, label)) {
    if (name !== wanted.name) continue;
    const whole = await session.reader.read({
      ...label,
      permission: reading,
      path: `${path}/${pathSegment(id)}`,
      schema: attachmentWireSchema,
      what: 'the attachment',
    });
    if (whole.contentId === wanted.contentId) found.push(whole);
  }
  return found;
}
