import type { Fetch } from '@kalends/core';

/** A request as the transport got it. */
export interface SentRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** The body as a form; empty for requests without one. */
  readonly form: URLSearchParams;
  readonly body: string;
}

/** Makes an answer to a request. */
export type Answer = (request: SentRequest, signal: AbortSignal | undefined) => Response | Promise<Response>;

/** A `fetch` with scripted answers that records what is sent. */
export interface FakeGoogle {
  readonly fetch: Fetch;
  readonly requests: readonly SentRequest[];
  /** Answers requests to this path one after the other; the last answer is repeated. */
  on(path: string, ...answers: readonly Answer[]): void;
  /** The requests to a path. */
  sentTo(path: string): readonly SentRequest[];
}

/** Creates a {@link FakeGoogle}. A request nobody scripted fails the test with its path. */
export function fakeGoogle(): FakeGoogle {
  const routes = new Map<string, Answer[]>();
  const requests: SentRequest[] = [];
  return {
    requests,
    on: (path, ...answers) => void routes.set(path, [...answers]),
    sentTo: (path) => requests.filter((request) => request.url.pathname === path),
    fetch: async (input, init) => {
      const incoming = new Request(input, {
        method: init?.method ?? 'GET',
        headers: new Headers(init?.headers),
        ...(init?.body === undefined || init.body === null ? {} : { body: init.body, duplex: 'half' }),
      });
      const body = await incoming.text();
      const request: SentRequest = {
        method: incoming.method,
        url: new URL(incoming.url),
        headers: incoming.headers,
        form: new URLSearchParams(body),
        body,
      };
      requests.push(request);
      const answers = routes.get(request.url.pathname);
      const answer = (answers?.length ?? 0) > 1 ? answers?.shift() : answers?.[0];
      if (answer === undefined) throw new Error(`Nobody expected a request to ${request.url.pathname}`);
      return answer(request, init?.signal ?? undefined);
    },
  };
}

/** Answers with JSON. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
    });
}

/** Answers with an error envelope as Google APIs send it. */
export function apiError(
  status: number,
  reason: string,
  more: {
    readonly domain?: string;
    readonly message?: string;
    readonly details?: readonly unknown[];
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Answer {
  const message = more.message ?? 'Some text';
  return json(
    {
      error: {
        code: status,
        message,
        errors: [{ domain: more.domain ?? 'global', reason, message }],
        ...(more.details === undefined ? {} : { details: more.details }),
      },
    },
    status,
    more.headers,
  );
}

/** Answers with a text of another type. */
export function page(text: string, status = 200, contentType = 'text/html; charset=utf-8'): Answer {
  return () => new Response(text, { status, headers: { 'content-type': contentType } });
}
