import type { Company } from '../company/company.ts';
import type { EntraAdministration, TenantChoice } from '../entra/entra-administration.ts';
import type { EntraOptions } from '../entra/entra-options.ts';
import type { IssueAppTokenOptions, IssuedAppToken, IssuedTokens, IssueTokensOptions } from '../entra/issue-tokens.ts';
import type { Emulator, EmulatorOptions } from '../server/emulator.ts';
import type { GraphAccessOptions, GraphAccessPolicy, GraphRoleAssignment } from './application-access.ts';
import type { GraphMailboxControls } from './graph-mailbox-controls.ts';
import type { MailboxConcurrency } from './mailbox-gate.ts';
import type { MailboxHosting, MailboxPermission, MailboxSeed } from './mailbox-seed.ts';

/** Settings of `startGraphEmulator`. @public */
export interface GraphEmulatorOptions extends EmulatorOptions, EntraOptions {
  /** Sends exceptions of a series without `originalStart`, as was seen with personal accounts. Default false. */
  readonly omitOriginalStart?: boolean;
  /** Refuses too many requests at once in one mailbox. Default: no limit. */
  readonly mailboxConcurrency?: MailboxConcurrency;
  /** Ids of meetings whose invitees see only themselves and the organizer. Default: none. */
  readonly hiddenAttendeeMeetings?: readonly string[];
  /** How mailboxes are set up, by person or room id. Default: all in Exchange Online, rooms take invitations as they are. */
  readonly mailboxes?: Readonly<Record<string, MailboxSeed>>;
  /** Who may use mailboxes of others in the first tenant. Default: nobody. */
  readonly mailboxPermissions?: readonly MailboxPermission[];
  /** Application access policies of the first tenant. Default: none, so that application roles reach every mailbox. */
  readonly applicationAccessPolicies?: readonly GraphAccessPolicy[];
  /** Roles that applications have in Exchange in the first tenant, without a role in Entra. Default: none. */
  readonly applicationRoleAssignments?: readonly GraphRoleAssignment[];
  /** Puts a challenge for proof-of-possession tokens before each claims challenge. Default false. */
  readonly offersProofOfPossession?: boolean;
  /**
   * What answers a POST of an event with a `transactionId` that was used: 201 with the event that is there, or 409. The
   * service does not say; both were reported. Default `existing`.
   */
  readonly repeatedTransaction?: 'existing' | 'conflict';
  /** Milliseconds on the emulator's clock until mail arrives and rooms have answered. Default 0: right after the answer. */
  readonly mailDelayMs?: number;
  /** Milliseconds on the emulator's clock until a new online meeting has its link. Default 0: in the answer already. */
  readonly onlineMeetingDelayMs?: number;
}

/** A running emulator of Entra ID and Microsoft Graph, both on one origin. @public */
export interface GraphEmulator extends Emulator, EntraAdministration, GraphMailboxControls {
  /** GUID of the first tenant. */
  readonly tenantId: string;
  /** `http://127.0.0.1:50123/<tenant id>`: where OAuth begins. */
  readonly authority: string;
  /** `http://127.0.0.1:50123/v1.0` */
  readonly graphBaseUrl: string;
  /** Adds people, rooms and meetings to a tenant; default: the first one. */
  seed(company: Company, tenant?: TenantChoice): void;
  /** Signs a person in and consents, without the page. Throws a RangeError for unknown people, clients or scopes. */
  issueTokens(options: IssueTokensOptions): IssuedTokens;
  /** Makes an app-only token. */
  issueAppToken(options?: IssueAppTokenOptions): IssuedAppToken;
  /** GUID of a person or room in the directory. Throws a RangeError when unknown. */
  objectIdOf(companyId: string, tenant?: TenantChoice): string;
  /** Moves a mailbox: into Exchange Online, to a server of the organization, or away. */
  setMailboxHosting(companyId: string, hosting: MailboxHosting, tenant?: TenantChoice): void;
  /** Replaces who may use mailboxes of others. */
  setMailboxPermissions(permissions: readonly MailboxPermission[], tenant?: TenantChoice): void;
  /** Replaces the application access policies. */
  setApplicationAccessPolicies(policies: readonly GraphAccessPolicy[], options?: GraphAccessOptions): void;
  /** Replaces the roles that applications have in Exchange. */
  setApplicationRoleAssignments(assignments: readonly GraphRoleAssignment[], options?: GraphAccessOptions): void;
  /**
   * Whether an application may reach a mailbox by what was set last, effective or not, as an administrator's test command
   * says it. Throws a RangeError for unknown mailboxes.
   */
  testApplicationAccess(clientId: string, companyId: string, tenant?: TenantChoice): 'Granted' | 'Denied';
}
