import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { readAuthorizeRequest } from './authorize-request.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { authorizeRedirect, htmlResponse } from './authorize-response.ts';
import { beginBrowserSession, signedInUser } from './browser-session.ts';
import { isChallengeCapable } from './claims-request.ts';
import { applicationName } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import { describeError, entraError } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';
import type { EntraUser, SignIn } from './entra-user.ts';
import { consentOnPage } from './interactive-consent.ts';
import { interruptionPage } from './sign-in-interruption.ts';
import { adminApprovalPage, refusalPage, signInPage } from './sign-in-page.ts';
import { admit, signInStep } from './sign-in-step.ts';
import type { SignInStep } from './sign-in-step.ts';
import { silentSignIn } from './silent-sign-in.ts';
import { hasConsent, wantedKeys } from './user-checks.ts';

/** One visit to the authorize page. */
interface Visit {
  readonly context: EntraContext;
  readonly request: RecordedRequest;
  readonly authorize: AuthorizeRequest;
}

/** `GET` shows the sign-in page (or goes straight back for a browser that is signed in), `POST` takes its forms. */
export function handleAuthorize(context: EntraContext, request: RecordedRequest, tenant: string): HandlerResponse {
  const read = readAuthorizeRequest(context, request.query, tenant);
  if (read.kind === 'page') return htmlResponse(400, refusalPage(describeError(context, read.error)));
  if (read.kind === 'redirect') return refuse(context, read.request, read.error);
  const visit: Visit = { context, request, authorize: read.request };
  if (request.method === 'POST') return takeForm(visit, new URLSearchParams(request.body));

  const silent = silentSignIn(context, request, visit.authorize);
  if ('user' in silent) return succeed(visit, silent.user, silent.signIn);
  if (visit.authorize.prompt === 'none') return refuse(context, visit.authorize, silent.error);
  return showForm(visit, visit.authorize.loginHint);
}

function takeForm(visit: Visit, form: URLSearchParams): HandlerResponse {
  const { context, authorize } = visit;
  switch (form.get('decision')) {
    case 'deny':
      return refuse(context, authorize, entraError(65004), 'cancel');
    case 'back':
      return refuse(context, authorize, { ...entraError(90094), error: context.adminApprovalError });
    case 'continue':
      return take(visit, continuedStep(visit));
    default:
      return take(visit, signInStep(context, form, authorize));
  }
}

/** The button of a browser that is signed in already. */
function continuedStep({ context, request, authorize }: Visit): SignInStep {
  const known = signedInUser(context, request);
  const isKnown =
    known !== undefined &&
    authorize.prompt !== 'login' &&
    context.directory.accountRefusal(authorize.client, authorize.authority, known.user) === undefined;
  return isKnown
    ? admit(context, known.user, known.signIn, authorize.claims)
    : { kind: 'again', userName: authorize.loginHint, problem: 'Sign in again.' };
}

function take(visit: Visit, step: SignInStep): HandlerResponse {
  const { context, authorize } = visit;
  if (step.kind !== 'signedIn') {
    return interruptionPage(context, step, actionOf(visit), (userName, problem) => showForm(visit, userName, problem));
  }
  const { client, scopes, prompt } = authorize;
  const cookie = beginBrowserSession(context, step.user, step.signIn);
  const answer = consentOnPage(context, client, step.user, scopes.resources, prompt === 'consent')
    ? succeed(visit, step.user, step.signIn)
    : approvalNeeded(visit);
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } };
}

function approvalNeeded(visit: Visit): HandlerResponse {
  const page = adminApprovalPage({
    action: actionOf(visit),
    applicationName: applicationName(visit.authorize.client),
    description: describeError(visit.context, entraError(90094)),
  });
  return htmlResponse(200, page);
}

function showForm(visit: Visit, userName: string, problem?: string): HandlerResponse {
  const { context, request, authorize } = visit;
  const known = authorize.prompt === 'login' ? undefined : signedInUser(context, request)?.user;
  return htmlResponse(
    200,
    signInPage({
      action: actionOf(visit),
      applicationName: applicationName(authorize.client),
      permissions: isAskedFor(visit, known) ? authorize.scopes.asked : [],
      userName,
      ...(known === undefined ? {} : { signedInAs: known.userPrincipalName }),
      ...(problem === undefined ? {} : { problem }),
    }),
  );
}

/** Nobody is asked for what an administrator agreed to for everybody, unless the client insists. */
function isAskedFor({ context, authorize }: Visit, known: EntraUser | undefined): boolean {
  const { client, scopes, authority } = authorize;
  if (authorize.prompt === 'consent') return true;
  if (
    known !== undefined &&
    hasConsent(context, context.directory.tenant(known.tenantId), client, known, scopes.resources)
  ) {
    return false;
  }
  if (authority.kind !== 'tenant') return true;
  return !authority.tenant.consents.hasForAll(client.clientId, wantedKeys(context, client, scopes.resources));
}

function succeed({ context, authorize }: Visit, user: EntraUser, signIn: SignIn): HandlerResponse {
  const code = `1.A${context.minted.opaque(500)}`;
  context.grants.addCode({
    code,
    clientId: authorize.client.clientId,
    tenantId: user.tenantId,
    objectId: user.objectId,
    redirectUri: authorize.redirectUri,
    isSinglePage: authorize.isSinglePage,
    scope: authorize.scopes.asked.join(' '),
    isChallengeCapable: isChallengeCapable(authorize.claims),
    signIn,
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
    ['error_description', describeError(context, error)],
    ...(error.claims === undefined ? [] : [['claims', error.claims] as const]),
  ]);
  return authorizeRedirect(authorize, fields);
}

function actionOf({ request }: Visit): string {
  return `${request.path}?${request.query.toString()}`;
}
