import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { faultPlan } from './faults.ts';
import type { ConsumableFaultPlan, FaultAction, FaultResponse } from './faults.ts';
import type { RecordedExchange, RecordedRequest } from './recorded-exchange.ts';
import type { ThrowawayCertificate } from './throwaway-ca.ts';

/** What a request handler of an emulator answers. */
export interface HandlerResponse {
  readonly status: number;
  /** A list is sent as that many header lines, and recorded joined with `, `. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Text as is; anything else is sent as JSON with a JSON content type unless the headers name another. */
  readonly body?: unknown;
}

/** The connection that a request came over: one object for as long as it lasts, so that state can be bound to it. */
export interface ClientConnection {
  /** Counts the connections of a server from 1. */
  readonly number: number;
}

/** Handles one request of an emulator. */
export type Handler = (
  request: RecordedRequest,
  connection: ClientConnection,
) => HandlerResponse | Promise<HandlerResponse>;

/** Settings of {@link startLoopbackServer}. */
export interface LoopbackServerOptions {
  readonly handler: Handler;
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly tls?: ThrowawayCertificate | undefined;
  /** Time of the `Date` header, in milliseconds since the Unix epoch. Default: the system's. */
  readonly now?: (() => number) | undefined;
  /** Largest request body taken, in bytes; larger ones are answered with 413. Default 8 MiB. */
  readonly maxRequestBytes?: number;
}

/** A server on loopback that records what it is asked. */
export interface LoopbackServer {
  readonly origin: string;
  readonly exchanges: readonly RecordedExchange[];
  readonly faults: ConsumableFaultPlan;
  onExchange(listener: (exchange: RecordedExchange) => void): () => void;
  close(): Promise<void>;
}

const defaultMaxRequestBytes = 8 * 1024 * 1024;
const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);

/** Starts the server that stands under every emulator. */
export async function startLoopbackServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  const host = options.host ?? '127.0.0.1';
  if (!loopbackHosts.has(host)) throw new RangeError('Emulators listen on loopback addresses only');

  const faults = faultPlan();
  const exchanges: RecordedExchange[] = [];
  const listeners = new Set<(exchange: RecordedExchange) => void>();
  const keep = (exchange: RecordedExchange): void => {
    exchanges.push(exchange);
    for (const listener of listeners) listener(exchange);
  };
  let origin = '';
  const connections = new WeakMap<Socket, ClientConnection>();
  let connectionCount = 0;
  const connectionOf = (socket: Socket): ClientConnection => {
    const known = connections.get(socket);
    if (known !== undefined) return known;
    const connection = { number: (connectionCount += 1) };
    connections.set(socket, connection);
    return connection;
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    // The form that servers are asked in (RFC 9112, section 3.2.1); the others are for proxies and for no resource at all.
    if (incoming.url?.startsWith('/') !== true) {
      outgoing.writeHead(400, { connection: 'close' }).end();
      return;
    }
    const connection = connectionOf(incoming.socket);
    const body = await readBody(incoming, options.maxRequestBytes ?? defaultMaxRequestBytes);
    const request = toRecordedRequest(incoming, origin, incoming.url, body ?? Buffer.alloc(0));
    const record = (exchange: Omit<RecordedExchange, 'connection'>): void =>
      keep({ ...exchange, connection: connection.number });
    if (body === undefined) {
      record({ request, response: { status: 413, headers: {}, body: '' }, faulty: false });
      outgoing.writeHead(413, { connection: 'close' }).end();
      return;
    }
    const fault = faults.take(request);
    if (fault?.kind === 'hang') {
      record({ request, faulty: true });
      return;
    }
    if (fault?.kind === 'reset' && fault.when === 'beforeHandling') {
      record({ request, faulty: true });
      incoming.socket.destroy();
      return;
    }
    const answer: Answer =
      fault?.kind === 'respond'
        ? { status: fault.status, headers: lowerCaseNames(fault.headers ?? {}), body: fault.body ?? '' }
        : await answerOf(options.handler, request, connection);
    if (options.now !== undefined) outgoing.setHeader('date', new Date(options.now()).toUTCString());
    if (fault?.kind === 'reset') {
      record({ request, faulty: true });
      incoming.socket.destroy();
      return;
    }
    const sent = fault?.kind === 'rewrite' ? fault.change(answer) : answer;
    record({
      request,
      response: { status: sent.status, headers: sent.headers, body: textOf(sent.body) },
      faulty: fault !== undefined,
    });
    await send(outgoing, sent, fault, answer.headerLines);
  };

  const underWay = new Set<Promise<void>>();
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const serving = serve(incoming, outgoing).catch((error: unknown) => {
      // A defect of the emulator itself: visible to the test through the status and to the developer through the text.
      if (!outgoing.headersSent) outgoing.writeHead(599, { 'content-type': 'text/plain' });
      outgoing.end(`The emulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
    underWay.add(serving);
    void serving.finally(() => underWay.delete(serving));
  };
  const server =
    options.tls === undefined
      ? createHttpServer(listener)
      : createHttpsServer({ cert: options.tls.certificate, key: options.tls.privateKey }, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP address');
  origin = `${options.tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${address.port}`;

  let closed: Promise<void> | undefined;
  return {
    origin,
    exchanges,
    faults,
    onExchange(exchangeListener) {
      listeners.add(exchangeListener);
      return () => listeners.delete(exchangeListener);
    },
    close() {
      closed ??= (async () => {
        const stopped = new Promise<void>((resolve) => {
          server.close(() => resolve());
        });
        server.closeAllConnections();
        await stopped;
        await Promise.all(underWay);
      })();
      return closed;
    },
  };
}

async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toRecordedRequest(incoming: IncomingMessage, origin: string, target: string, body: Buffer): RecordedRequest {
  // Joined, not resolved: a path of two slashes would name another host.
  const url = new URL(origin + target);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: incoming.method ?? 'GET',
    url: url.href,
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: body.toString('utf8'),
    bytes: body,
  };
}

/** An answer with the header lines that a joined value stands for. */
interface Answer extends FaultResponse {
  readonly headerLines?: Readonly<Record<string, readonly string[]>>;
}

async function answerOf(handler: Handler, request: RecordedRequest, connection: ClientConnection): Promise<Answer> {
  const response = await handler(request, connection);
  const headers: Record<string, string> = {};
  const headerLines: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    headers[name.toLowerCase()] = typeof value === 'string' ? value : value.join(', ');
    if (typeof value !== 'string') headerLines[name.toLowerCase()] = value;
  }
  if (response.body === undefined) return { status: response.status, headers, headerLines, body: '' };
  if (typeof response.body === 'string' || response.body instanceof Uint8Array) {
    return { status: response.status, headers, headerLines, body: response.body };
  }
  headers['content-type'] ??= 'application/json; charset=utf-8';
  return { status: response.status, headers, headerLines, body: JSON.stringify(response.body) };
}

async function send(
  outgoing: ServerResponse,
  answer: FaultResponse,
  fault: FaultAction | undefined,
  headerLines: Readonly<Record<string, readonly string[]>> = {},
): Promise<void> {
  const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body, 'utf8') : Buffer.from(answer.body);
  const headers = Object.entries(answer.headers).map(([name, value]) => {
    const lines = headerLines[name];
    return [name, lines?.join(', ') === value ? [...lines] : value] as const;
  });
  outgoing.writeHead(answer.status, { ...Object.fromEntries(headers), 'content-length': bytes.byteLength });
  if (fault?.kind === 'truncate') {
    outgoing.write(bytes.subarray(0, fault.bytes), () => outgoing.destroy());
    return;
  }
  if (fault?.kind === 'chunk') {
    for (let at = 0; at < bytes.byteLength && !outgoing.destroyed; at += fault.chunkBytes) {
      outgoing.write(bytes.subarray(at, at + fault.chunkBytes));
      await new Promise((resolve) => setImmediate(resolve));
    }
    outgoing.end();
    return;
  }
  outgoing.end(bytes);
}

function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function textOf(body: string | Uint8Array): string {
  return typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
}
