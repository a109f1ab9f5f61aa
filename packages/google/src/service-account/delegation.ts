import type { AccountIdentity } from '@kalends/core';

/** What can be found out about what an organization authorized a service account for. */
export interface Delegation {
  /**
   * Asks for a token with all scopes.
   *
   * @throws CalendarError `adminConsentRequired` when one of them is not authorized.
   */
  prove(account: AccountIdentity, signal: AbortSignal | undefined): Promise<void>;
  /** Asks for each scope by itself: Google does not say for which of them it refuses a request. */
  unauthorizedScopes(account: AccountIdentity, signal: AbortSignal | undefined): Promise<readonly string[]>;
}
