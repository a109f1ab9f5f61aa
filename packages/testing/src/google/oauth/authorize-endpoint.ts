import type { HandlerResponse } from '../../server/loopback-server.ts';
import type { RecordedRequest } from '../../server/recorded-exchange.ts';
import type { Account } from '../google-state.ts';
import { refusalTexts } from './account-policy.ts';
import { authorizePage, errorPage } from './authorize-page.ts';
import { AuthorizationError, readAuthorizationRequest } from './authorization-request.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import type { OAuthContext } from './oauth-context.ts';
import { isSignInScope } from './scope-texts.ts';

/** Path of the authorization endpoint. */
export const authorizePath = '/o/oauth2/v2/auth';

const sessionCookie = 'SID';

/** What the person chose on the consent screen. */
interface Consent {
  readonly scopes: readonly string[];
  readonly accessSeconds: number | undefined;
}

/** `GET` shows the page or redirects at once, `POST` takes the form. */
export function handleAuthorize(context: OAuthContext, request: RecordedRequest): HandlerResponse {
  try {
    const asked = readAuthorizationRequest(request, context.consents);
    return request.method === 'POST' ? takeForm(context, request, asked) : show(context, request, asked);
  } catch (error) {
    if (!(error instanceof AuthorizationError)) throw error;
    return html(error.status, errorPage(error.status, error.error, error.message));
  }
}

function show(context: OAuthContext, request: RecordedRequest, asked: AuthorizationRequest): HandlerResponse {
  const account = signedIn(context, request, asked);
  const isConsentNeeded = account === undefined || needsConsent(context, account, asked);
  if (asked.prompts.has('none')) {
    if (account === undefined) return refuse(asked, 'login_required');
    return isConsentNeeded ? refuse(asked, 'consent_required') : grant(context, account, asked, undefined);
  }
  if (account !== undefined && !isConsentNeeded && asked.prompts.size === 0)
    return grant(context, account, asked, undefined);
  return page(context, request, asked, asked.loginHint);
}

function takeForm(context: OAuthContext, request: RecordedRequest, asked: AuthorizationRequest): HandlerResponse {
  const form = new URLSearchParams(request.body);
  if (form.get('action') === 'deny') return refuse(asked, 'access_denied');
  const username = form.get('username') ?? '';
  const account = context.state.accountByAddress(username);
  if (account === undefined || account.isRobot || account.password !== form.get('password')) {
    return page(context, request, asked, username, 'Wrong email or password. Try again.');
  }
  if (account.status !== 'active') {
    const text = account.status === 'deleted' ? 'This account was deleted.' : 'This account was disabled.';
    return page(context, request, asked, username, text);
  }
  context.policy.startSession(account.personId);
  const cookie = {
    'set-cookie': `${sessionCookie}=${context.consents.startSession(account.personId)}; Path=/; HttpOnly; SameSite=Lax`,
  };
  const granted = chosenScopes(context, form, account, asked);
  if (granted.length === 0) return refuse(asked, 'access_denied', cookie);
  const consent = { scopes: granted, accessSeconds: accessSeconds(form, asked) };
  return grant(context, account, asked, needsConsent(context, account, asked) ? consent : undefined, cookie);
}

function chosenScopes(
  { policy }: OAuthContext,
  form: URLSearchParams,
  account: Account,
  asked: AuthorizationRequest,
): readonly string[] {
  // A hand-made form without the page's marker means the whole request; browsers send the marker and the ticked boxes.
  if (!form.has('granular') || policy.appAccess(account.domain, asked.client.clientId) === 'trusted')
    return asked.scopes;
  const ticked = form.getAll('scope');
  return asked.scopes.filter((scope) => isSignInScope(scope) || ticked.includes(scope));
}

function accessSeconds(form: URLSearchParams, asked: AuthorizationRequest): number | undefined {
  const chosen = form.get('access_seconds') ?? '';
  return asked.client.offersTimedAccess === true && /^[1-9]\d{0,8}$/.test(chosen) ? Number(chosen) : undefined;
}

/** Redirects with a code. Without `consent` the consent screen was not shown. */
function grant(
  { consents, policy }: OAuthContext,
  account: Account,
  asked: AuthorizationRequest,
  consent: Consent | undefined,
  headers: Readonly<Record<string, string>> = {},
): HandlerResponse {
  const refusal = policy.refusal(account, asked.client);
  if (refusal !== undefined) {
    throw new AuthorizationError(refusal === 'org_internal' ? 403 : 400, refusal, refusalTexts[refusal]);
  }
  const before = consents.consent(account.personId, asked.client);
  const chosen = consent?.scopes ?? asked.scopes;
  const scopes = asked.includesGranted ? [...new Set([...chosen, ...before])] : chosen;
  consents.addConsent(account.personId, asked.client, chosen);
  const code = consents.issueCode({
    personId: account.personId,
    clientId: asked.client.clientId,
    redirectUri: asked.redirectUri,
    scopes,
    codeChallenge: asked.codeChallenge,
    nonce: asked.nonce,
    isOffline: asked.isOffline && consent !== undefined,
    isCombined: asked.includesGranted && scopes.length > chosen.length,
    accessSeconds: consent?.accessSeconds,
  });
  const parameters = {
    code,
    scope: scopes.join(' '),
    authuser: '0',
    ...(asked.hostedDomain === undefined ? {} : { hd: account.domain }),
    prompt: consent === undefined ? 'none' : 'consent',
  };
  return redirect(asked, parameters, headers);
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
function needsConsent({ consents }: OAuthContext, account: Account, asked: AuthorizationRequest): boolean {
  const before = consents.consent(account.personId, asked.client);
  return asked.prompts.has('consent') || !asked.scopes.every((scope) => before.has(scope));
}

/** Whose browser this is, as far as the hints of the request fit and the session still counts. */
function signedIn(
  { state, consents, policy }: OAuthContext,
  request: RecordedRequest,
  asked: AuthorizationRequest,
): Account | undefined {
  const cookie = /(?:^|;\s*)SID=([\w-]+)/.exec(request.headers['cookie'] ?? '')?.[1];
  const personId = cookie === undefined ? undefined : consents.session(cookie);
  const account = personId === undefined ? undefined : state.accounts.get(personId);
  if (account === undefined || account.status !== 'active') return undefined;
  if (policy.reauthentication(account.personId) !== undefined) return undefined;
  const { hostedDomain, loginHint } = asked;
  if (hostedDomain !== undefined && hostedDomain !== '*' && hostedDomain !== account.domain) return undefined;
  return loginHint === '' || state.accountByAddress(loginHint) === account ? account : undefined;
}

function page(
  { state, policy }: OAuthContext,
  request: RecordedRequest,
  asked: AuthorizationRequest,
  loginHint: string,
  message?: string,
): HandlerResponse {
  const { clientId, offersTimedAccess } = asked.client;
  const domain = state.accountByAddress(loginHint)?.domain ?? asked.hostedDomain ?? '';
  return html(
    200,
    authorizePage({
      action: `${authorizePath}?${request.query}`,
      clientId,
      scopes: asked.scopes,
      isGranular: policy.appAccess(domain, clientId) !== 'trusted',
      offersTimedAccess: offersTimedAccess === true,
      hostedDomain: asked.hostedDomain === '*' ? undefined : asked.hostedDomain,
      loginHint,
      message,
    }),
  );
}

function html(status: number, body: string): HandlerResponse {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body };
}
