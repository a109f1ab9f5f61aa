import { STATUS_CODES } from 'node:http';
import type { FaultAction, FaultResponse } from '../../server/faults.ts';
import type { HandlerResponse } from '../../server/loopback-server.ts';
import type { RecordedRequest } from '../../server/recorded-exchange.ts';
import { ApiError, badRequest, errorResponse } from './api-error.ts';

/** One call inside a batch. */
interface BatchPart {
  readonly contentId: string | undefined;
  readonly request: RecordedRequest;
}

/** What a batch is answered with. */
export interface BatchOptions {
  readonly maxParts: number;
  readonly handle: (request: RecordedRequest) => HandlerResponse;
  /** Faults hit parts like calls of their own. */
  readonly takeFault: (request: RecordedRequest) => FaultAction | undefined;
}

/**
 * Answers a batch (Google Calendar API, "Send batch requests"): every part by itself, in the order of the request, whatever
 * becomes of the others. Headers and query of the batch count for every part, those of the part win.
 */
export function handleBatch(batch: RecordedRequest, options: BatchOptions): HandlerResponse {
  try {
    const parts = readParts(batch);
    if (parts.length > options.maxParts) {
      throw badRequest(`The batch request contains too many calls: at most ${options.maxParts} are allowed.`);
    }
    const boundary = 'batch_kalends';
    const answers = parts.map(({ contentId, request }) => {
      const head = contentId === undefined ? '' : `Content-ID: <response-${contentId.replaceAll(/^<|>$/g, '')}>\r\n`;
      const { status, headers, body } = answerPart(request, options);
      const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)) });
      const http = [
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
        ...lines.map(([name, value]) => `${name}: ${value}`),
      ];
      return `--${boundary}\r\nContent-Type: application/http\r\n${head}\r\n${http.join('\r\n')}\r\n\r\n${body}\r\n`;
    });
    return {
      status: 200,
      headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
      body: `${answers.join('')}--${boundary}--`,
    };
  } catch (error) {
    if (error instanceof ApiError) return errorResponse(error);
    throw error;
  }
}

function answerPart(request: RecordedRequest, { handle, takeFault }: BatchOptions): FaultResponse & { body: string } {
  const fault = takeFault(request);
  const answer = fault?.kind === 'respond' ? plain({ headers: {}, body: '', ...fault }) : plain(handle(request));
  return fault?.kind === 'rewrite' ? plain(fault.change(answer)) : answer;
}

function plain({ status, headers = {}, body }: HandlerResponse | FaultResponse): FaultResponse & { body: string } {
  const text = body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : typeof body === 'string' ? body : '';
  return {
    status,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : value.join(', ')]),
    ),
    body: text,
  };
}

function readParts(batch: RecordedRequest): readonly BatchPart[] {
  const [, quoted, bare] =
    /^multipart\/mixed\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(batch.headers['content-type'] ?? '') ??
    [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw unreadable();
  const [, ...sections] = `\n${batch.body.replaceAll('\r\n', '\n')}`.split(`\n--${boundary}`);
  const end = sections.findIndex((section) => section.startsWith('--'));
  if (end < 1) throw unreadable();
  return sections.slice(0, end).map((section) => readPart(batch, section.replace(/^[ \t]*\n/, '')));
}

function readPart(batch: RecordedRequest, section: string): BatchPart {
  const [head, inner] = splitAtBlankLine(section);
  const own = readHeaders(head);
  if (!/^application\/http\b/i.test(own['content-type'] ?? '')) throw unreadable();
  const [requestHead, body] = splitAtBlankLine(inner);
  const [line = '', ...headerLines] = requestHead.split('\n');
  // The URL of a part is a path: parts go where the batch goes.
  const [, method, target] = /^([A-Z]+) (\/\S*)(?: HTTP\/1\.[01])?\s*$/.exec(line) ?? [];
  if (method === undefined || target === undefined) throw unreadable();
  const url = new URL(new URL(batch.url).origin + target);
  for (const [name, value] of batch.query) if (!url.searchParams.has(name)) url.searchParams.append(name, value);
  const outer = Object.entries(batch.headers).filter(([name]) => !name.startsWith('content-'));
  return {
    contentId: own['content-id'],
    request: {
      method,
      url: url.href,
      path: url.pathname,
      query: url.searchParams,
      headers: { ...Object.fromEntries(outer), ...readHeaders(headerLines.join('\n')) },
      body: body.replace(/\n+$/, ''),
    },
  };
}

function splitAtBlankLine(text: string): readonly [string, string] {
  const at = text.indexOf('\n\n');
  return at < 0 ? [text.trimEnd(), ''] : [text.slice(0, at), text.slice(at + 2)];
}

function readHeaders(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf(':');
      return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]];
    }),
  );
}

function unreadable(): ApiError {
  return badRequest('Failed to parse batch request.');
}
