import { element, escapeXml } from '../xml/xml-writer.ts';

/** A body as it is stored. */
export interface StoredBody {
  readonly type: 'HTML' | 'Text';
  readonly content: string;
}

/** Writes a body in the format asked for; `Best` is the stored one. */
export function bodyElement(
  name: string,
  body: StoredBody,
  wanted: 'Best' | 'HTML' | 'Text',
  maximumSize: number,
): string {
  const type = wanted === 'Best' ? body.type : wanted;
  const whole =
    type === body.type ? body.content : type === 'HTML' ? textToHtml(body.content) : htmlToText(body.content);
  const isTruncated = maximumSize > 0 && whole.length > maximumSize;
  const content = isTruncated ? whole.slice(0, maximumSize) : whole;
  if (content === '') return '';
  return element(name, { BodyType: type, IsTruncated: isTruncated ? true : undefined }, escapeXml(content));
}

/** A whole HTML document: Exchange wraps a fragment. */
export function wholeHtml(html: string): string {
  if (/<\/body>/i.test(html)) return html;
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>${html}</body></html>`;
}

/** Turns HTML into the plain text a reader would see, with CRLF line ends. */
export function htmlToText(html: string): string {
  return html
    .replaceAll(/<(head|script|style)\b[\s\S]*?<\/\1>/gi, '')
    .replaceAll(/\r?\n/g, ' ')
    .replaceAll(/<br\s*\/?>/gi, '\r\n')
    .replaceAll(/<\/(p|div|li|h\d|tr)>/gi, '\r\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', '\u00A0')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

function textToHtml(text: string): string {
  const lines = escapeXml(text.replaceAll('\r', '')).replaceAll('\n', '<br>\r\n');
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><div class="PlainText">${lines}</div></body></html>`;
}
