import { z } from 'zod';

type Text = string | null | undefined;
type Count = number | null | undefined;

/** The room resource, as far as it is used. */
export interface RoomWire {
  readonly emailAddress?: Text;
  readonly displayName?: Text;
  readonly nickname?: Text;
  readonly building?: Text;
  readonly floorLabel?: Text;
  readonly floorNumber?: Count;
  readonly capacity?: Count;
  readonly audioDeviceName?: Text;
  readonly videoDeviceName?: Text;
  readonly displayDeviceName?: Text;
  readonly tags?: string[] | null | undefined;
}

/** The room list resource, as far as it is used. */
export interface RoomListWire {
  readonly emailAddress?: Text;
  readonly displayName?: Text;
}

/** A page of places of one kind. */
export interface PlacePageWire<T> {
  readonly value: T[];
  readonly '@odata.nextLink'?: Text;
}

const text = z.string().nullish();
const count = z.number().nullish();

/** Schema of a page of {@link RoomWire}. */
export const roomPageWireSchema: z.ZodType<PlacePageWire<RoomWire>> = z.object({
  value: z.array(
    z.object({
      emailAddress: text,
      displayName: text,
      nickname: text,
      building: text,
      floorLabel: text,
      floorNumber: count,
      capacity: count,
      audioDeviceName: text,
      videoDeviceName: text,
      displayDeviceName: text,
      tags: z.array(z.string()).nullish(),
    }),
  ),
  '@odata.nextLink': text,
});

/** Schema of a page of {@link RoomListWire}. */
export const roomListPageWireSchema: z.ZodType<PlacePageWire<RoomListWire>> = z.object({
  value: z.array(z.object({ emailAddress: text, displayName: text })),
  '@odata.nextLink': text,
});
