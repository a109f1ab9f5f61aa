import type { Company } from '../company/company.ts';
import type { EntraClient } from './entra-client.ts';
import type { UserConsent } from './entra-tenant.ts';
import type { LoopDetection } from './loop-detector.ts';
import type { TokenSettings } from './token-settings.ts';

/** How a tenant is set up. @public */
export interface EntraTenantSettings {
  /** Whether users may consent for themselves. Default `allowed`. */
  readonly userConsent?: UserConsent;
  /** Ids of people who are administrators; there is always one more, see `administrator`. Default: none. */
  readonly administrators?: readonly string[];
}

/** A tenant beside the first one. @public */
export interface EntraTenantOptions extends EntraTenantSettings {
  /** GUID; `personalAccountTenantId` makes a tenant of personal accounts. */
  readonly tenantId: string;
  /** Its people, rooms and meetings. Default: nobody. */
  readonly company?: Company;
}

/** Settings of the identity provider. @public */
export interface EntraOptions extends TokenSettings, EntraTenantSettings {
  /** GUID of the first tenant, the one that is meant when none is named. Default: one that is always the same. */
  readonly tenantId?: string;
  /** More tenants. Default: none. */
  readonly tenants?: readonly EntraTenantOptions[];
  /** App registrations. Default: `demoEntraClient`. */
  readonly clients?: readonly EntraClient[];
  /** Refuses clients that ask over and over, with AADSTS50196. Default: none is refused. */
  readonly loopDetection?: LoopDetection;
  /**
   * Whether a client assertion may be presented twice. RFC 7523, section 3, lets a server refuse it; libraries that cache
   * assertions need `accepted`. Default `refused`.
   */
  readonly assertionReplay?: 'refused' | 'accepted';
  /** `error` that a browser brings back when an administrator has to consent (documents leave it open). Default `access_denied`. */
  readonly adminApprovalError?: 'access_denied' | 'consent_required';
}
