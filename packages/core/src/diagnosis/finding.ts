import type { CallOptions } from '../provider/connection.ts';

/** Every code a {@link Finding} can carry. The list is closed; `docs/reference/findings.md` says what each means. @public */
export const findingCodes = [
  'accessPolicyDenied',
  'accessPolicyPropagating',
  'adminConsentMissing',
  'applicationDisabled',
  'applicationNotFound',
  'calendarRoleMissing',
  'certificateExpired',
  'certificateKeyUnusable',
  'clientSecretExpired',
  'clientSecretWrong',
  'clockSkew',
  'consentMissing',
  'delegationMissing',
  'ewsBlocked',
  'ewsRetirement',
  'folderRightsMissing',
  'impersonationDenied',
  'mailboxMissing',
  'principalMismatch',
  'privateItemsHidden',
  'publicClientFlowsOff',
  'reauthorizationRequired',
  'roleMissing',
  'roomMailboxSettings',
  'scopeMissing',
  'serverVersionTooOld',
  'serverVersionUnknown',
  'serviceNotEnabled',
  'serviceUnreachable',
  'ssoNotConfigured',
  'tenantNotFound',
  'urlWrong',
  'webhookUnreachable',
] as const;

/** One of {@link findingCodes}. @public */
export type FindingCode = (typeof findingCodes)[number];

/** One thing that was found out about an account or a configuration. @public */
export interface Finding {
  readonly code: FindingCode;
  /** `error`: calls fail; `warning`: something works less well or will fail soon; `info`: worth knowing. */
  readonly severity: 'error' | 'warning' | 'info';
  /** One sentence for a person. No token, no event content. */
  readonly message: string;
  /** What was seen, by name: a status, a vendor code, a missing scope. Mail addresses of mailboxes may stand here, secrets never. */
  readonly evidence: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** What to do about it. */
  readonly cure: {
    readonly text: string;
    readonly url?: string;
    /** Commands for the administrator's shell, quoted, one per line of the list. */
    readonly commands?: readonly string[];
  };
}

/** Options of `diagnose`. @public */
export interface DiagnoseOptions extends CallOptions {
  /** Public address at which the service would call back; checked when given. */
  readonly webhookUrl?: string;
  /** Mailboxes (addresses) whose folder rights are looked at beside the account's own. At most 100. Default: none. */
  readonly mailboxes?: readonly string[];
}

/** The answer of `diagnose`. @public */
export interface Diagnosis {
  readonly provider: string;
  /** ISO 8601 instant. */
  readonly checkedAt: string;
  /** Names of the checks that were made, for example `calendars.list`; a check that could not be made is a finding. */
  readonly checks: readonly string[];
  /** Errors first. Empty: nothing wrong was found. */
  readonly findings: readonly Finding[];
}
