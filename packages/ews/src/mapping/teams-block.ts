import { CalendarError } from '@kalends/core';
import type { EventBody } from '@kalends/core';

/** The lines of underscores that Teams puts around what it writes into a body. */
const rule = '_{20,}';
const joinAddress = /https:\/\/(?:[a-z\d-]+\.){0,3}teams\.(?:microsoft\.(?:com|us)|live\.com|cloud\.microsoft)\//i;
const maxBlockLength = 30_000;

/**
 * A new body with the block by which people join the Teams meeting of the present one. Exchange keeps that block nowhere else: a body without it
 * is a meeting that nobody can join.
 *
 * @throws CalendarError `unsupported` for a text that should take the place of a block in HTML.
 */
export function withJoinBlock(body: EventBody | undefined, current: EventBody | undefined): EventBody | undefined {
  const block = current === undefined ? undefined : joinBlockOf(current.content);
  if (block === undefined || current === undefined || body?.content.includes(block) === true) return body;
  if (body === undefined) return { contentType: current.contentType, content: block };
  if (body.contentType !== current.contentType) {
    throw new CalendarError({
      code: 'unsupported',
      message: `body: this one holds the link of a Teams meeting as ${current.contentType}; the new one has to be that too`,
      provider: 'ews',
    });
  }
  if (body.contentType === 'text') return { ...body, content: `${body.content}\r\n${block}` };
  const end = body.content.search(/<\/body>(?![\s\S]*<\/body>)/i);
  const at = end === -1 ? body.content.length : end;
  return { ...body, content: body.content.slice(0, at) + block + body.content.slice(at) };
}

/** From the line before the link to the line behind it. */
function joinBlockOf(content: string): string | undefined {
  const link = joinAddress.exec(content)?.index;
  if (link === undefined) return undefined;
  const opening = lastMatch(content.slice(Math.max(0, link - maxBlockLength), link), new RegExp(rule, 'g'));
  const closing = new RegExp(rule).exec(content.slice(link, link + maxBlockLength));
  if (opening === undefined || closing === null) return undefined;
  const start = link - (Math.min(link, maxBlockLength) - opening);
  const end = link + closing.index + closing[0].length;
  return widened(content, start, end);
}

/** With the elements that the lines stand in, so that no tag is cut from its other half. */
function widened(content: string, start: number, end: number): string {
  const before = /(?:<(?:div|p|span)\b[^<>]*>\s*)*$/i.exec(content.slice(Math.max(0, start - 500), start))?.[0] ?? '';
  const behind = /^(?:\s*<\/(?:div|p|span)>)*/i.exec(content.slice(end, end + 500))?.[0] ?? '';
  return before + content.slice(start, end) + behind;
}

function lastMatch(text: string, pattern: RegExp): number | undefined {
  return [...text.matchAll(pattern)].at(-1)?.index;
}
