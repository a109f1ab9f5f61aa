import type { GoogleAppAccess, GoogleReauthentication } from '../oauth/account-policy.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';

/** What administrators do to accounts and applications. @public */
export interface GoogleAccountControls {
  /**
   * Disables, deletes or restores an account. Meanwhile nobody can sign in to it, refreshes are refused with `invalid_grant`
   * and its access tokens with 401.
   *
   * @throws RangeError for an unknown person.
   */
  setAccountStatus(personId: string, status: 'active' | 'disabled' | 'deleted'): void;
  /**
   * Decides what the people of a domain may do with an application.
   *
   * @param application - OAuth client id, or the numeric client id of a service account.
   */
  setAppAccess(domain: string, application: string, access: GoogleAppAccess): void;
  /**
   * Ends the session that the organisation's session control allows: refreshes answer `invalid_grant` with this subtype until
   * the person signs in again. The service does so to applications that hold the Cloud Platform scope.
   *
   * @param subtype - Default `invalid_rapt`.
   * @throws RangeError for an unknown person.
   */
  requireReauthentication(personId: string, subtype?: GoogleReauthentication): void;
}

/** Creates the controls. */
export function accountControls({ state, policy }: OAuthContext): GoogleAccountControls {
  return {
    setAccountStatus(personId, status) {
      state.account(personId).status = status;
    },
    setAppAccess: (domain, application, access) => policy.setAppAccess(domain, application, access),
    requireReauthentication: (personId, subtype = 'invalid_rapt') =>
      policy.endSession(state.account(personId).personId, subtype),
  };
}
