import { CalendarError } from '@kalends/core';
import type { Authorization, AuthorizationSource, BearerAuthorization, RequiredPermission } from '@kalends/core';
import { graphError, isRefusalByShape } from '../errors/graph-error.ts';
import type { MailboxRules } from '../errors/mailbox-rules.ts';
import { providerId } from '../graph-context.ts';
import type { GraphContext } from '../graph-context.ts';
import { claimsChallenge } from './claims-challenge.ts';
import type { GraphAsk, GraphClient } from './graph-client.ts';
import { newRequestId, readRequestId } from './request-id.ts';

/** One request on behalf of the account. */
export interface GraphRequest extends GraphAsk {
  /** For errors and logs, for example `events.list`. */
  readonly operation: string;
  /** What the policy has to allow. Absent: a diagnosis, which no policy forbids. */
  readonly permission?: RequiredPermission | undefined;
  /** Address of the mailbox that is asked. Default: the account's own. */
  readonly mailbox?: string | undefined;
  /** How many requests it counts for, as a batch does. Default 1. */
  readonly places?: number | undefined;
  /** Sees the headers of every answer, refused ones included. */
  readonly observe?: ((headers: Headers) => void) | undefined;
  readonly signal: AbortSignal;
}

/** Where requests get their parts from. */
export interface GraphExchangeOptions {
  readonly context: GraphContext;
  readonly client: GraphClient;
  readonly authorization: AuthorizationSource;
  /** The account's own mailbox, whose quota its requests count against. */
  readonly mailbox: string;
  /** Default: every mailbox is open, and refusals stand as they are. */
  readonly rules?: MailboxRules | undefined;
}

/** Sends requests one by one: tokens, one renewal after a 401, traffic limits, errors. What is repeated, and when, is not decided here. */
export interface GraphExchange {
  /**
   * Sends one request.
   *
   * @param read - Reads the answer, which the service did not refuse.
   * @throws CalendarError for what went wrong with the request; {@link AuthorizationFailure} when nothing was sent for want of a token.
   */
  send<T>(request: GraphRequest, read: (response: Response) => Promise<T>): Promise<T>;
  /** The error a caller sees in place of what `send`, or something around it, threw. */
  explain(thrown: unknown, request: Pick<GraphRequest, 'operation' | 'mailbox'>): unknown;
}

type Turn<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** The token was refused; a fresh one may not be. Nothing was done, so that writes can be sent again too. */
  | { readonly kind: 'unauthorized'; readonly claims: string | undefined };

/** Creates a {@link GraphExchange}. */
export function graphExchange(options: GraphExchangeOptions): GraphExchange {
  const { context, client, authorization: source, rules } = options;
  const { runtime, traffic } = context;

  const dispatch = async (request: GraphRequest, { token }: BearerAuthorization): Promise<Response> => {
    const startedMs = runtime.clock.now();
    const response = await client.send({
      ...request,
      accessToken: token,
      clientRequestId: newRequestId(runtime.random),
    });
    const requestId = readRequestId(response.headers.get('request-id'));
    runtime.logger.debug('request.answered', {
      provider: providerId,
      operation: request.operation,
      status: response.status,
      durationMs: runtime.clock.now() - startedMs,
      ...(requestId === undefined ? {} : { requestId }),
    });
    request.observe?.(response.headers);
    return response;
  };

  const inTurn = <T>(
    request: GraphRequest,
    authorization: BearerAuthorization,
    read: (response: Response) => Promise<T>,
    refused?: { readonly claims: string | undefined },
  ): Promise<Turn<T>> => {
    const mailbox = (request.mailbox ?? options.mailbox).toLowerCase();
    return traffic.run({ mailbox, places: request.places, signal: request.signal }, async () => {
      const response = await dispatch(request, authorization);
      if (response.status === 401 && refused === undefined) {
        const claims = claimsChallenge(response.headers.get('www-authenticate'));
        await response.body?.cancel();
        return { kind: 'unauthorized', claims };
      }
      if (!response.ok) throw await refusal(response, request, { nowMs: runtime.clock.now(), claims: refused?.claims });
      return { kind: 'answered', value: await read(response) };
    });
  };

  return {
    async send(request, read) {
      rules?.requireOpen(request.mailbox);
      const { permission, signal } = request;
      const authorization = await authorize(() =>
        source.get({ ...(permission === undefined ? {} : { permission }), signal }),
      );
      const first = await inTurn(request, authorization, read);
      if (first.kind === 'answered') return first.value;
      const { claims } = first;
      const replacing = { refused: authorization, ...(claims === undefined ? {} : { claims }), signal };
      const second = await inTurn(request, await authorize(() => source.replace(replacing)), read, { claims });
      if (second.kind === 'answered') return second.value;
      throw new CalendarError({ code: 'invalidResponse', message: 'A second 401 is a refusal', provider: providerId });
    },
    explain(thrown, { mailbox, operation }) {
      const error = thrown instanceof AuthorizationFailure ? thrown.cause : thrown;
      if (!CalendarError.is(error)) return error;
      const judged = error === thrown ? (rules?.judge(error, mailbox) ?? error) : error;
      return judged.withContext({ provider: providerId, operation });
    },
  };
}

/**
 * A failure of the authorization, kept from being tried again here: whoever gives authorizations repeats what can be repeated,
 * and doing both would multiply the tries. Nor does it leave the outcome of a write open: nothing was sent.
 */
export class AuthorizationFailure extends Error {
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
async function refusal(
  response: Response,
  { permission }: GraphRequest,
  { nowMs, claims }: { readonly nowMs: number; readonly claims: string | undefined },
): Promise<CalendarError> {
  const answer = { status: response.status, headers: response.headers, body: await response.text() };
  const error = graphError(answer, nowMs, permission);
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
