import { tryDecode } from '../text/find-urls.ts';
import { queryParameter } from './query-parameter.ts';

/** Proofpoint URL Defense, by the notations its help page "URL Defense Decode" describes. */
export const urlDefenseHosts: readonly string[] = [
  'urldefense.proofpoint.com',
  'urldefense.com',
  'urldefense.us',
  '*.urldefense.com',
];

const runLengthAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The original of a URL Defense link; undefined when it cannot be told. */
export function unwrapUrlDefense(url: URL): string | undefined {
  if (url.pathname === '/v1/url') return queryParameter(url, 'u');
  if (url.pathname === '/v2/url') {
    const value = queryParameter(url, 'u');
    return value === undefined ? undefined : tryDecode(value.replaceAll('-', '%').replaceAll('_', '/'));
  }
  return url.pathname.startsWith('/v3/__') ? unwrapVersion3(url.href) : undefined;
}

/**
 * `…/v3/__<url>__;<characters>!…`: characters that URL Defense would not leave in a URL are `*` there (or `**X` for several
 * in a row, X telling how many) and listed, base64url, behind the semicolon.
 */
function unwrapVersion3(href: string): string | undefined {
  const start = href.indexOf('/v3/__') + '/v3/__'.length;
  const end = href.indexOf('__;', start);
  const listEnd = href.indexOf('!', end);
  if (end === -1 || listEnd === -1) return undefined;
  const replaced = decodeCharacters(href.slice(end + '__;'.length, listEnd));
  if (replaced === undefined) return undefined;

  const wrapped = href.slice(start, end);
  let url = '';
  let used = 0;
  for (let at = 0; at < wrapped.length; at += 1) {
    if (wrapped.charAt(at) !== '*') {
      url += wrapped.charAt(at);
      continue;
    }
    let count = 1;
    if (wrapped.charAt(at + 1) === '*') {
      const length = runLengthAlphabet.indexOf(wrapped.charAt(at + 2));
      if (length === -1 || wrapped.charAt(at + 2) === '') return undefined;
      count = length + 2;
      at += 2;
    }
    if (used + count > replaced.length) return undefined;
    url += replaced.slice(used, used + count).join('');
    used += count;
  }
  // Some mail servers fold the two slashes into one on the way.
  return url.replace(/^(https?):\/(?!\/)/i, '$1://');
}

function decodeCharacters(base64Url: string): readonly string[] | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64Url.replaceAll('-', '+').replaceAll('_', '/')), (byte) =>
      byte.charCodeAt(0),
    );
    // By code point: that is what one star stands for.
    return Array.from(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
