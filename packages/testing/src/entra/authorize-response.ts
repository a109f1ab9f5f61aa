import type { HandlerResponse } from '../server/loopback-server.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { formPostPage } from './sign-in-page.ts';

/** Hands `fields` and the state back to the client in the response mode it asked for. */
export function authorizeRedirect(
  request: Pick<AuthorizeRequest, 'redirectUri' | 'responseMode' | 'state'>,
  fields: ReadonlyMap<string, string>,
  sessionState?: string,
): HandlerResponse {
  const all = new Map(fields);
  if (request.state !== undefined) all.set('state', request.state);
  if (sessionState !== undefined) all.set('session_state', sessionState);
  if (request.responseMode === 'form_post') return htmlResponse(200, formPostPage(request.redirectUri, all));
  const url = new URL(request.redirectUri);
  if (request.responseMode === 'fragment') url.hash = new URLSearchParams([...all]).toString();
  else for (const [name, value] of all) url.searchParams.append(name, value);
  return { status: 302, headers: { location: url.href, 'cache-control': 'no-store, no-cache' }, body: '' };
}

/** An HTML page that nobody caches or frames. */
export function htmlResponse(status: number, html: string): HandlerResponse {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store, no-cache',
      'x-frame-options': 'DENY',
    },
    body: html,
  };
}
