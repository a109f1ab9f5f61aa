import { z } from 'zod';

type Text = string | null | undefined;

/** A meeting in a room's calendar, as far as the room's settings show in it. */
export interface RoomEventWire {
  readonly subject?: Text;
  readonly bodyPreview?: Text;
  readonly iCalUId?: Text;
  readonly type?: Text;
  readonly sensitivity?: Text;
  readonly isOrganizer?: boolean | null | undefined;
  readonly isCancelled?: boolean | null | undefined;
  readonly organizer?:
    | { readonly emailAddress?: { readonly name?: Text; readonly address?: Text } | null | undefined }
    | null
    | undefined;
  readonly attendees?:
    | readonly { readonly type?: Text; readonly emailAddress?: { readonly address?: Text } | null | undefined }[]
    | null
    | undefined;
}

const text = z.string().nullish();
const flag = z.boolean().nullish();

/** Schema of a page of {@link RoomEventWire}. */
export const roomEventPageWireSchema: z.ZodType<{ readonly value: readonly RoomEventWire[] }> = z.object({
  value: z.array(
    z.object({
      subject: text,
      bodyPreview: text,
      iCalUId: text,
      type: text,
      sensitivity: text,
      isOrganizer: flag,
      isCancelled: flag,
      organizer: z.object({ emailAddress: z.object({ name: text, address: text }).nullish() }).nullish(),
      attendees: z.array(z.object({ type: text, emailAddress: z.object({ address: text }).nullish() })).nullish(),
    }),
  ),
});

/** Schema of what a mailbox is for. */
export const mailboxPurposeWireSchema: z.ZodType<{ readonly userPurpose?: Text }> = z.object({ userPurpose: text });
