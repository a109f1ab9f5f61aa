import type { RedirectRule } from './discovery.ts';

/** Redirects in one discovery, those to URLs and to addresses together. */
export const maxRedirects = 10;

const targetPath = /^\/autodiscover\/[\w./-]*\.(?:xml|svc)$/i;
const jsonPath = /^\/autodiscover\/autodiscover\.json(?:\/|$)/i;

/**
 * Checks where a redirect leads, before anything is sent there.
 *
 * @param from - URL of the answer: targets may be relative to it.
 * @param kind - `json` for the question without credentials, whose path is another one.
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/autodiscover-for-exchange | Autodiscover for Exchange}
 */
export function redirectTarget(
  location: string,
  from: URL,
  kind: 'json' | 'credentialed',
): { readonly url: URL } | { readonly rule: RedirectRule } {
  if (location.length > 2_048 || !URL.canParse(location, from)) return { rule: 'url' };
  const url = new URL(location, from);
  if (url.protocol !== 'https:') return { rule: 'https' };
  if (url.port !== '') return { rule: 'port' };
  if (url.username !== '' || url.password !== '') return { rule: 'credentials' };
  // The path and not the whole URL: a query may spell out anything.
  if (!(kind === 'json' ? jsonPath : targetPath).test(url.pathname)) return { rule: 'path' };
  url.hash = '';
  return { url };
}

/** Checks the EWS URL that came out. Its path is what servers and clients agree on; the port is the server's own choice. */
export function ewsUrlRule(text: string): { readonly url: URL } | { readonly rule: RedirectRule } {
  if (text.length > 2_048 || !URL.canParse(text)) return { rule: 'url' };
  const url = new URL(text);
  if (url.protocol !== 'https:') return { rule: 'https' };
  if (url.username !== '' || url.password !== '') return { rule: 'credentials' };
  if (url.search !== '' || url.hash !== '' || !url.pathname.toLowerCase().endsWith('/ews/exchange.asmx')) {
    return { rule: 'path' };
  }
  return { url };
}
