import { z } from 'zod';

type Text = string | null | undefined;

/** What became of one id. */
export interface ExchangeIdWire {
  readonly sourceId?: Text;
  readonly targetId?: Text;
  readonly errorDetails?: { readonly code?: Text } | null | undefined;
}

/** The answer of `translateExchangeIds`. */
export interface ExchangeIdListWire {
  readonly value: ExchangeIdWire[];
}

const text = z.string().nullish();

/** Schema of an {@link ExchangeIdListWire}. */
export const exchangeIdListWireSchema: z.ZodType<ExchangeIdListWire> = z.object({
  value: z.array(
    z.object({ sourceId: text, targetId: text, errorDetails: z.object({ code: text }).nullish().catch({}) }),
  ),
});
