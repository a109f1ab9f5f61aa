import { isHostName } from './host-pattern.ts';

/** Longest URL taken for a link, in characters. Browsers and mail programs stop far earlier. @public */
export const maxUrlCharacters = 8192;

/**
 * Parses an `https:` URL and refuses everything that makes a URL look like another one: a user name in front of the host, a
 * port, an IP address, a host outside ASCII or escaped, a backslash, blanks and control characters.
 */
export function strictHttpsUrl(text: string): URL | undefined {
  if (text.length > maxUrlCharacters || /[\s\\\p{Cc}]/u.test(text)) return undefined;
  // Judged on the text, before the URL parser folds look-alike forms into one.
  const authority = /^https:\/\/([^/?#]*)/i.exec(text)?.[1]?.toLowerCase();
  if (authority === undefined) return undefined;
  const host = authority.endsWith(':443') ? authority.slice(0, -4) : authority;
  if (!isHostName(host) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.hostname === host ? url : undefined;
}
