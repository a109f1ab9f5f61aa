import { isHostName } from './host-pattern.ts';

/** Longest URL taken for a link, in characters. Browsers and mail programs stop far earlier. @public */
export const maxUrlCharacters = 8192;

/**
 * The host of an `https:` URL, in lower case. Refuses everything that makes a URL look like another one: a user name in front
 * of the host, a port, an IP address, a host outside ASCII or escaped, a backslash, blanks and control characters.
 *
 * Judged on the text, before a URL parser folds look-alike forms into one, and cheaper than parsing.
 */
export function strictHttpsHost(text: string): string | undefined {
  if (text.length > maxUrlCharacters || /[\s\\\p{Cc}]/u.test(text)) return undefined;
  const authority = /^https:\/\/([^/?#]*)/i.exec(text)?.[1]?.toLowerCase();
  if (authority === undefined) return undefined;
  const host = authority.endsWith(':443') ? authority.slice(0, -4) : authority;
  return isHostName(host) ? host : undefined;
}

/** Parses an `https:` URL that {@link strictHttpsHost} accepts. */
export function strictHttpsUrl(text: string): URL | undefined {
  const host = strictHttpsHost(text);
  if (host === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.hostname === host ? url : undefined;
}
