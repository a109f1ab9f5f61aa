/** One answer in a batch. */
export interface BatchPart {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text when it is none. */
  readonly data: unknown;
}

/** Ends of parts. Nothing in the paths of a batch can look like it: they are percent-encoded. */
const boundary = 'kalends_batch';

/** Media type of {@link batchBody}. */
export const batchContentType: string = `multipart/mixed; boundary=${boundary}`;

/**
 * Writes reads as one batch; each is named by its place in the list.
 *
 * @param paths - Paths with their queries, percent-encoded.
 * @see {@link https://developers.google.com/workspace/calendar/api/guides/batch | Send batch requests}
 */
export function batchBody(paths: readonly string[]): string {
  const parts = paths.map(
    (path, index) =>
      `--${boundary}\r\nContent-Type: application/http\r\nContent-ID: <item${index}>\r\n\r\nGET ${path}\r\n\r\n`,
  );
  return `${parts.join('')}--${boundary}--\r\n`;
}

/**
 * Reads the answer to a batch. Answers are found by the names of their questions, in whatever order they come.
 *
 * @returns The answers by the place of the question; what cannot be read is missing. `undefined` for something that is no batch.
 */
export function readBatch(contentType: string | null, body: string): ReadonlyMap<number, BatchPart> | undefined {
  const [, quoted, bare] =
    /^multipart\/mixed\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType ?? '') ?? [];
  const end = quoted ?? bare;
  if (end === undefined) return undefined;
  const [, ...sections] = `\n${body.replaceAll('\r\n', '\n')}`.split(`\n--${end}`);
  return new Map(sections.flatMap((section) => readPart(section) ?? []).map(({ index, part }) => [index, part]));
}

function readPart(section: string): { readonly index: number; readonly part: BatchPart }[] | undefined {
  // The rest of the line that the boundary stands in is empty.
  const [head, answer] = splitAtBlankLine(section.replace(/^[ \t]*\n/, ''));
  const index = /^<?response-item(\d{1,4})>?$/.exec(readHeaders(head).get('content-id') ?? '')?.[1];
  const [answerHead, text] = splitAtBlankLine(answer);
  const [statusLine = '', ...lines] = answerHead.split('\n');
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})\b/.exec(statusLine)?.[1];
  if (index === undefined || status === undefined) return undefined;
  const headers = readHeaders(lines.join('\n'));
  return [{ index: Number(index), part: { status: Number(status), headers, data: parseJson(text) } }];
}

function splitAtBlankLine(text: string): readonly [string, string] {
  const at = text.indexOf('\n\n');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 2)];
}

function readHeaders(text: string): Headers {
  const headers = new Headers();
  for (const line of text.split('\n')) {
    const [, name, value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7E]*)$/.exec(line) ?? [];
    if (name !== undefined) headers.append(name, value);
  }
  return headers;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
