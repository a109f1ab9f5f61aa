import { z } from 'zod';

/** What a process is told when it starts. */
export interface WorkerStart {
  readonly kind: 'start';
  /** Its name: holder of its leases, and what it calls itself to the service and the database. */
  readonly name: string;
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly database: string;
  };
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly keyRing: string;
  /** How far its clock is ahead of the real one, in milliseconds. */
  readonly aheadMs: number;
}

/** What a process can be asked. Each request is answered by a message of the same number. */
export type WorkerRequest =
  | { readonly kind: 'time'; readonly number: number; readonly aheadMs: number }
  | {
      readonly kind: 'token';
      readonly number: number;
      readonly account: string;
      /** The token that the service has refused; absent: whatever is good. */
      readonly refused?: string;
    };

/** What a process answers. The first answer, of number 0, says that it is ready. */
export interface WorkerAnswer {
  readonly number: number;
  readonly token?: string;
  readonly error?: { readonly code: string; readonly reason?: string };
}

/** Schema of {@link WorkerStart}. */
export const startSchema: z.ZodType<WorkerStart> = z.object({
  kind: z.literal('start'),
  name: z.string(),
  database: z.object({
    host: z.string(),
    port: z.number(),
    user: z.string(),
    password: z.string(),
    database: z.string(),
  }),
  tokenUrl: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  keyRing: z.string(),
  aheadMs: z.number(),
});

/** Schema of {@link WorkerRequest}. */
export const requestSchema: z.ZodType<WorkerRequest> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('time'), number: z.number(), aheadMs: z.number() }),
  z.object({
    kind: z.literal('token'),
    number: z.number(),
    account: z.string(),
    refused: z.string().exactOptional(),
  }),
]);

/** Schema of {@link WorkerAnswer}. */
export const answerSchema: z.ZodType<WorkerAnswer> = z.object({
  number: z.number(),
  token: z.string().exactOptional(),
  error: z.object({ code: z.string(), reason: z.string().exactOptional() }).exactOptional(),
});
