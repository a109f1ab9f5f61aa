import { z } from 'zod';

/** One answer in a batch. */
export interface BatchAnswerWire {
  readonly id: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, unknown>> | null | undefined;
  readonly body?: unknown;
}

/** The answers of a batch, in any order; one may be missing. */
export interface BatchWire {
  readonly responses: BatchAnswerWire[];
}

/** Schema of a {@link BatchWire}. */
export const batchWireSchema: z.ZodType<BatchWire> = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.int(),
      headers: z.record(z.string(), z.unknown()).nullish(),
      body: z.unknown().optional(),
    }),
  ),
});
