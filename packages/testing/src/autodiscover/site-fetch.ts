import { request as plainRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';

/** Where requests for a host really go. */
export interface LoopbackRoute {
  readonly port: number;
  readonly isTls: boolean;
}

/** Settings of {@link siteFetch}. */
export interface SiteFetchSettings {
  /** PEM of the only authority that certificates are checked against. */
  readonly certificateAuthority: string;
  /** Finds the server that plays a host; nothing for names that do not exist. */
  readonly routeOf: (url: URL) => LoopbackRoute | undefined;
}

const maxRedirects = 20;

/**
 * Makes a `fetch` for which the hosts of a site are all there is of the Internet. Names, ports and certificates are
 * those of the URL; the connection goes to loopback.
 */
export function siteFetch(settings: SiteFetchSettings): typeof globalThis.fetch {
  return async (input, init) => {
    let request = new Request(input, init);
    for (let hops = 0; ; hops += 1) {
      const response = await send(request, settings);
      const location = response.headers.get('location');
      const isRedirect = location !== null && response.status >= 300 && response.status < 400;
      if (!isRedirect || request.redirect === 'manual') return response;
      if (request.redirect === 'error' || hops >= maxRedirects) throw new TypeError('fetch failed');
      request = followUp(request, new URL(location, request.url), response.status);
    }
  };
}

async function send(request: Request, { certificateAuthority, routeOf }: SiteFetchSettings): Promise<Response> {
  const url = new URL(request.url);
  const route = routeOf(url);
  if (route === undefined) throw failure('ENOTFOUND', `getaddrinfo ENOTFOUND ${url.hostname}`);
  const body = Buffer.from(await request.arrayBuffer());
  const options = {
    host: '127.0.0.1',
    port: route.port,
    method: request.method,
    path: url.pathname + url.search,
    headers: { ...Object.fromEntries(request.headers), host: url.host, 'content-length': body.byteLength },
    agent: false,
    signal: request.signal,
  } as const;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const isAddress = /^[\d.]+$|:/.test(url.hostname);
    const sent = route.isTls
      ? tlsRequest({
          ...options,
          ca: certificateAuthority,
          // The name to check the certificate for; servers are told names only.
          servername: isAddress ? '' : url.hostname,
        })
      : plainRequest(options);
    sent.once('response', resolve);
    sent.once('error', (error) =>
      reject(request.signal.aborted ? error : new TypeError('fetch failed', { cause: error })),
    );
    sent.end(body);
  });
  const headers = new Headers();
  for (let at = 0; at + 1 < answer.rawHeaders.length; at += 2) {
    headers.append(answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? '');
  }
  const status = answer.statusCode ?? 0;
  return new Response(isBodyless(status) ? null : bodyOf(answer), { status, headers });
}

function bodyOf(answer: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = answer[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(new Uint8Array(next.value));
    },
    cancel() {
      answer.destroy();
    },
  });
}

/** The next request of a redirect that is followed (Fetch standard, HTTP-redirect fetch). */
function followUp(request: Request, url: URL, status: number): Request {
  const headers = new Headers(request.headers);
  if (url.origin !== new URL(request.url).origin) headers.delete('authorization');
  // Without a body: what a test here asks about is where the request goes.
  const method = status === 303 || (request.method === 'POST' && status < 303) ? 'GET' : request.method;
  return new Request(url, { method, headers, redirect: request.redirect, signal: request.signal });
}

function isBodyless(status: number): boolean {
  return status === 204 || status === 304;
}

function failure(code: string, message: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}
