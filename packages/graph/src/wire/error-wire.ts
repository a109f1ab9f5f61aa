import { z } from 'zod';

type Text = string | null | undefined;

/** Graph's error body. Both spellings of the inner error occur. */
export interface GraphErrorWire {
  readonly error: {
    readonly code?: Text;
    readonly message?: Text;
    readonly innerError?: Readonly<Record<string, unknown>> | null | undefined;
    readonly innererror?: Readonly<Record<string, unknown>> | null | undefined;
  };
}

/** A part that does not fit counts as missing: an error about an error helps nobody. */
const text = z.string().nullish().catch(undefined);
const innerError = z.looseObject({}).nullish().catch(undefined);

/** Schema of a {@link GraphErrorWire}. */
export const graphErrorWireSchema: z.ZodType<GraphErrorWire> = z.object({
  error: z.object({ code: text, message: text, innerError, innererror: innerError }),
});
