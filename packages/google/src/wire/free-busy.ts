import { z } from 'zod';
import { text } from './text.ts';
import type { Optional } from './text.ts';

/** Why nothing is told of a calendar or a group. */
export interface WireFreeBusyError {
  readonly reason?: Optional<string>;
}

/** What is told of one calendar. Each part is read by itself, so that one that cannot be read spoils no other. */
export interface WireFreeBusyCalendar {
  readonly errors?: Optional<readonly WireFreeBusyError[]>;
  readonly busy?: Optional<readonly WireBusyPeriod[]>;
}

/** A stretch of time that is taken, RFC 3339. */
export interface WireBusyPeriod {
  readonly start: string;
  readonly end: string;
}

/** What an address stands for when it is a group's. */
export interface WireFreeBusyGroup {
  readonly errors?: Optional<readonly WireFreeBusyError[]>;
  readonly calendars?: Optional<readonly string[]>;
}

/** The answer of `freebusy.query`, its entries unread. */
export interface WireFreeBusyAnswer {
  readonly calendars?: Optional<Readonly<Record<string, unknown>>>;
  readonly groups?: Optional<Readonly<Record<string, unknown>>>;
}

const errors = z.array(z.object({ reason: text })).nullish();

export const wireFreeBusyAnswerSchema: z.ZodType<WireFreeBusyAnswer> = z.object({
  calendars: z.record(z.string(), z.unknown()).nullish(),
  groups: z.record(z.string(), z.unknown()).nullish(),
});

export const wireFreeBusyCalendarSchema: z.ZodType<WireFreeBusyCalendar> = z.object({
  errors,
  busy: z.array(z.object({ start: z.string(), end: z.string() })).nullish(),
});

export const wireFreeBusyGroupSchema: z.ZodType<WireFreeBusyGroup> = z.object({
  errors,
  calendars: z.array(z.string()).nullish(),
});

/** The fields of the answer that are asked for (partial response syntax). */
export const freeBusyFields = 'calendars,groups';
