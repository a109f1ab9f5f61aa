import { CalendarError, readJson, retryRead } from '@kalends/core';
import type { Authorization, AuthorizationSource, BearerAuthorization, RequiredPermission } from '@kalends/core';
import type { z } from 'zod';
import { graphError, isRefusalByShape } from '../errors/graph-error.ts';
import type { MailboxRules } from '../errors/mailbox-rules.ts';
import { providerId } from '../graph-context.ts';
import type { GraphContext } from '../graph-context.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { claimsChallenge } from './claims-challenge.ts';
import type { GraphClient } from './graph-client.ts';
import { newRequestId, readRequestId } from './request-id.ts';

/** One read and what its answer looks like. */
export interface GraphRead<T> {
  /** For errors and logs, for example `events.list`. */
  readonly operation: string;
  /** What the policy has to allow. Absent: a diagnosis, which no policy forbids. */
  readonly permission?: RequiredPermission | undefined;
  /** Address of the mailbox that is read. Default: the account's own. */
  readonly mailbox?: string | undefined;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** A checked link of the service, followed instead of `path` and `query`. */
  readonly link?: string | undefined;
  readonly schema: z.ZodType<T>;
  /** Names the answer in messages. */
  readonly what: string;
  /** Sees the headers of every answer, refused ones included. */
  readonly observe?: (headers: Headers) => void;
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
  readonly authorization: AuthorizationSource;
  /** Default: every mailbox is open, and refusals stand as they are. */
  readonly rules?: MailboxRules;
}

/** Creates a {@link GraphReader}. */
export function graphReader(options: GraphReaderOptions): GraphReader {
  const { context, client, authorization: source, rules } = options;
  const { runtime } = context;

  const send = async <T>(read: GraphRead<T>, { token }: BearerAuthorization): Promise<Response> => {
    const startedMs = runtime.clock.now();
    const response = await client.get({
      ...read,
      accessToken: token,
      clientRequestId: newRequestId(runtime.random),
    });
    const requestId = readRequestId(response.headers.get('request-id'));
    runtime.logger.debug('request.answered', {
      provider: providerId,
      operation: read.operation,
      status: response.status,
      durationMs: runtime.clock.now() - startedMs,
      ...(requestId === undefined ? {} : { requestId }),
    });
    read.observe?.(response.headers);
    return response;
  };

  const attempt = async <T>(read: GraphRead<T>): Promise<T> => {
    rules?.requireOpen(read.mailbox);
    const { permission, signal } = read;
    const authorization = await authorize(() =>
      source.get({ ...(permission === undefined ? {} : { permission }), signal }),
    );
    let response = await send(read, authorization);
    let claims: string | undefined;
    if (response.status === 401) {
      claims = claimsChallenge(response.headers.get('www-authenticate'));
      await response.body?.cancel();
      const replacing = { refused: authorization, ...(claims === undefined ? {} : { claims }), signal };
      response = await send(read, await authorize(() => source.replace(replacing)));
    }
    if (!response.ok) throw await refusal(response, runtime.clock.now(), claims);
    return parseWire(read.schema, await readJson(response, { provider: providerId }), read.what);
  };

  return {
    async read(read) {
      try {
        return await retryRead(runtime, () => attempt(read), { policy: context.retry, signal: read.signal });
      } catch (thrown) {
        const error = thrown instanceof AuthorizationFailure ? thrown.cause : thrown;
        if (!CalendarError.is(error)) throw error;
        const judged = error === thrown ? (rules?.judge(error, read.mailbox) ?? error) : error;
        throw judged.withContext({ provider: providerId, operation: read.operation });
      }
    },
  };
}

/**
 * A failure of the authorization, kept from being tried again here: whoever gives authorizations repeats what can be repeated,
 * and doing both would multiply the tries.
 */
class AuthorizationFailure extends Error {
  override readonly name = 'AuthorizationFailure';
}

async function authorize(get: () => Promise<Authorization>): Promise<BearerAuthorization> {
  let authorization: Authorization;
  try {
    authorization = await get();
  } catch (error) {
    throw new AuthorizationFailure('no authorization', { cause: error });
  }
  if (authorization.kind === 'bearer') return authorization;
  throw new CalendarError({
    code: 'invalidArgument',
    message: 'Microsoft Graph takes access tokens; this authorization is a user name and password',
    provider: providerId,
  });
}

/** @param claims - Of the challenge before the last one, which stays true when the last refusal names none. */
async function refusal(response: Response, nowMs: number, claims: string | undefined): Promise<CalendarError> {
  const answer = { status: response.status, headers: response.headers, body: await response.text() };
  const error = graphError(answer, nowMs);
  if (response.status !== 401) return error;
  const isRefused = isRefusalByShape(answer);
  const demanded = claimsChallenge(response.headers.get('www-authenticate')) ?? claims;
  return new CalendarError({
    code: isRefused ? 'accessDenied' : 'reauthorizationRequired',
    message: isRefused
      ? 'Microsoft Graph does not offer this to the account'
      : 'Microsoft Graph refused a fresh access token; the connection has to be signed in again',
    provider: providerId,
    status: 401,
    vendorCode: error.vendorCode,
    requestId: error.requestId,
    ...(isRefused
      ? {}
      : { reason: demanded === undefined ? ('revoked' as const) : ('policy' as const), claims: demanded }),
    cure: isRefused
      ? undefined
      : { text: 'The organization ended the session or asks for another proof of identity. Sign in again.' },
  });
}
