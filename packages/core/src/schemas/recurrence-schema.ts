import { z } from 'zod';
import type { Recurrence, RecurrenceEnd, RecurrenceRule } from '../model/recurrence.ts';
import { dateSchema, recurrenceIdSchema, utcInstantSchema } from './time-schemas.ts';

const weekdaySchema = z.enum(['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su']);

/** Numbers between -max and max, without 0. */
const signed = (max: number): z.ZodType<readonly number[]> =>
  z.array(
    z
      .int()
      .min(-max)
      .max(max)
      .refine((value) => value !== 0, 'counting starts at 1 or -1'),
  );
const between = (min: number, max: number): z.ZodType<readonly number[]> => z.array(z.int().min(min).max(max));

const endSchema: z.ZodType<RecurrenceEnd> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('never') }),
  z.strictObject({ kind: z.literal('count'), count: z.int().positive() }),
  z.strictObject({ kind: z.literal('untilInstant'), instant: utcInstantSchema }),
  z.strictObject({ kind: z.literal('untilDate'), date: dateSchema }),
]);

/** Schema of a {@link RecurrenceRule}. @public */
export const recurrenceRuleSchema: z.ZodType<RecurrenceRule> = z.strictObject({
  frequency: z.enum(['secondly', 'minutely', 'hourly', 'daily', 'weekly', 'monthly', 'yearly']),
  interval: z.int().positive(),
  skip: z.enum(['omit', 'backward']),
  firstDayOfWeek: weekdaySchema,
  byDay: z
    .array(
      z.strictObject({
        day: weekdaySchema,
        nthOfPeriod: z
          .int()
          .min(-53)
          .max(53)
          .refine((nth) => nth !== 0, 'counting starts at 1 or -1')
          .exactOptional(),
      }),
    )
    .exactOptional(),
  byMonthDay: signed(31).exactOptional(),
  byMonth: between(1, 12).exactOptional(),
  byYearDay: signed(366).exactOptional(),
  byWeekNo: signed(53).exactOptional(),
  byHour: between(0, 23).exactOptional(),
  byMinute: between(0, 59).exactOptional(),
  bySecond: between(0, 60).exactOptional(),
  bySetPosition: signed(366).exactOptional(),
  end: endSchema,
});

/** Schema of a {@link Recurrence}. @public */
export const recurrenceSchema: z.ZodType<Recurrence> = z.strictObject({
  rules: z.array(recurrenceRuleSchema),
  excludedRules: z.array(recurrenceRuleSchema),
  additional: z.array(recurrenceIdSchema),
  excluded: z.array(recurrenceIdSchema),
});
