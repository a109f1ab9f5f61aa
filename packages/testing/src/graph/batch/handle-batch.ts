import { readBody } from '../body-reader.ts';
import type { BodyReader } from '../body-reader.ts';
import type { HandlerResponse } from '../../server/loopback-server.ts';
import type { RecordedRequest } from '../../server/recorded-exchange.ts';
import type { GraphContext } from '../graph-context.ts';
import { badRequest } from '../graph-error.ts';
import type { JsonObject } from '../mailbox.ts';

/** Graph docs, "Combine multiple HTTP requests using JSON batching". */
const maxItems = 20;
/** How many items of a batch are worked on at a time. */
const itemsAtOnce = 4;
const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

interface BatchItem {
  readonly id: string;
  readonly dependsOn: readonly string[];
  readonly body: BodyReader;
}

/** Handles one request as if it had come by itself. */
export type SingleHandler = (request: RecordedRequest) => Promise<HandlerResponse>;

/**
 * `POST /$batch`: each item is judged alone, and may meet a fault of its own. The answers come in no particular order;
 * here it is the reverse one, so that nobody relies on it.
 *
 * @throws GraphRefusal 400 for an envelope that makes no sense.
 */
export async function handleBatch(
  context: GraphContext,
  outer: RecordedRequest,
  handle: SingleHandler,
): Promise<JsonObject> {
  const items = readItems(outer);
  const running = new Map<string, Promise<JsonObject>>();
  const places = new Places(itemsAtOnce);
  for (const item of items) running.set(key(item.id), run(item));
  return { responses: (await Promise.all(running.values())).toReversed() };

  async function run(item: BatchItem): Promise<JsonObject> {
    // Items wait only for those before them in the list, which are under way already.
    const dependencies = await Promise.all(item.dependsOn.map(async (id) => running.get(key(id))));
    if (dependencies.some((answer) => Number(answer?.['status']) >= 400)) {
      return answerJson(item.id, failure(424, 'FailedDependency', 'A request that this one depends on has failed.'));
    }
    await places.take();
    try {
      return answerJson(item.id, await answerTo(context, outer, item.body, handle));
    } finally {
      places.give();
    }
  }
}

async function answerTo(
  context: GraphContext,
  outer: RecordedRequest,
  body: BodyReader,
  handle: SingleHandler,
): Promise<HandlerResponse> {
  const method = body.text('method')?.toUpperCase() ?? '';
  const target = body.text('url') ?? '';
  if (!methods.includes(method)) return failure(400, 'BadRequest', 'The method of the request is missing or unknown.');
  if (target === '' || /^[a-z][a-z0-9+.-]*:/i.test(target) || /^\/?\$batch/i.test(target)) {
    return failure(400, 'BadRequest', 'The url of the request has to be relative to the version and no batch.');
  }
  const headers = headersOf(body);
  const content: unknown = body.source['body'];
  if (content !== undefined && headers['content-type'] === undefined) {
    return failure(400, 'BadRequest', 'A request with a body has to have a Content-Type header.');
  }
  const url = new URL(`${context.entra.origin()}/v1.0/${target.replace(/^\//, '')}`);
  const request: RecordedRequest = {
    method,
    url: url.href,
    path: url.pathname,
    query: url.searchParams,
    // Nothing of the outer request counts for its items but who asks.
    headers: { ...headers, authorization: outer.headers['authorization'] ?? '' },
    body: content === undefined ? '' : typeof content === 'string' ? content : JSON.stringify(content),
  };
  const fault = context.takeFault(request);
  if (fault === undefined || fault.kind === 'chunk' || fault.kind === 'truncate') return handle(request);
  if (fault.kind === 'respond') return { ...fault, body: parsed(fault.body) };
  if (fault.kind === 'rewrite') {
    const answer = await handle(request);
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? '');
    const changed = fault.change({ status: answer.status, headers: plainHeaders(answer), body: text });
    return { ...changed, body: parsed(changed.body) };
  }
  // A connection cannot be cut inside a batch: the item runs out of time instead.
  if (fault.kind === 'reset' && fault.when === 'afterHandling') await handle(request);
  return failure(504, 'GatewayTimeout', 'The request timed out at the gateway.');
}

function readItems(outer: RecordedRequest): readonly BatchItem[] {
  const requests = readBody(outer).objects('requests');
  if (requests === undefined || requests.length === 0) throw badRequest('A batch has to have requests.');
  if (requests.length > maxItems) {
    throw badRequest(`Number of batch request steps exceeds the maximum value of ${maxItems}.`);
  }
  const seen = new Set<string>();
  return requests.map((body) => {
    const id = body.text('id') ?? '';
    if (id === '' || seen.has(key(id))) throw badRequest('Every request of a batch has to have an id of its own.');
    const dependsOn = body.texts('dependsOn') ?? [];
    if (dependsOn.some((other) => !seen.has(key(other)))) {
      throw badRequest(`The request '${id}' depends on one that does not stand before it.`);
    }
    seen.add(key(id));
    return { id, dependsOn, body };
  });
}

function headersOf(body: BodyReader): Readonly<Record<string, string>> {
  const source = body.object('headers')?.source ?? {};
  return Object.fromEntries(Object.entries(source).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function answerJson(id: string, answer: HandlerResponse): JsonObject {
  const headers = Object.entries(plainHeaders(answer)).map(([name, value]) => [spelledOut(name), value]);
  return {
    id,
    status: answer.status,
    headers: Object.fromEntries(headers),
    ...(answer.body === undefined || answer.body === '' ? {} : { body: plainBody(answer.body) }),
  };
}

function plainHeaders({ headers = {} }: HandlerResponse): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : value.join(', ')]),
  );
}

function plainBody(body: unknown): unknown {
  return body instanceof Uint8Array ? Buffer.from(body).toString('base64') : body;
}

/** `retry-after` as `Retry-After`. */
function spelledOut(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_whole, hyphen: string, letter: string) => hyphen + letter.toUpperCase());
}

function failure(status: number, code: string, message: string): HandlerResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: { error: { code, message } } };
}

function parsed(body: string | Uint8Array | undefined): unknown {
  const text = body === undefined ? '' : typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Ids of items are compared without regard to case. */
function key(id: string): string {
  return id.toLowerCase();
}

/** Lets so many in at a time; the others wait their turn. */
class Places {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  async take(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
