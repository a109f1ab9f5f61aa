import { z } from 'zod';
import { flag, text } from './text.ts';
import type { Optional } from './text.ts';

/** `CalendarListEntry`, as far as it is used. */
export interface WireCalendarListEntry {
  readonly id: string;
  readonly summary?: Optional<string>;
  readonly summaryOverride?: Optional<string>;
  readonly description?: Optional<string>;
  readonly timeZone?: Optional<string>;
  readonly backgroundColor?: Optional<string>;
  readonly primary?: Optional<boolean>;
  readonly deleted?: Optional<boolean>;
  readonly accessRole?: Optional<string>;
  readonly dataOwner?: Optional<string>;
}

/** One page of `calendarList.list`. */
export interface WireCalendarList {
  readonly items?: Optional<readonly WireCalendarListEntry[]>;
  readonly nextPageToken?: Optional<string>;
}

export const wireCalendarListEntrySchema: z.ZodType<WireCalendarListEntry> = z.object({
  id: z.string().min(1),
  summary: text,
  summaryOverride: text,
  description: text,
  timeZone: text,
  backgroundColor: text,
  primary: flag,
  deleted: flag,
  accessRole: text,
  dataOwner: text,
});

export const wireCalendarListSchema: z.ZodType<WireCalendarList> = z.object({
  items: z.array(wireCalendarListEntrySchema).nullish(),
  nextPageToken: text,
});

/** The fields of a calendar list entry that are asked for (partial response syntax). */
export const calendarListEntryFields: string =
  'id,summary,summaryOverride,description,timeZone,backgroundColor,primary,deleted,accessRole,dataOwner';
