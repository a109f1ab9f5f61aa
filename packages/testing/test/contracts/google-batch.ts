import type { RecordedExchange } from '../../src/server/recorded-exchange.ts';

/** The calls of a batch as exchanges of their own, or what is wrong with the batch (RFC 2046, section 5.1; RFC 9112). */
export function splitBatch({ request, response, faulty }: RecordedExchange): readonly RecordedExchange[] | string {
  if (request.method !== 'POST') return 'a batch is not posted';
  const asked = parts(request.headers['content-type'], request.body);
  if (asked === undefined) return 'the batch is not multipart/mixed';
  if (asked.length === 0) return 'the batch is empty';
  const isAnswered = response !== undefined && !faulty && response.status === 200;
  const answered = isAnswered ? parts(response.headers['content-type'], response.body) : undefined;
  if (isAnswered && answered?.length !== asked.length) return 'the answer has another number of parts';
  const calls: RecordedExchange[] = [];
  for (const [index, part] of asked.entries()) {
    const [, method, target] = /^([A-Z]+) (\/\S*)/.exec(part.line) ?? [];
    if (method === undefined || target === undefined) return 'a part is no request for a path';
    const url = new URL(new URL(request.url).origin + target);
    const answer = answered?.[index];
    const id = part.outer['content-id'];
    if (answer !== undefined && id !== undefined && answer.outer['content-id'] !== id.replace('<', '<response-')) {
      return 'a part is answered out of order';
    }
    calls.push({
      request: {
        method,
        url: url.href,
        path: url.pathname,
        query: url.searchParams,
        headers: part.headers,
        body: part.body,
      },
      ...(answer === undefined
        ? {}
        : { response: { status: Number(answer.line.split(' ')[1]), headers: answer.headers, body: answer.body } }),
      faulty,
    });
  }
  return calls;
}

interface Part {
  readonly outer: Readonly<Record<string, string>>;
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function parts(contentType: string | undefined, body: string): readonly Part[] | undefined {
  const boundary = /^multipart\/mixed;.*boundary="?([^";]+)"?/i.exec(contentType ?? '')?.[1];
  if (boundary === undefined) return undefined;
  const sections = body.replaceAll('\r\n', '\n').split(`--${boundary}`).slice(1, -1);
  return sections.map((section) => {
    const [outer = '', head = '', ...rest] = section.replace(/^\n/, '').split('\n\n');
    const [line = '', ...headers] = head.split('\n');
    return {
      outer: readHeaders(outer.split('\n')),
      line,
      headers: readHeaders(headers),
      body: rest.join('\n\n').trimEnd(),
    };
  });
}

function readHeaders(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf(':');
      return at < 1 ? [] : [[line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()]];
    }),
  );
}
