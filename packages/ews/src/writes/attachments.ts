import { CalendarError } from '@kalends/core';
import type { Attachment, AttachmentContent, CallOptions, EventReference, NewAttachment } from '@kalends/core';
import {
  addAttachmentOptionsSchema,
  attachmentOptionsSchema,
  listAttachmentsOptionsSchema,
  parseOptions,
} from '@kalends/core/schemas';
import { locate } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { integerOf, presentText } from '../mapping/wire-values.ts';
import { createAttachment, deleteAttachment, getAttachment, listAttachments } from '../operations/attachments.ts';
import type { EventDetail } from '../operations/item-properties.ts';
import type { WireAttachment } from '../wire/attachment-shape.ts';
import { orWhenGone, unsupported } from './write-rules.ts';

/** Bytes of the largest file that is read or attached. */
export const maxAttachmentBytes: number = 3 * 1_048_576;

const identifying: EventDetail = { body: 'none', attendees: false, properties: false };

type Target = CallOptions & EventReference;

interface Listed extends Attachment {
  readonly isFile: boolean;
}

/** What is attached to an event. */
export async function attachmentsOf(
  session: Session,
  unchecked: Target,
  signal: AbortSignal,
): Promise<readonly Attachment[]> {
  const options = parseOptions(listAttachmentsOptionsSchema, unchecked, 'events.attachments.list');
  const { id } = await locate(session, options, identifying, signal);
  const listed = await list(session, id, signal);
  return listed.map(({ isFile: _isFile, ...attachment }) => attachment);
}

/** A file with its content. */
export async function attachmentContent(
  session: Session,
  unchecked: Target & { readonly attachmentId: string },
  signal: AbortSignal,
): Promise<AttachmentContent> {
  const options = parseOptions(attachmentOptionsSchema, unchecked, 'events.attachments.get');
  const { id } = await locate(session, options, identifying, signal);
  const { isFile, ...attachment } = await find(session, id, options.attachmentId, signal);
  if (!isFile) throw unsupported('attachmentId: it is an item of Exchange and no file');
  // Attached files have the size of what is kept with them, too, so the limit is not looked at too closely here.
  if ((attachment.sizeBytes ?? 0) > 2 * maxAttachmentBytes) throw tooLarge();
  const content =
    (await session.client.call(getAttachment(attachment.id), signal))?.Content?.replaceAll(/\s/g, '') ?? '';
  if ((content.length / 4) * 3 - 2 > maxAttachmentBytes) throw tooLarge();
  return { ...attachment, contentBase64: content };
}

/** Attaches a file. */
export async function addAttachment(
  session: Session,
  unchecked: Target & { readonly attachment: NewAttachment },
  signal: AbortSignal,
): Promise<Attachment> {
  const options = parseOptions(addAttachmentOptionsSchema, unchecked, 'events.attachments.add');
  const { id } = await locate(session, options, identifying, signal);
  const before = new Set((await list(session, id, signal)).map((attachment) => attachment.id));
  const { name, contentType } = options.attachment;
  const added = await session.settled({
    signal,
    send: () => session.client.once(createAttachment(id, options.attachment), signal),
    settle: async () => {
      const found = (await list(session, id, signal)).find((one) => one.name === name && !before.has(one.id));
      return found === undefined ? { kind: 'notDone' } : { kind: 'done', value: found.id };
    },
  });
  if (added === undefined) {
    throw new CalendarError({
      code: 'invalidResponse',
      message: 'Exchange attached a file and gave it no id',
      provider: 'ews',
    });
  }
  return { id: added, name, contentType, sizeBytes: bytesOf(options.attachment.contentBase64) };
}

/** Takes a file off an event. What is gone is taken off. */
export async function removeAttachment(
  session: Session,
  unchecked: Target & { readonly attachmentId: string },
  signal: AbortSignal,
): Promise<void> {
  const options = parseOptions(attachmentOptionsSchema, unchecked, 'events.attachments.remove');
  const { id } = await locate(session, options, identifying, signal);
  const listed = await list(session, id, signal);
  if (!listed.some((attachment) => attachment.id === options.attachmentId)) return;
  const removal = session.settled<void>({
    signal,
    send: () => session.client.once(deleteAttachment(options.attachmentId), signal),
    settle: async () =>
      (await list(session, id, signal)).some((attachment) => attachment.id === options.attachmentId)
        ? { kind: 'notDone' }
        : { kind: 'done', value: undefined },
  });
  await orWhenGone(removal);
}

/** An id may name a file of any mailbox: only those that the event has are touched. */
async function find(session: Session, itemId: string, attachmentId: string, signal: AbortSignal): Promise<Listed> {
  const found = (await list(session, itemId, signal)).find(({ id }) => id === attachmentId);
  if (found !== undefined) return found;
  throw new CalendarError({ code: 'notFound', message: 'The event has no such attachment', provider: 'ews' });
}

async function list(session: Session, itemId: string, signal: AbortSignal): Promise<readonly Listed[]> {
  const { FileAttachment = [], ItemAttachment = [] } = await session.client.call(listAttachments(itemId), signal);
  return [
    ...FileAttachment.flatMap((file) => listedOf(file, true)),
    ...ItemAttachment.flatMap((item) => listedOf(item, false)),
  ];
}

function listedOf({ AttachmentId, Name, ContentType, Size }: WireAttachment, isFile: boolean): readonly Listed[] {
  const id = AttachmentId?.Id;
  if (id === undefined || id === '') return [];
  const name = presentText(Name);
  const contentType = presentText(ContentType);
  return [
    {
      id,
      isFile,
      ...(name === undefined ? {} : { name }),
      ...(contentType === undefined ? {} : { contentType }),
      ...(Size === undefined ? {} : { sizeBytes: integerOf(Size, 'Attachments') }),
    },
  ];
}

function bytesOf(base64: string): number {
  const padding = /=*$/.exec(base64)?.[0].length ?? 0;
  return (base64.length / 4) * 3 - padding;
}

function tooLarge(): CalendarError {
  return new CalendarError({
    code: 'responseTooLarge',
    message: `The attached file is larger than ${maxAttachmentBytes} bytes`,
    provider: 'ews',
  });
}
