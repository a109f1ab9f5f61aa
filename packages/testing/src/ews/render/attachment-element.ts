import type { RequestContext } from '../soap/request-context.ts';
import { isAtLeast } from '../soap/server-versions.ts';
import type { Attachment } from '../store/calendar-content.ts';
import { formatInstant } from '../time/instants.ts';
import { element, textElement } from '../xml/xml-writer.ts';

const keyBytes = 8;
// Ids of attachments are longer than those of items, so that nobody takes one for the other.
const marker = Buffer.alloc(13);

/** Makes the id of an attachment: the id of its item with the attachment's own key behind it. */
export function attachmentId(itemId: string, { key }: Pick<Attachment, 'key'>): string {
  const item = Buffer.from(itemId, 'base64');
  return Buffer.concat([item, marker, Buffer.from(key, 'hex')]).toString('base64');
}

/** Takes an attachment's id apart; nothing when it is none. */
export function parseAttachmentId(id: string): { readonly itemId: string; readonly key: string } | undefined {
  const bytes = Buffer.from(id, 'base64');
  const length = bytes.byteLength - keyBytes - marker.byteLength;
  if (length <= 0 || bytes.toString('base64') !== id) return undefined;
  if (!bytes.subarray(length, -keyBytes).equals(marker)) return undefined;
  return {
    itemId: bytes.subarray(0, length).toString('base64'),
    key: bytes.subarray(-keyBytes).toString('hex'),
  };
}

/** Writes what is attached to an item, without the content; nothing when there is nothing. */
export function attachmentList(itemId: string, attachments: readonly Attachment[], context: RequestContext): string {
  if (attachments.length === 0) return '';
  return element('t:Attachments', {}, ...attachments.map((each) => fileAttachment(itemId, each, context, '')));
}

/** Writes a file attachment; `content` is markup to put behind its properties. */
export function fileAttachment(
  itemId: string,
  attachment: Attachment,
  context: RequestContext,
  content: string,
): string {
  const isNew = isAtLeast(context.version, 'Exchange2010');
  return element(
    't:FileAttachment',
    {},
    element('t:AttachmentId', { Id: attachmentId(itemId, attachment) }),
    textElement('t:Name', attachment.name),
    textElement('t:ContentType', attachment.contentType),
    textElement('t:ContentId', attachment.contentId),
    isNew ? textElement('t:Size', attachment.content.byteLength) : '',
    isNew ? textElement('t:LastModifiedTime', formatInstant(attachment.modifiedAt, context)) : '',
    isNew ? textElement('t:IsInline', attachment.isInline) : '',
    isNew ? textElement('t:IsContactPhoto', false) : '',
    content,
  );
}
