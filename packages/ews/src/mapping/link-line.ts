import type { EventBody } from '@kalends/core';

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The body with a link as its last line; as it is when the link stands in it already. */
export function withLink(body: EventBody | undefined, link: string): EventBody {
  if (body === undefined || body.content === '') return { contentType: 'text', content: link };
  const { contentType, content } = body;
  if (contentType === 'text') {
    if (content.includes(link)) return body;
    return { contentType, content: `${content}${content.endsWith('\n') ? '' : '\r\n'}${link}` };
  }
  if (content.includes(link) || content.includes(escaped(link))) return body;
  const end = content.search(/<\/body>(?![\s\S]*<\/body>)/i);
  const at = end === -1 ? content.length : end;
  return { contentType, content: content.slice(0, at) + htmlLine(link) + content.slice(at) };
}

/** The body without the line that {@link withLink} put there; as it is when it has none. */
export function withoutLink(body: EventBody | undefined, link: string | undefined): EventBody | undefined {
  if (body === undefined || link === undefined) return body;
  const { contentType, content } = body;
  if (contentType === 'html') {
    const line = htmlLine(link);
    return content.includes(line) ? { contentType, content: content.replace(line, () => '') } : body;
  }
  const trimmed = content.trimEnd();
  if (trimmed === link) return undefined;
  if (!trimmed.endsWith(`\n${link}`)) return body;
  return { contentType, content: trimmed.slice(0, -link.length).replace(/\r?\n$/, '') };
}

function htmlLine(link: string): string {
  return `<p><a href="${escaped(link)}">${escaped(link)}</a></p>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => references[character] ?? character);
}
