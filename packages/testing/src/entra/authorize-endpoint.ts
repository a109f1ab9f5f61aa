import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { readAuthorizeRequest } from './authorize-request.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { authorizeRedirect, htmlResponse } from './authorize-response.ts';
import { isChallengeCapable } from './claims-request.ts';
import type { EntraContext } from './entra-context.ts';
import type { EntraUser } from './entra-directory.ts';
import { entraError, entraErrorDescription } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';
import { refusalPage, signInPage } from './sign-in-page.ts';

const sessionCookie = 'ESTSAUTH';

/** `GET` shows the sign-in page (or goes straight back for a browser that is signed in), `POST` takes its form. */
export function handleAuthorize(context: EntraContext, request: RecordedRequest, tenant: string): HandlerResponse {
  const form = request.method === 'POST' ? new URLSearchParams(request.body) : undefined;
  const read = readAuthorizeRequest(context, request.query, tenant);
  if (read.kind === 'page') return htmlResponse(400, refusalPage(describe(context, read.error)));
  if (read.kind === 'redirect') return refuse(context, read.request, read.error);
  const authorize = read.request;

  if (form === undefined) {
    const user = signedInUser(context, request, authorize);
    if (user !== undefined) return succeed(context, authorize, user);
    if (authorize.prompt === 'none') return refuse(context, authorize, silentRefusal(context, request));
    return showForm(request, authorize, authorize.loginHint);
  }
  if (form.get('decision') === 'deny') return refuse(context, authorize, entraError(65004), 'cancel');

  const userName = form.get('username') ?? '';
  const user = tenant.toLowerCase() === 'consumers' ? undefined : context.directory.userByName(userName);
  if (user === undefined) {
    return showForm(request, authorize, userName, 'This username may be incorrect. (AADSTS50034)');
  }
  if (user.password !== form.get('password')) {
    return showForm(request, authorize, userName, 'Your account or password is incorrect. (AADSTS50126)');
  }
  context.grants.consent(authorize.client.clientId, user.personId, authorize.scopes.permissions);
  const sessionId = context.minted.opaque(64);
  context.grants.addSession(sessionId, user.personId);
  const answer = succeed(context, authorize, user);
  const cookie = `${sessionCookie}=${sessionId}; Path=/; HttpOnly; SameSite=Lax`;
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } };
}

/** `GET /{tenant}/oauth2/v2.0/logout`: forgets the browser. */
export function endBrowserSession(context: EntraContext, request: RecordedRequest): void {
  const sessionId = sessionIdOf(request);
  if (sessionId !== undefined) context.grants.endSession(sessionId);
}

/** Single sign-on: without a hint the page is shown all the same, as for a person who may have several accounts. */
function signedInUser(
  context: EntraContext,
  request: RecordedRequest,
  authorize: AuthorizeRequest,
): EntraUser | undefined {
  if (authorize.prompt !== undefined && authorize.prompt !== 'none') return undefined;
  const user = sessionUser(context, request);
  if (user === undefined) return undefined;
  const hint = authorize.loginHint.toLowerCase();
  if (hint === '' ? authorize.prompt !== 'none' : hint !== user.userPrincipalName.toLowerCase()) return undefined;
  const { clientId } = authorize.client;
  return context.grants.hasConsent(clientId, user.personId, authorize.scopes.permissions) ? user : undefined;
}

function silentRefusal(context: EntraContext, request: RecordedRequest): EntraError {
  return sessionUser(context, request) === undefined
    ? entraError(50058)
    : { ...entraError(65001), error: 'interaction_required' };
}

function sessionUser(context: EntraContext, request: RecordedRequest): EntraUser | undefined {
  const sessionId = sessionIdOf(request);
  const personId = sessionId === undefined ? undefined : context.grants.sessionPerson(sessionId);
  return personId === undefined ? undefined : context.directory.user(personId);
}

function sessionIdOf(request: RecordedRequest): string | undefined {
  return new RegExp(`(?:^|;\\s*)${sessionCookie}=([^;]+)`).exec(request.headers['cookie'] ?? '')?.[1];
}

function showForm(
  request: RecordedRequest,
  authorize: AuthorizeRequest,
  userName: string,
  problem?: string,
): HandlerResponse {
  return htmlResponse(
    200,
    signInPage({
      action: `${request.path}?${request.query.toString()}`,
      applicationName: authorize.client.displayName ?? authorize.client.clientId,
      permissions: authorize.scopes.asked,
      userName,
      ...(problem === undefined ? {} : { problem }),
    }),
  );
}

function succeed(context: EntraContext, authorize: AuthorizeRequest, user: EntraUser): HandlerResponse {
  const code = `1.A${context.minted.opaque(500)}`;
  context.grants.addCode({
    code,
    clientId: authorize.client.clientId,
    personId: user.personId,
    redirectUri: authorize.redirectUri,
    scope: authorize.scopes.asked.join(' '),
    isChallengeCapable: isChallengeCapable(authorize.claims),
    issuedAt: context.clock.now(),
    isRedeemed: false,
    ...(authorize.nonce === undefined ? {} : { nonce: authorize.nonce }),
    ...(authorize.challenge === undefined ? {} : { challenge: authorize.challenge }),
  });
  return authorizeRedirect(authorize, new Map([['code', code]]), context.minted.guid());
}

function refuse(
  context: EntraContext,
  authorize: Pick<AuthorizeRequest, 'redirectUri' | 'responseMode' | 'state'>,
  error: EntraError,
  subcode?: string,
): HandlerResponse {
  const fields = new Map([
    ['error', error.error],
    ...(subcode === undefined ? [] : [['error_subcode', subcode] as const]),
    ['error_description', describe(context, error)],
  ]);
  return authorizeRedirect(authorize, fields);
}

function describe(context: EntraContext, error: EntraError): string {
  return entraErrorDescription(error, {
    traceId: context.minted.guid(),
    correlationId: context.minted.guid(),
    now: context.clock.now(),
  });
}
