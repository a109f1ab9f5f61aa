import { z } from 'zod';

type Text = string | null | undefined;

/** An attachment, its content only where it was asked for. */
export interface AttachmentWire {
  /** File, item or link. */
  readonly '@odata.type'?: Text;
  readonly id: string;
  readonly name?: Text;
  readonly contentType?: Text;
  /** Bytes that it takes up, which are a few more than the file has. */
  readonly size?: number | null | undefined;
  readonly contentId?: Text;
  readonly contentBytes?: Text;
}

/** A page of attachments. */
export interface AttachmentPageWire {
  readonly value: AttachmentWire[];
  readonly '@odata.nextLink'?: Text;
}

const text = z.string().nullish();

/** Schema of an {@link AttachmentWire}. */
export const attachmentWireSchema: z.ZodType<AttachmentWire> = z.object({
  '@odata.type': text,
  id: z.string().min(1),
  name: text,
  contentType: text,
  size: z.number().nullish(),
  contentId: text,
  contentBytes: text,
});

/** Schema of an {@link AttachmentPageWire}. */
export const attachmentPageWireSchema: z.ZodType<AttachmentPageWire> = z.object({
  value: z.array(attachmentWireSchema),
  '@odata.nextLink': text,
});
