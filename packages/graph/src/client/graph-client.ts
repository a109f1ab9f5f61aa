import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import type { Context, GraphRequest, Middleware } from '@microsoft/microsoft-graph-client';
import { CalendarError } from '@kalends/core';
import type { Fetch, Secret } from '@kalends/core';
import { providerId } from '../graph-context.ts';

/** The API version every call goes to. */
export const graphVersion = 'v1.0';

/** Methods that are used. */
export type GraphMethod = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What one request asks, apart from who asks it. */
export interface GraphAsk {
  /** Default `GET`. */
  readonly method?: GraphMethod | undefined;
  /** Below the version root, with encoded segments: `/me/calendars`. Ignored when `link` is given. */
  readonly path: string;
  /** Query options, not encoded. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** A link of the service to follow to the letter, already checked to stay with it. */
  readonly link?: string | undefined;
  /** Goes out as JSON. */
  readonly body?: object | undefined;
  /** The version the resource has to have, as its etag. */
  readonly ifMatch?: string | undefined;
  /** Preferences beside the one for immutable ids, for example `outlook.timezone="UTC"`. */
  readonly prefer?: readonly string[] | undefined;
}

/** One request. */
export interface GraphCall extends GraphAsk {
  readonly accessToken: Secret;
  /** Goes out as `client-request-id`. */
  readonly clientRequestId: string;
  readonly signal: AbortSignal;
}

/** What this package sees of Microsoft's Graph client: one request, answered as it came. */
export interface GraphClient {
  send(call: GraphCall): Promise<Response>;
}

/** Options of {@link graphClient}. */
export interface GraphClientOptions {
  /** Root without the version. */
  readonly baseUrl: string;
  readonly fetch: Fetch;
}

/** State of one call on its way through the client; the client's own way to hand something to a handler. */
class CallState {
  readonly call: GraphCall;
  failure: unknown;

  constructor(call: GraphCall) {
    this.call = call;
  }
}

/**
 * Ids that survive a move of the item, asked for on every request: a page of a list read without it would carry other ids
 * than the page before (Graph docs, "Obtain immutable identifiers for Outlook resources"). Ids that are sent are understood in
 * this form too.
 */
export const preferredIds = 'IdType="ImmutableId"';

/**
 * Wraps Microsoft's Graph client. It builds the request; its own handlers (sign-in, retry, redirect, telemetry, transport) are
 * replaced by one that sends through the guarded `fetch`, and its reading of answers is not used.
 *
 * @see docs/decisions/2026-11-22-graph-vendor-packages.md
 */
export function graphClient(options: GraphClientOptions): GraphClient {
  const client = Client.initWithMiddleware({
    baseUrl: options.baseUrl,
    defaultVersion: graphVersion,
    middleware: sendingHandler(options.fetch),
  });
  return {
    async send(call) {
      const state = new CallState(call);
      try {
        const request = client
          .api(call.path)
          .query(encodeQuery(call.query ?? {}))
          .middlewareOptions([state])
          .responseType(ResponseType.RAW);
        const response = await dispatch(request, call);
        if (response instanceof Response) return response;
      } catch (error) {
        // The client wraps what a handler throws and keeps only texts of it.
        throw state.failure ?? error;
      }
      throw new CalendarError({
        code: 'invalidResponse',
        message: 'The Graph client gave something other than a response',
        provider: providerId,
      });
    },
  };
}

/** The client's methods are typed `any`; with the raw response type they give the handler's response. */
function dispatch(request: GraphRequest, { method, body }: GraphCall): Promise<unknown> {
  switch (method) {
    case 'POST':
      return request.post(body);
    case 'PATCH':
      return request.patch(body);
    case 'DELETE':
      return request.delete();
    default:
      return request.get();
  }
}

function sendingHandler(fetch: Fetch): Middleware {
  return {
    async execute(context: Context) {
      const state = context.middlewareControl?.getMiddlewareOptions(CallState);
      if (!(state instanceof CallState) || typeof context.request !== 'string') return;
      const { call } = state;
      try {
        context.response = await fetch(call.link ?? context.request, {
          method: call.method ?? 'GET',
          headers: headersOf(call),
          ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
          signal: call.signal,
        });
      } catch (error) {
        state.failure = error;
        throw error;
      }
    },
  };
}

function headersOf(call: GraphCall): Record<string, string> {
  return {
    accept: 'application/json',
    authorization: `Bearer ${call.accessToken.reveal()}`,
    'client-request-id': call.clientRequestId,
    prefer: [preferredIds, ...(call.prefer ?? [])].join(', '),
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(call.ifMatch === undefined ? {} : { 'if-match': call.ifMatch }),
  };
}

/** The client joins query options as they are. */
function encodeQuery(query: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, encodeURIComponent(value)]));
}
