import type { IdForm } from '../../item-ids.ts';
import type { JsonObject } from '../../mailbox.ts';

/** An attached file, item or link. */
export interface StoredAttachment {
  /** Never used again in the same mailbox. */
  readonly number: number;
  readonly kind: 'file' | 'item' | 'reference';
  readonly name: string;
  readonly contentType: string | null;
  /** Bytes. */
  readonly size: number;
  readonly isInline: boolean;
  readonly lastModifiedAt: string;
  /** Base64, files only. */
  readonly contentBytes?: string;
  readonly contentId?: string | null;
  /** What is attached as an item. */
  readonly item?: JsonObject;
}

/** The attachment as Graph sends it. */
export function attachmentJson(
  attachment: StoredAttachment,
  eventId: string,
  form: IdForm,
  withItem: boolean = false,
): JsonObject {
  const common = {
    '@odata.type': `#microsoft.graph.${attachment.kind}Attachment`,
    '@odata.mediaContentType': attachment.contentType ?? 'application/octet-stream',
    id: attachmentId(attachment, eventId, form),
    lastModifiedDateTime: attachment.lastModifiedAt,
    name: attachment.name,
    contentType: attachment.contentType,
    size: attachment.size,
    isInline: attachment.isInline,
  };
  if (attachment.kind === 'item') return { ...common, ...(withItem ? { item: attachment.item } : {}) };
  if (attachment.kind === 'reference') return common;
  return {
    ...common,
    contentId: attachment.contentId ?? null,
    contentLocation: null,
    contentBytes: attachment.contentBytes ?? '',
  };
}

/** The id of an attachment begins with the one of its event. */
export function attachmentId({ number }: StoredAttachment, eventId: string, form: IdForm): string {
  const tail = Buffer.alloc(8);
  tail.writeUInt32BE(1, 0);
  tail.writeUInt32BE(number, 4);
  const bytes = Buffer.concat([Buffer.from(eventId, 'base64url'), tail]);
  return form === 'immutable' ? bytes.toString('base64url') : `${bytes.toString('base64url')}=`;
}

/** A small file made up for a name. */
export function seededAttachment(name: string, number: number, lastModifiedAt: string): StoredAttachment {
  const content = Buffer.from(`Content of ${name}\r\n`, 'utf8');
  return {
    number,
    kind: 'file',
    name,
    contentType: 'text/plain',
    size: content.byteLength,
    isInline: false,
    lastModifiedAt,
    contentBytes: content.toString('base64'),
    contentId: null,
  };
}
