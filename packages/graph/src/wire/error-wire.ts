import { z } from 'zod';

type Text = string | null | undefined;

/** Graph's error body. Both spellings of the inner error occur. */
export interface GraphErrorWire {
  readonly error: {
    readonly code?: Text;
    readonly innerError?: Readonly<Record<string, unknown>> | null | undefined;
    readonly innererror?: Readonly<Record<string, unknown>> | null | undefined;
  };
}

/** Entra's error body (RFC 6749, section 5.2, with Microsoft's additions). Its texts are not read. */
export interface TokenErrorWire {
  readonly error?: Text;
  readonly error_codes?: readonly number[] | null | undefined;
  readonly suberror?: Text;
  readonly trace_id?: Text;
}

/** A part that does not fit counts as missing: an error about an error helps nobody. */
const text = z.string().nullish().catch(undefined);
const innerError = z.looseObject({}).nullish().catch(undefined);

/** Schema of a {@link GraphErrorWire}. */
export const graphErrorWireSchema: z.ZodType<GraphErrorWire> = z.object({
  error: z.object({ code: text, innerError, innererror: innerError }),
});

/** Schema of a {@link TokenErrorWire}. */
export const tokenErrorWireSchema: z.ZodType<TokenErrorWire> = z.object({
  error: text,
  error_codes: z.array(z.number()).nullish().catch(undefined),
  suberror: text,
  trace_id: text,
});
