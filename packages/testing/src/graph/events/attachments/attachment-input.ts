import { invalidProperty, unreadable } from '../../body-reader.ts';
import type { BodyReader } from '../../body-reader.ts';
import { GraphRefusal } from '../../graph-error.ts';
import type { Mailbox } from '../../mailbox.ts';
import { nextNumber } from '../../mailbox-store.ts';
import type { Versions } from '../../versions.ts';
import type { StoredAttachment } from './stored-attachment.ts';

/** An attachment as a client sent it. */
export type AttachmentInput = Omit<StoredAttachment, 'number' | 'lastModifiedAt'>;

/** From this size on a file takes an upload session (Graph docs, "Attach large files to Outlook messages or events"). */
export const minSessionBytes: number = 3 * 1024 * 1024;

/**
 * Reads an attachment.
 *
 * @throws GraphRefusal 400 without a known `@odata.type` or a name, 413 for a file that takes an upload session.
 */
export function readAttachment(body: BodyReader): AttachmentInput {
  const type = body.text('@odata.type') ?? '';
  const kind = /^#?microsoft\.graph\.(file|item|reference)Attachment$/i.exec(type)?.[1]?.toLowerCase();
  const name = body.text('name') ?? '';
  if (kind !== 'file' && kind !== 'item' && kind !== 'reference') {
    throw unreadable("An attachment has to have '@odata.type' set to one of the attachment types.");
  }
  if (name === '') throw invalidProperty('An attachment has to have a name.');
  const common = { name, isInline: body.flag('isInline') ?? false, contentType: body.text('contentType') ?? null };
  if (kind === 'reference') return { ...common, kind, size: 0 };
  if (kind === 'item') {
    const item = body.object('item');
    if (item === undefined) throw invalidProperty('An item attachment has to have an item.');
    return { ...common, kind, size: Buffer.byteLength(JSON.stringify(item.source)), item: item.source };
  }
  const contentBytes = body.text('contentBytes') ?? '';
  const bytes = Buffer.from(contentBytes, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== contentBytes.replace(/=+$/, '')) {
    throw unreadable("Cannot convert the value of 'contentBytes' to the expected type 'Edm.Binary'.");
  }
  if (bytes.byteLength >= minSessionBytes) {
    throw new GraphRefusal(413, 'RequestEntityTooLarge', 'The attachment is too large for one request.');
  }
  const contentId = body.text('contentId') ?? null;
  return { ...common, kind, size: bytes.byteLength, contentBytes: bytes.toString('base64'), contentId };
}

/** The attachment as it lies in a mailbox. */
export function storedAttachment(versions: Versions, mailbox: Mailbox, input: AttachmentInput): StoredAttachment {
  return { ...input, number: nextNumber(mailbox), lastModifiedAt: versions.stamp(versions.next()) };
}
