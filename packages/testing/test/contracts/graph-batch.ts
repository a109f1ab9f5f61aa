import type { RecordedExchange, RecordedRequest, RecordedResponse } from '../../src/server/recorded-exchange.ts';
import { asRecord } from './graph-json-schema.ts';

/** Graph docs, "Combine multiple HTTP requests using JSON batching". */
const maxItems = 20;

/** What a batch holds. */
export interface GraphBatch {
  /** Each request with its answer, as if they had gone by themselves. */
  readonly items: readonly Pick<RecordedExchange, 'request' | 'response'>[];
  /** What is wrong with the envelope. */
  readonly violations: readonly string[];
}

/** Takes a batch apart. Refused batches have answers to none of their requests. */
export function readGraphBatch(outer: RecordedRequest, answer: RecordedResponse | undefined): GraphBatch {
  const violations: string[] = [];
  const requests = listIn(outer.body, 'requests');
  const responses = answer?.status === 200 ? listIn(answer.body, 'responses') : [];
  if (outer.method !== 'POST') violations.push('the method is not POST');
  if (requests.length === 0 || requests.length > maxItems)
    violations.push(`${requests.length} requests are not 1 to 20`);
  const ids = requests.map(({ id }) => String(id).toLowerCase());
  if (new Set(ids).size !== ids.length) violations.push('two requests have the same id');
  if (answer?.status === 200) {
    const answered = responses.map(({ id }) => String(id).toLowerCase());
    if ([...answered].sort().join() !== [...ids].sort().join()) violations.push('not every request has one answer');
  }
  const items = requests.map((entry) => {
    const target = String(entry['url']);
    if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) violations.push(`the url '${target}' is not relative`);
    const headers = plainHeaders(entry['headers']);
    if (entry['body'] !== undefined && headers['content-type'] === undefined)
      violations.push('a body has no content type');
    const url = new URL(`/v1.0/${target.replace(/^\//, '')}`, outer.url);
    const response = responses.find(({ id }) => String(id).toLowerCase() === String(entry['id']).toLowerCase());
    return {
      request: {
        method: String(entry['method']),
        url: url.href,
        path: url.pathname,
        query: url.searchParams,
        headers,
        body: textOf(entry['body']),
      },
      ...(response === undefined
        ? {}
        : {
            response: {
              status: Number(response['status']),
              headers: plainHeaders(response['headers']),
              body: textOf(response['body']),
            },
          }),
    };
  });
  return { items, violations };
}

function listIn(body: string, name: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const list = asRecord(JSON.parse(body))[name];
    return Array.isArray(list) ? list.map(asRecord) : [];
  } catch {
    return [];
  }
}

function plainHeaders(headers: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(asRecord(headers ?? {})).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

function textOf(body: unknown): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}
