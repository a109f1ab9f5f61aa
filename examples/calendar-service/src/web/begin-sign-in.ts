import type { ProviderSlot } from '../connections/provider-slot.ts';
import type { ServiceContext } from '../service-context.ts';
import type { SignInRequest } from '../sign-in/pending-sign-ins.ts';

/** Begins a sign-in of one browser session and tells where to send the browser. */
export async function beginSignIn(
  service: ServiceContext,
  slot: Extract<ProviderSlot, { kind: 'oauth' }>,
  request: SignInRequest,
  session: string,
): Promise<string> {
  const { state, pkce } = await service.signIns.begin(request, session);
  const { policy, claims, ssoUser } = request;
  const options = {
    redirectUri: service.redirectUri,
    state,
    codeChallenge: pkce.codeChallenge,
    ...(policy === undefined ? {} : { policy }),
    ...(claims === undefined ? {} : { claims }),
    ...(ssoUser === undefined ? {} : { loginHint: ssoUser }),
  };
  if (slot.organization === undefined) return slot.provider.signIn.createAuthorizationUrl(options);
  const hasAdminConsented = !(await service.sso.isAdminConsentWanted());
  return slot.organization.signIn.createAuthorizationUrl({ ...options, hasAdminConsented });
}
