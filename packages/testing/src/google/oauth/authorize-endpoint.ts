import type { HandlerResponse } from '../../server/loopback-server.ts';
import type { RecordedRequest } from '../../server/recorded-exchange.ts';
import type { Account, GoogleState } from '../google-state.ts';
import { authorizePage, errorPage } from './authorize-page.ts';
import { AuthorizationError, readAuthorizationRequest } from './authorization-request.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { isSignInScope } from './oauth-store.ts';
import type { OAuthStore } from './oauth-store.ts';

/** Path of the authorization endpoint. */
export const authorizePath = '/o/oauth2/v2/auth';

const sessionCookie = 'SID';

/** `GET` shows the page or redirects at once, `POST` takes the form. */
export function handleAuthorize(state: GoogleState, store: OAuthStore, request: RecordedRequest): HandlerResponse {
  let asked: AuthorizationRequest;
  try {
    asked = readAuthorizationRequest(request.query, store);
  } catch (error) {
    if (!(error instanceof AuthorizationError)) throw error;
    return html(error.status, errorPage(error.status, error.error, error.message));
  }
  return request.method === 'POST' ? takeForm(state, store, request, asked) : show(state, store, request, asked);
}

function show(
  state: GoogleState,
  store: OAuthStore,
  request: RecordedRequest,
  asked: AuthorizationRequest,
): HandlerResponse {
  const account = signedIn(state, store, request, asked);
  const isConsentNeeded = account === undefined || needsConsent(store, account, asked);
  if (asked.prompts.has('none')) {
    if (account === undefined) return refuse(asked, 'login_required');
    return isConsentNeeded ? refuse(asked, 'consent_required') : grant(store, account, asked, undefined);
  }
  if (account !== undefined && !isConsentNeeded && asked.prompts.size === 0)
    return grant(store, account, asked, undefined);
  return page(request, asked, asked.loginHint);
}

function takeForm(
  state: GoogleState,
  store: OAuthStore,
  request: RecordedRequest,
  asked: AuthorizationRequest,
): HandlerResponse {
  const form = new URLSearchParams(request.body);
  if (form.get('action') === 'deny') return refuse(asked, 'access_denied');
  const username = form.get('username') ?? '';
  const account = state.accountByAddress(username);
  if (account === undefined || account.password !== form.get('password')) {
    return page(request, asked, username, 'Wrong email or password. Try again.');
  }
  const cookie = {
    'set-cookie': `${sessionCookie}=${store.startSession(account.personId)}; Path=/; HttpOnly; SameSite=Lax`,
  };
  const ticked = form.getAll('scope');
  // A hand-made form without the page's marker means the whole request; browsers send the marker and the ticked boxes.
  const granted = form.has('granular')
    ? asked.scopes.filter((scope) => isSignInScope(scope) || ticked.includes(scope))
    : asked.scopes;
  if (granted.length === 0) return refuse(asked, 'access_denied', cookie);
  return needsConsent(store, account, asked)
    ? grant(store, account, asked, granted, cookie)
    : grant(store, account, asked, undefined, cookie);
}

/** Redirects with a code. `granted` is what the person ticked; undefined when the consent screen was not shown. */
function grant(
  store: OAuthStore,
  account: Account,
  asked: AuthorizationRequest,
  granted: readonly string[] | undefined,
  headers: Readonly<Record<string, string>> = {},
): HandlerResponse {
  const before = store.consent(account.personId, asked.client);
  const chosen = granted ?? asked.scopes;
  const scopes = asked.includesGranted ? [...new Set([...chosen, ...before])] : chosen;
  store.addConsent(account.personId, asked.client, chosen);
  const code = store.issueCode({
    personId: account.personId,
    clientId: asked.client.clientId,
    redirectUri: asked.redirectUri,
    scopes,
    codeChallenge: asked.codeChallenge,
    nonce: asked.nonce,
    isOffline: asked.isOffline && granted !== undefined,
    isCombined: asked.includesGranted && scopes.length > chosen.length,
  });
  return redirect(
    asked,
    { code, scope: scopes.join(' '), authuser: '0', prompt: granted === undefined ? 'none' : 'consent' },
    headers,
  );
}

function refuse(
  asked: AuthorizationRequest,
  error: string,
  headers: Readonly<Record<string, string>> = {},
): HandlerResponse {
  return redirect(asked, { error }, headers);
}

function redirect(
  asked: AuthorizationRequest,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): HandlerResponse {
  const target = new URL(asked.redirectUri);
  if (asked.state !== undefined) target.searchParams.set('state', asked.state);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return { status: 302, headers: { location: target.href, 'cache-control': 'no-store', ...headers } };
}

/** Consent is asked for when it was never given for these scopes, or when the client wants it asked. */
function needsConsent(store: OAuthStore, account: Account, asked: AuthorizationRequest): boolean {
  const before = store.consent(account.personId, asked.client);
  return asked.prompts.has('consent') || !asked.scopes.every((scope) => before.has(scope));
}

function signedIn(
  state: GoogleState,
  store: OAuthStore,
  request: RecordedRequest,
  asked: AuthorizationRequest,
): Account | undefined {
  const cookie = /(?:^|;\s*)SID=([\w-]+)/.exec(request.headers['cookie'] ?? '')?.[1];
  const personId = cookie === undefined ? undefined : store.session(cookie);
  const account = personId === undefined ? undefined : state.accounts.get(personId);
  if (account === undefined || asked.loginHint === '') return account;
  return state.accountByAddress(asked.loginHint) === account ? account : undefined;
}

function page(
  request: RecordedRequest,
  asked: AuthorizationRequest,
  loginHint: string,
  message?: string,
): HandlerResponse {
  return html(
    200,
    authorizePage({
      action: `${authorizePath}?${request.query}`,
      clientId: asked.client.clientId,
      scopes: asked.scopes,
      loginHint,
      message,
    }),
  );
}

function html(status: number, body: string): HandlerResponse {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body };
}
