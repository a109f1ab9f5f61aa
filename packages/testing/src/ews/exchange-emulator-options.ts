import type { Meeting } from '../company/company.ts';
import type { EmulatorOptions } from '../server/emulator.ts';
import type { ApplicationAccess } from './auth/application-access.ts';
import type { ExchangeAuthentication } from './auth/challenges.ts';
import type { ImpersonationRole } from './auth/impersonation-roles.ts';
import type { ExtendedProtection } from './auth/ntlm/ntlm-sign-in.ts';
import type { PasswordLockout } from './auth/password-book.ts';
import type { TrustedIssuer } from './auth/trusted-issuers.ts';
import type { BlockedAnswerForm, EwsAccess } from './ews-access.ts';
import type { ExchangeServerVersion } from './soap/server-versions.ts';
import type { ServiceAccount } from './store/account.ts';
import type { MailboxDelegate } from './store/mailbox-delegate.ts';
import type { FolderPermission } from './store/folder-permissions.ts';
import type { ExchangeThrottling } from './throttling.ts';

/** Settings of {@link startExchangeEmulator}. @public */
export interface ExchangeEmulatorOptions extends EmulatorOptions {
  /** The build to pretend to be. Default `15.2.2562.46`, Exchange SE. */
  readonly version?: ExchangeServerVersion;
  /**
   * Builds that serve single mailboxes, by id or address: they stand in the answers, and access between mailboxes of
   * different products is refused. Default: none, all are on `version`.
   */
  readonly mailboxVersions?: Readonly<Record<string, ExchangeServerVersion>>;
  /** Which ways to sign in are offered and taken. Default: all; in `15.20` access tokens only. */
  readonly authentication?: ExchangeAuthentication;
  /** What NTLM does about channel bindings over TLS. Default `allow`; Exchange 2019 CU14 and later are set up with `require`. */
  readonly extendedProtection?: ExtendedProtection;
  /** When wrong passwords lock an account. Default: never. */
  readonly lockout?: PasswordLockout;
  /** Whose signed tokens are taken besides those of `issueTokens`. Default: nobody's. */
  readonly trustedIssuers?: readonly TrustedIssuer[];
  /**
   * Audiences of tokens that are taken, without a trailing slash. Default `https://outlook.office365.com`; with Hybrid
   * Modern Authentication a server on-premises takes its own URL.
   */
  readonly audiences?: readonly string[];
  /** Whether EWS is switched off whatever `ewsAccess` says: see `setBlocked`. Default false. */
  readonly isBlocked?: boolean;
  /** Who may use EWS. Default: everybody, in `15.20` until the retirement. */
  readonly ewsAccess?: EwsAccess;
  /**
   * ISO 8601 instant at which the retirement of EWS in Exchange Online reaches the organization: not before 1 October
   * 2026, and of no effect outside `15.20`. The end on 1 April 2027 is the same for all. Default `2026-10-01T00:00:00Z`.
   */
  readonly switchOffAt?: string;
  /** Body of the 403 for those who may not use EWS. Default `empty`. */
  readonly blockedAnswer?: BlockedAnswerForm;
  /**
   * Who has the role ApplicationImpersonation: ids or addresses, or assignments with a scope. Exchange Online has no
   * such role any more and refuses the option. Default: nobody.
   */
  readonly impersonators?: readonly (string | ImpersonationRole)[];
  /** Limits and roles of applications. Default: none, so that `full_access_as_app` opens every mailbox. */
  readonly applicationAccess?: ApplicationAccess;
  /** Users without a mailbox. Default: none. */
  readonly serviceAccounts?: readonly ServiceAccount[];
  /** Who may see folders of others. People and rooms have to be in `company`. Default: nobody. */
  readonly permissions?: readonly FolderPermission[];
  /** Delegates of mailboxes. Default: none. */
  readonly delegates?: readonly MailboxDelegate[];
  /** Most items that FindItem returns at once. Default 1000, as EWSFindCountLimit. */
  readonly findLimit?: number;
  /** How much one mailbox may be asked. Default: as much as anybody wants. */
  readonly throttling?: ExchangeThrottling;
  /** Longest window of GetUserAvailability in days. Default 42; 62 in `15.20`. */
  readonly maxFreeBusyDays?: number;
  /** Largest item in bytes, attachments included. Default 10 MiB, as servers are installed. */
  readonly maxItemBytes?: number;
  /**
   * The zone id to show for a meeting in place of the Windows id: `tzone://Microsoft/Custom`, or an IANA name as it
   * remains from an import. The zone's rules stay the meeting's own. Default: the Windows id.
   */
  readonly zoneIdOf?: (meeting: Meeting) => string | undefined;
}
