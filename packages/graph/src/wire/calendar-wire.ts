import { z } from 'zod';

type Text = string | null | undefined;
type Flag = boolean | null | undefined;

/** The calendar resource, as far as it is used. */
export interface CalendarWire {
  readonly id: string;
  readonly name?: Text;
  readonly hexColor?: Text;
  readonly isDefaultCalendar?: Flag;
  readonly canEdit?: Flag;
  readonly canShare?: Flag;
  readonly canViewPrivateItems?: Flag;
  readonly owner?: { readonly name?: Text; readonly address?: Text } | null | undefined;
}

/** A page of calendars. */
export interface CalendarPageWire {
  readonly value: CalendarWire[];
  readonly '@odata.nextLink'?: Text;
}

const text = z.string().nullish();
const flag = z.boolean().nullish();

/** Schema of a {@link CalendarWire}. */
export const calendarWireSchema: z.ZodType<CalendarWire> = z.object({
  id: z.string().min(1),
  name: text,
  hexColor: text,
  isDefaultCalendar: flag,
  canEdit: flag,
  canShare: flag,
  canViewPrivateItems: flag,
  owner: z.object({ name: text, address: text }).nullish(),
});

/** Schema of a {@link CalendarPageWire}. */
export const calendarPageWireSchema: z.ZodType<CalendarPageWire> = z.object({
  value: z.array(calendarWireSchema),
  '@odata.nextLink': text,
});
