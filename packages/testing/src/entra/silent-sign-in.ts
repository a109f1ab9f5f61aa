import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { AuthorizeRequest } from './authorize-request.ts';
import { signedInUser } from './browser-session.ts';
import type { EntraContext } from './entra-context.ts';
import { entraError } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';
import type { EntraUser, SignIn } from './entra-user.ts';
import { mayConsent } from './interactive-consent.ts';
import { accessRefusal, hasConsent } from './user-checks.ts';

/** Somebody who needs no page, or why one is needed: the error that `prompt=none` brings back. */
export type SilentSignIn = { readonly user: EntraUser; readonly signIn: SignIn } | { readonly error: EntraError };

/**
 * Single sign-on with the browser's session. Without a hint the page is shown all the same, as for a person who may have
 * several accounts; with `prompt=none` a single session is enough.
 */
export function silentSignIn(
  context: EntraContext,
  request: RecordedRequest,
  authorize: AuthorizeRequest,
): SilentSignIn {
  const { client, authority, scopes, prompt } = authorize;
  const known = signedInUser(context, request);
  const isWanted = prompt === undefined || prompt === 'none';
  if (known === undefined || !isWanted || !isMeant(context, authorize, known.user)) return { error: entraError(50058) };
  if (context.directory.accountRefusal(client, authority, known.user) !== undefined)
    return { error: entraError(50058) };
  const blocked = accessRefusal(context, known.user, known.signIn, authorize.claims);
  if (blocked !== undefined) {
    return { error: { ...blocked, error: blocked.code === 53003 ? 'access_denied' : 'interaction_required' } };
  }
  const tenant = context.directory.tenant(known.user.tenantId);
  const refusal = context.directory.applicationRefusal(client, { kind: 'tenant', tenant });
  if (refusal !== undefined) return { error: refusal };
  if (hasConsent(context, tenant, client, known.user, scopes.resources)) return known;
  return mayConsent(context, known.user, scopes.resources)
    ? { error: { ...entraError(65001), error: 'interaction_required' } }
    : { error: { ...entraError(90094), error: 'consent_required' } };
}

function isMeant(context: EntraContext, { loginHint, domainHint, prompt }: AuthorizeRequest, user: EntraUser): boolean {
  if (loginHint !== '') return loginHint.toLowerCase() === user.userPrincipalName.toLowerCase();
  const tenant = context.directory.tenant(user.tenantId);
  switch (domainHint) {
    case '':
      return prompt === 'none';
    case 'consumers':
      return tenant.isPersonal;
    case 'organizations':
      return !tenant.isPersonal;
    default:
      return tenant.isNamed(domainHint);
  }
}
