import { typesNamespace } from '../soap/namespaces.ts';
import { attributesOnly, element, many, text } from '../soap/shape.ts';
import type { Shape } from '../soap/shape.ts';

/** A file or an item that is attached. */
export interface WireAttachment {
  readonly AttachmentId?: { readonly Id?: string };
  readonly Name?: string;
  readonly ContentType?: string;
  readonly Size?: string;
  /** Base64; of files alone. */
  readonly Content?: string;
}

/** What is attached to an item. */
export interface WireAttachments {
  readonly FileAttachment?: readonly WireAttachment[];
  readonly ItemAttachment?: readonly WireAttachment[];
}

const attachmentShape: Shape<WireAttachment> = element(typesNamespace, {
  AttachmentId: attributesOnly(['Id']),
  Name: text,
  ContentType: text,
  Size: text,
  Content: text,
});

/** See {@link WireAttachments}. */
export const attachmentsShape: Shape<WireAttachments> = element(typesNamespace, {
  FileAttachment: many(attachmentShape),
  ItemAttachment: many(attachmentShape),
});
