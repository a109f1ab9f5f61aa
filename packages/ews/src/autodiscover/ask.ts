import { CalendarError, guardedFetch } from '@kalends/core';
import type { Authorization, CalendarErrorCode, Fetch, Runtime } from '@kalends/core';
import { connectionFetch } from '@kalends/core/node';
import type { ConnectionFetch, NodeFetchOptions } from '@kalends/core/node';
import { discard } from '../http/drain.ts';
import { authorizationHeader } from '../http/header-transport.ts';
import { NtlmTransport } from '../http/ntlm/ntlm-transport.ts';

const maxAnswerBytes = 256 * 1024;

/** What {@link DiscoveryHttp} works with. */
export interface DiscoveryHttpOptions {
  readonly runtime: Pick<Runtime, 'fetch' | 'clock' | 'random'>;
  /** How connections of NTLM are opened. */
  readonly connect: NodeFetchOptions;
  readonly authentication: 'basic' | 'ntlm';
  readonly timeoutMs: number;
}

/** One question over HTTPS. */
export interface Question {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly body?: string;
  /** Only to a host that was confirmed. */
  readonly authorization?: Authorization | undefined;
  readonly signal: AbortSignal;
}

/** What came of a question. */
export type Answered =
  | { readonly kind: 'answer'; readonly response: Response }
  | { readonly kind: 'redirect'; readonly location: string; readonly status: number }
  | { readonly kind: 'error'; readonly errorCode: CalendarErrorCode };

/** Asks one host at a time; where an answer leads is for the caller to judge, never for the transport to follow. */
export class DiscoveryHttp {
  readonly #options: DiscoveryHttpOptions;

  constructor(options: DiscoveryHttpOptions) {
    this.#options = options;
  }

  /** Asks over TLS. */
  async ask(question: Question): Promise<Answered> {
    const { url, signal, authorization } = question;
    const seen: { location: string | null; status: number } = { location: null, status: 0 };
    const { runtime, timeoutMs, authentication } = this.#options;
    const noting =
      (fetch: Fetch): Fetch =>
      async (input, init) => {
        const response = await fetch(input, init);
        seen.status = response.status;
        seen.location = response.headers.get('location');
        return response;
      };
    try {
      if (authorization?.kind === 'basic' && authentication === 'ntlm') {
        return { kind: 'answer', response: await this.#askByNtlm(question, noting) };
      }
      const send = guardedFetch({
        fetch: noting(runtime.fetch),
        clock: runtime.clock,
        provider: 'ews',
        allowedOrigins: new Set([url.origin]),
        timeoutMs,
        maxResponseBytes: maxAnswerBytes,
      });
      const response = await send(url.href, {
        method: question.method,
        headers: {
          ...headersOf(question),
          ...(authorization === undefined ? {} : { authorization: authorizationHeader(authorization) }),
        },
        ...(question.body === undefined ? {} : { body: question.body }),
        signal,
      });
      return { kind: 'answer', response };
    } catch (error) {
      if (signal.aborted || !CalendarError.is(error)) throw error;
      // The guard refuses every redirect; whether this one is taken is decided by rules of its own.
      if (error.code === 'untrustedUrl' && seen.location !== null) {
        return { kind: 'redirect', location: seen.location, status: seen.status };
      }
      return { kind: 'error', errorCode: error.code };
    }
  }

  /**
   * Asks over plain HTTP where to go, the one place where this package does: only with the caller's consent, without anything
   * secret, and nothing but the redirect is looked at.
   */
  async askPlain(url: URL, signal: AbortSignal): Promise<Answered> {
    const { runtime, timeoutMs } = this.#options;
    const timer = new AbortController();
    const limit = runtime.clock.sleep(timeoutMs, { signal: timer.signal }).then(() => 'timeout' as const);
    limit.catch(() => undefined);
    const ending = new AbortController();
    try {
      const answer = runtime.fetch(url.href, {
        redirect: 'manual',
        signal: AbortSignal.any([signal, ending.signal]),
      });
      answer.catch(() => undefined);
      const response = await Promise.race([answer, limit]);
      if (response === 'timeout') return { kind: 'error', errorCode: 'timeout' };
      await discard(response);
      const location = response.headers.get('location');
      const isRedirect = response.status === 301 || response.status === 302;
      if (isRedirect && location !== null) return { kind: 'redirect', location, status: response.status };
      return { kind: 'answer', response };
    } catch (error) {
      if (signal.aborted) throw error;
      return { kind: 'error', errorCode: 'networkError' };
    } finally {
      timer.abort();
      ending.abort();
    }
  }

  async #askByNtlm(question: Question, noting: (fetch: Fetch) => Fetch): Promise<Response> {
    const { url, authorization, signal } = question;
    const { runtime, timeoutMs, connect } = this.#options;
    if (authorization === undefined) throw new TypeError('NTLM proves a user name and password');
    const transport = new NtlmTransport({
      connect: () => notingConnection(connectionFetch({ ...connect, origin: url.origin }), noting),
      origin: url.origin,
      runtime,
      timeoutMs,
      maxResponseBytes: maxAnswerBytes,
      allowInsecureLoopback: false,
    });
    try {
      const response = await transport.send({
        url: url.href,
        headers: headersOf(question),
        body: question.body ?? '',
        authorization,
        signal,
      });
      // Read before its connection ends.
      const body = await response.arrayBuffer();
      return new Response(body.byteLength === 0 ? null : body, { status: response.status, headers: response.headers });
    } finally {
      await transport.close();
    }
  }
}

/** The same connection, with another look at its answers. */
function notingConnection(connection: ConnectionFetch, noting: (fetch: Fetch) => Fetch): ConnectionFetch {
  return {
    fetch: noting(connection.fetch),
    get connectionCount() {
      return connection.connectionCount;
    },
    get serverCertificate() {
      return connection.serverCertificate;
    },
    close: () => connection.close(),
  };
}

function headersOf({ method }: Question): Readonly<Record<string, string>> {
  return {
    accept: method === 'GET' ? 'application/json' : 'text/xml',
    'user-agent': 'kalends-ews',
    ...(method === 'GET' ? {} : { 'content-type': 'text/xml; charset=utf-8' }),
  };
}
