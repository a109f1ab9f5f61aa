import { escapeHtml } from '../../entra/page-layout.ts';

/** The two forms in which a body is asked for. */
export interface EventBody {
  readonly html: string;
  readonly text: string;
}

/** What goes into a body. */
export interface EventBodyContent {
  readonly text?: string | undefined;
  /** Wins over `text`. */
  readonly html?: string | undefined;
  /** A Teams link, which Exchange writes into the body as well. */
  readonly joinUrl?: string | undefined;
  /** A link of another service, pasted as people do. */
  readonly pastedUrl?: string | undefined;
}

const head = '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">';

/** Writes the body as Exchange stores it: HTML with a head of its own, plain text wrapped. */
export function eventBody(content: EventBodyContent): EventBody {
  const parts = [
    ...(content.html === undefined ? [] : [innerHtml(content.html)]),
    ...(content.html !== undefined || content.text === undefined ? [] : [plainTextHtml(content.text)]),
    ...(content.pastedUrl === undefined ? [] : [`<div>${link(content.pastedUrl)}</div>`]),
    ...(content.joinUrl === undefined ? [] : [joinBlockHtml(content.joinUrl)]),
  ];
  if (parts.length === 0) return { html: '', text: '' };
  const texts = [
    ...(content.html === undefined ? [content.text ?? ''] : [textOfHtml(content.html)]),
    ...(content.pastedUrl === undefined ? [] : [content.pastedUrl]),
    ...(content.joinUrl === undefined ? [] : [joinBlockText(content.joinUrl)]),
  ];
  return {
    html: `${head}</head><body>\r\n${parts.join('\r\n')}\r\n</body></html>\r\n`,
    text: texts.filter((text) => text !== '').join('\r\n\r\n'),
  };
}

/** Plain text of an HTML fragment: enough for previews, no renderer. */
export function textOfHtml(html: string): string {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };
  return innerHtml(html)
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<br\s*\/?>|<\/(?:p|div|li|h\d|tr)>/gi, '\r\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (whole: string, name: string) => entities[name] ?? whole)
    .replace(/(?:\r\n){3,}/g, '\r\n\r\n')
    .trim();
}

function innerHtml(html: string): string {
  return /<body[^>]*>([\s\S]*?)<\/body>/i.exec(html)?.[1] ?? html;
}

function plainTextHtml(text: string): string {
  const lines = escapeHtml(text).split(/\r?\n/).join('<br>\r\n');
  return `<font size="2"><span style="font-size:11pt;"><div class="PlainText">${lines}</div></span></font>`;
}

function joinBlockHtml(joinUrl: string): string {
  const { meetingId, passcode } = joinNumbers(joinUrl);
  return `<div>________________________________________________________________________________</div>
<div class="me-email-text" lang="en-US">
<div><span style="font-size:24px; font-weight:700">Microsoft Teams meeting</span></div>
<div><b>Join:</b> ${link(joinUrl)}</div>
<div>Meeting ID: ${meetingId}</div>
<div>Passcode: ${passcode}</div>
</div>
<div>________________________________________________________________________________</div>`.replaceAll('\n', '\r\n');
}

function joinBlockText(joinUrl: string): string {
  const { meetingId, passcode } = joinNumbers(joinUrl);
  return `Microsoft Teams meeting\r\nJoin: ${joinUrl}\r\nMeeting ID: ${meetingId}\r\nPasscode: ${passcode}`;
}

/** Numbers that belong to the link, always the same for the same link. */
function joinNumbers(joinUrl: string): { readonly meetingId: string; readonly passcode: string } {
  let sum = 7;
  for (const character of joinUrl) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 999_999_999_989;
  const digits = String(sum).padStart(12, '0');
  return { meetingId: digits.replace(/(\d{3})(?=\d)/g, '$1 '), passcode: `Kp${digits.slice(0, 4)}` };
}

function link(url: string): string {
  const escaped = escapeHtml(url);
  return `<a href="${escaped}">${escaped}</a>`;
}
