import { CalendarError, readJson, retryRead } from '@kalends/core';
import type { Secret } from '@kalends/core';
import type { z } from 'zod';
import { graphError, isRefusalByShape } from '../errors/graph-error.ts';
import { providerId } from '../graph-context.ts';
import type { GraphContext } from '../graph-context.ts';
import type { AccessTokens } from '../sign-in/access-tokens.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { claimsChallenge } from './claims-challenge.ts';
import type { GraphClient } from './graph-client.ts';
import { newRequestId, readRequestId } from './request-id.ts';

/** One read and what its answer looks like. */
export interface GraphRead<T> {
  /** For errors and logs, for example `events.list`. */
  readonly operation: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** A checked link of the service, followed instead of `path` and `query`. */
  readonly link?: string | undefined;
  readonly schema: z.ZodType<T>;
  /** Names the answer in messages. */
  readonly what: string;
  readonly signal: AbortSignal;
}

/** Reads from Graph: tokens, one renewal after a 401, errors, retries, and the shape of the answer. */
export interface GraphReader {
  read<T>(read: GraphRead<T>): Promise<T>;
}

/** Where a reader gets its parts from. */
export interface GraphReaderOptions {
  readonly context: GraphContext;
  readonly client: GraphClient;
  readonly tokens: Pick<AccessTokens, 'get' | 'replace'>;
}

/** Creates a {@link GraphReader}. */
export function graphReader(options: GraphReaderOptions): GraphReader {
  const { context, client, tokens } = options;
  const { runtime } = context;

  const send = async <T>(read: GraphRead<T>, accessToken: Secret): Promise<Response> => {
    const startedMs = runtime.clock.now();
    const response = await client.get({ ...read, accessToken, clientRequestId: newRequestId(runtime.random) });
    const requestId = readRequestId(response.headers.get('request-id'));
    runtime.logger.debug('request.answered', {
      provider: providerId,
      operation: read.operation,
      status: response.status,
      durationMs: runtime.clock.now() - startedMs,
      ...(requestId === undefined ? {} : { requestId }),
    });
    return response;
  };

  const attempt = async <T>(read: GraphRead<T>): Promise<T> => {
    const accessToken = await tokens.get(read.signal);
    let response = await send(read, accessToken);
    if (response.status === 401) {
      const claims = claimsChallenge(response.headers.get('www-authenticate'));
      await response.body?.cancel();
      response = await send(read, await tokens.replace(accessToken, claims, read.signal));
    }
    if (!response.ok) throw await refusal(response, runtime.clock.now());
    return parseWire(read.schema, await readJson(response, { provider: providerId }), read.what);
  };

  return {
    async read(read) {
      try {
        return await retryRead(runtime, () => attempt(read), { policy: context.retry, signal: read.signal });
      } catch (error) {
        throw CalendarError.is(error) ? error.withContext({ provider: providerId, operation: read.operation }) : error;
      }
    },
  };
}

async function refusal(response: Response, nowMs: number): Promise<CalendarError> {
  const answer = { status: response.status, headers: response.headers, body: await response.text() };
  const error = graphError(answer, nowMs);
  if (response.status !== 401) return error;
  const isRefused = isRefusalByShape(answer);
  return new CalendarError({
    code: isRefused ? 'accessDenied' : 'reauthorizationRequired',
    message: isRefused
      ? 'Microsoft Graph does not offer this to the account'
      : 'Microsoft Graph refused a fresh access token; the connection has to be signed in again',
    provider: providerId,
    status: 401,
    vendorCode: error.vendorCode,
    requestId: error.requestId,
    cure: isRefused
      ? undefined
      : { text: 'The organization ended the session or asks for another proof of identity. Sign in again.' },
  });
}
