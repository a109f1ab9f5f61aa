/** A long run of underscores: Teams draws a line of them above and below its block. */
const rule = /_{20,}/g;

/** A line with a link. */
export function linkLine(url: string): string {
  const escaped = escapeHtml(url);
  return `<div><a href="${escaped}">${escaped}</a></div>`;
}

/** HTML with a fragment as the last thing of its body. */
export function withLastPart(html: string, part: string): string {
  const at = html.toLowerCase().lastIndexOf('</body>');
  return at === -1 ? `${html}\r\n${part}` : `${html.slice(0, at)}\r\n${part}\r\n${html.slice(at)}`;
}

/** What ends an address in a text: a character that no address has, also after the marks that end a sentence. */
const endOfUrl = /^[.,;:!?)\]]*(?:[^\u0021-\u007E]|[<>"'|\\^`{}]|&(?:quot|lt|gt|#39|nbsp);|$)/;

/** Whether HTML or text names an address, escaped or not; a longer one that begins alike is another. */
export function namesUrl(content: string, url: string): boolean {
  const rests = [url, escapeHtml(url)].flatMap((text) => content.split(text).slice(1));
  return rests.some((rest) => endOfUrl.test(rest));
}

/**
 * The block with which Teams tells people how to join, with the lines around it. An event whose body loses it loses its online meeting
 * (Graph docs, "Update event").
 *
 * @returns undefined when the body has none for this address.
 */
export function joinBlock(html: string, joinUrl: string): { readonly start: number; readonly end: number } | undefined {
  const at = [joinUrl, escapeHtml(joinUrl)].map((url) => html.indexOf(url)).find((index) => index !== -1);
  if (at === undefined) return undefined;
  const lines = [...html.matchAll(rule)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const first = lines.findLast(({ end }) => end <= at);
  const last = lines.find(({ start }) => start >= at);
  if (first === undefined || last === undefined) return undefined;
  const opening = html.slice(0, first.start).toLowerCase().lastIndexOf('<div');
  const closing = html.toLowerCase().indexOf('</div>', last.end);
  if (opening === -1 || closing === -1) return undefined;
  return { start: opening, end: closing + '</div>'.length };
}

/** HTML without the block of Teams. */
export function withoutJoinBlock(html: string, joinUrl: string): string {
  const block = joinBlock(html, joinUrl);
  return block === undefined ? html : html.slice(0, block.start) + html.slice(block.end);
}

/** The block of Teams to keep; where it cannot be told from the rest, a link takes its place. */
export function joinPart(html: string, joinUrl: string): string {
  const block = joinBlock(html, joinUrl);
  return block === undefined ? linkLine(joinUrl) : html.slice(block.start, block.end);
}

/** The bare words of HTML, to compare two bodies: the service rewrites the markup. */
export function wordsOf(html: string): string {
  return html
    .replaceAll(/<head\b[\s\S]*?<\/head\s*>/gi, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, '');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
