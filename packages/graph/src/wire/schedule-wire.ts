import { z } from 'zod';
import type { DateTimeWire } from './event-wire.ts';

type Text = string | null | undefined;
type Count = number | null | undefined;

/** When clocks change in a zone of somebody's own making: on the n-th weekday of a month, 5 for the last. */
export interface ClockChangeWire {
  /** On the clock before the change. */
  readonly time?: Text;
  readonly month?: Count;
  readonly dayOccurrence?: Count;
  readonly dayOfWeek?: Text;
}

/** A zone by its name, or by its rules. */
export interface WorkingHoursZoneWire {
  readonly name?: Text;
  /** Minutes from local standard time to UTC. */
  readonly bias?: Count;
  readonly standardOffset?: ClockChangeWire | null | undefined;
  readonly daylightOffset?: (ClockChangeWire & { readonly daylightBias?: Count }) | null | undefined;
}

/** The working hours resource. */
export interface WorkingHoursWire {
  readonly daysOfWeek?: string[] | null | undefined;
  readonly startTime?: Text;
  readonly endTime?: Text;
  readonly timeZone?: WorkingHoursZoneWire | null | undefined;
}

/** One entry of a schedule. Subject and place are sent to whoever may see them, and not read. */
export interface ScheduleItemWire {
  readonly status?: Text;
  readonly start: DateTimeWire;
  readonly end: DateTimeWire;
}

/** What the service knows of one mailbox. */
export interface ScheduleWire {
  readonly availabilityView?: Text;
  readonly scheduleItems?: ScheduleItemWire[] | null | undefined;
  readonly workingHours?: WorkingHoursWire | null | undefined;
  readonly error?: { readonly responseCode?: Text } | null | undefined;
}

/** The answer of `getSchedule`; its schedules are read one by one, so that one that cannot be understood hides no other. */
export interface ScheduleListWire {
  readonly value: { readonly scheduleId?: Text }[];
}

const text = z.string().nullish();
const count = z.number().nullish();
const dateTime = z.object({ dateTime: z.string(), timeZone: text });
const clockChange = { time: text, month: count, dayOccurrence: count, dayOfWeek: text };

const workingHours: z.ZodType<WorkingHoursWire> = z.object({
  daysOfWeek: z.array(z.string()).nullish(),
  startTime: text,
  endTime: text,
  timeZone: z
    .object({
      name: text,
      bias: count,
      standardOffset: z.object(clockChange).nullish(),
      daylightOffset: z.object({ ...clockChange, daylightBias: count }).nullish(),
    })
    .nullish(),
});

/** Schema of a {@link ScheduleWire}. Working hours that cannot be read count as not sent: busy times are what was asked about. */
export const scheduleWireSchema: z.ZodType<ScheduleWire> = z.object({
  availabilityView: text,
  scheduleItems: z.array(z.object({ status: text, start: dateTime, end: dateTime })).nullish(),
  workingHours: workingHours.nullish().catch(undefined),
  error: z.object({ responseCode: text }).nullish(),
});

/** Schema of a {@link ScheduleListWire}. */
export const scheduleListWireSchema: z.ZodType<ScheduleListWire> = z.object({
  value: z.array(z.looseObject({ scheduleId: text })),
});
