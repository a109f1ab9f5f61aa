import { z } from 'zod';
import { text } from './text.ts';
import type { Optional } from './text.ts';

/** `error.details[]` of the newer backends, as far as it is used (google.rpc.ErrorInfo and google.rpc.RequestInfo). */
export interface WireErrorDetail {
  readonly reason?: Optional<string>;
  readonly requestId?: Optional<string>;
  readonly metadata?: Optional<Readonly<Record<string, unknown>>>;
}

/** The error envelope of Google APIs. */
export interface WireApiError {
  readonly error: {
    /** Canonical name of the status (google.rpc.Code). */
    readonly status?: Optional<string>;
    readonly errors?: Optional<readonly { readonly reason?: Optional<string> }[]>;
    readonly details?: Optional<readonly WireErrorDetail[]>;
  };
}

/** The flat error of the token endpoint. */
export interface WireOAuthError {
  readonly error: string;
  readonly error_subtype?: Optional<string>;
  readonly error_description?: Optional<string>;
}

export const wireApiErrorSchema: z.ZodType<WireApiError> = z.object({
  error: z.object({
    status: text,
    errors: z.array(z.object({ reason: text })).nullish(),
    details: z
      .array(z.object({ reason: text, requestId: text, metadata: z.record(z.string(), z.unknown()).nullish() }))
      .nullish(),
  }),
});

export const wireOAuthErrorSchema: z.ZodType<WireOAuthError> = z.object({
  error: z.string(),
  error_subtype: text,
  error_description: text,
});
