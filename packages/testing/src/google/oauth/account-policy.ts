import type { Account } from '../google-state.ts';

/** What an organisation lets its people do with an application (Admin console, "API controls"). @public */
export type GoogleAppAccess =
  /** People decide, scope by scope. */
  | 'default'
  /** People consent to all of it or to nothing: no boxes to untick. */
  | 'trusted'
  /** `admin_policy_enforced`, at the consent screen and at every refresh. */
  | 'blocked';

/** Subtype of a refusal that wants the person to sign in again. @public */
export type GoogleReauthentication = 'invalid_rapt' | 'rapt_required';

/** A reason in an account or its organisation why an application gets nothing. */
export type PolicyRefusal = 'org_internal' | 'admin_policy_enforced';

/** What administrators decided about applications and sessions. */
export class AccountPolicy {
  readonly #access = new Map<string, GoogleAppAccess>();
  readonly #reauthentication = new Map<string, GoogleReauthentication>();

  /** Decides about an OAuth client or a service account, for everybody of a domain. */
  setAppAccess(domain: string, clientId: string, access: GoogleAppAccess): void {
    this.#access.set(`${domain.toLowerCase()}\n${clientId}`, access);
  }

  appAccess(domain: string, clientId: string): GoogleAppAccess {
    return this.#access.get(`${domain.toLowerCase()}\n${clientId}`) ?? 'default';
  }

  /** Why this account may not use this application; undefined when it may. */
  refusal(
    account: Pick<Account, 'domain'>,
    client: { readonly clientId: string; readonly organization?: string | undefined },
  ): PolicyRefusal | undefined {
    if (client.organization !== undefined && client.organization.toLowerCase() !== account.domain.toLowerCase()) {
      return 'org_internal';
    }
    return this.appAccess(account.domain, client.clientId) === 'blocked' ? 'admin_policy_enforced' : undefined;
  }

  /** The session length that the organisation allows is over: refreshes are refused until the person signs in again. */
  endSession(personId: string, subtype: GoogleReauthentication): void {
    this.#reauthentication.set(personId, subtype);
  }

  reauthentication(personId: string): GoogleReauthentication | undefined {
    return this.#reauthentication.get(personId);
  }

  /** The person signed in. */
  startSession(personId: string): void {
    this.#reauthentication.delete(personId);
  }
}

/** How the page and the token endpoint explain a {@link PolicyRefusal}. */
export const refusalTexts: Readonly<Record<PolicyRefusal, string>> = {
  org_internal: 'The application may be used inside its own organisation only.',
  admin_policy_enforced: 'The administrator of the organisation blocks the application.',
};
