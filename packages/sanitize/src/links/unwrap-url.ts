import { tryDecode } from '../text/find-urls.ts';
import { matchesHost } from './host-pattern.ts';
import { linkWrappers } from './link-wrappers.ts';
import { queryParameter } from './query-parameter.ts';
import { strictHttpsHost, strictHttpsUrl } from './strict-https-url.ts';
import { unwrapUrlDefense, urlDefenseHosts } from './url-defense.ts';

/** How many wrappers round each other are taken off. Two are common (a forwarded mail), more than four are an attack. @public */
export const maxUnwrapDepth = 4;

/**
 * Takes known wrappers off a URL. Returns the innermost URL, the URL itself when it is not wrapped, and undefined when a
 * wrapper cannot be opened or there are too many.
 */
export function unwrapUrl(text: string): string | undefined {
  let current = text;
  for (let depth = 0; depth <= maxUnwrapDepth; depth += 1) {
    const host = strictHttpsHost(current);
    const url = host !== undefined && isWrapperHost(host) ? strictHttpsUrl(current) : undefined;
    const wrapped = url === undefined ? undefined : unwrapOnce(url);
    if (wrapped === undefined) return current;
    if (wrapped.inner === undefined) return undefined;
    current = wrapped.inner;
  }
  return undefined;
}

const wrapperHosts = [...urlDefenseHosts, ...linkWrappers.flatMap(({ hosts }) => hosts)];

function isWrapperHost(host: string): boolean {
  return wrapperHosts.some((pattern) => matchesHost(host, pattern));
}

/** Undefined when the URL is not a wrapper; `inner` is undefined when it is one that cannot be opened. */
function unwrapOnce(url: URL): { readonly inner: string | undefined } | undefined {
  if (urlDefenseHosts.some((pattern) => matchesHost(url.hostname, pattern)))
    return { inner: plain(unwrapUrlDefense(url), url) };
  for (const { hosts, path, parameters } of linkWrappers) {
    if (!path.test(url.pathname) || !hosts.some((pattern) => matchesHost(url.hostname, pattern))) continue;
    for (const name of parameters) {
      const inner = queryParameter(url, name);
      if (inner !== undefined) return { inner: plain(inner, url) };
    }
  }
  return undefined;
}

function plain(inner: string | undefined, wrapper: URL): string | undefined {
  if (inner === undefined) return undefined;
  // A path on the wrapper's own host; joined as text, so that "//host" does not become another one.
  if (inner.startsWith('/')) return wrapper.origin + inner;
  return /^https?%3a%2f%2f/i.test(inner) ? tryDecode(inner) : inner;
}
