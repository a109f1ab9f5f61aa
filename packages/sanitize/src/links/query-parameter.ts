import { tryDecode } from '../text/find-urls.ts';

/**
 * A query parameter with its escapes taken off. Not `URLSearchParams`, which reads `+` as a blank: the inner link of a wrapper
 * may have its own `+`.
 */
export function queryParameter(url: URL, name: string): string | undefined {
  for (const pair of url.search.slice(1).split('&')) {
    const equals = pair.indexOf('=');
    if (equals !== -1 && pair.slice(0, equals).toLowerCase() === name) return tryDecode(pair.slice(equals + 1));
  }
  return undefined;
}
