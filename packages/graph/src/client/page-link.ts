import { CalendarError } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import { graphVersion } from './graph-client.ts';

const tokenVersion = 1;

/**
 * Checks that a link of the service stays with it.
 *
 * @throws CalendarError `untrustedUrl` for another host, another API version or something that is no URL.
 */
export function trustedLink(link: string, graphBaseUrl: string): string {
  const root = new URL(`${graphBaseUrl}/${graphVersion}/`);
  const url = URL.canParse(link) ? new URL(link) : undefined;
  const isTrusted =
    url !== undefined &&
    url.origin === root.origin &&
    url.username === '' &&
    url.password === '' &&
    url.pathname.startsWith(root.pathname);
  if (isTrusted) return link;
  throw new CalendarError({
    code: 'untrustedUrl',
    message: 'The link to the next page does not lead to the configured Microsoft Graph',
    provider: providerId,
  });
}

/**
 * Wraps the service's link to the next page in a token of ours that works only with the query it came from.
 *
 * @param query - Everything the result depends on, in a fixed order.
 */
export async function pageToken(link: string, query: readonly unknown[]): Promise<string> {
  return toBase64Url(JSON.stringify([tokenVersion, await digest(query), link]));
}

/**
 * Takes the link out of a token.
 *
 * @throws CalendarError `invalidArgument` when the token is not ours or belongs to another query.
 */
export async function linkOfPageToken(token: string, query: readonly unknown[]): Promise<string> {
  const parts = parseToken(token);
  if (parts !== undefined && parts.digest === (await digest(query))) return parts.link;
  throw new CalendarError({
    code: 'invalidArgument',
    message: 'This page token is damaged or belongs to another query; use it with the options of the list it came from',
    provider: providerId,
  });
}

function parseToken(token: string): { readonly digest: string; readonly link: string } | undefined {
  try {
    const parsed: unknown = JSON.parse(fromBase64Url(token));
    if (!Array.isArray(parsed) || parsed.length !== 3 || parsed[0] !== tokenVersion) return undefined;
    const [, tokenDigest, link]: unknown[] = parsed;
    return typeof tokenDigest === 'string' && typeof link === 'string' ? { digest: tokenDigest, link } : undefined;
  } catch {
    return undefined;
  }
}

async function digest(query: readonly unknown[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(query));
  return toBinaryBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

function toBase64Url(text: string): string {
  return toBinaryBase64Url(new TextEncoder().encode(text));
}

function toBinaryBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}
