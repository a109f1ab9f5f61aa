import type { CalendarError, CalendarErrorCode, Finding, FindingCode } from '@kalends/core';

/** One line of the mapping from errors to findings. The first that fits counts. */
interface FindingRow {
  readonly code: CalendarErrorCode;
  /** Only with this code of Google's. Default: with any. */
  readonly vendorCode?: string;
  readonly finding: FindingCode;
}

/** What an error means for a diagnosis. */
const findingTable: readonly FindingRow[] = [
  { code: 'adminConsentRequired', vendorCode: 'unauthorized_client', finding: 'delegationMissing' },
  { code: 'adminConsentRequired', vendorCode: 'access_denied', finding: 'delegationMissing' },
  { code: 'adminConsentRequired', finding: 'adminConsentMissing' },
  { code: 'reauthorizationRequired', finding: 'reauthorizationRequired' },
  { code: 'disconnected', finding: 'reauthorizationRequired' },
  { code: 'tenantAccessRevoked', finding: 'applicationNotFound' },
  { code: 'consentRequired', finding: 'scopeMissing' },
  { code: 'privateKeyUnavailable', finding: 'certificateKeyUnusable' },
  { code: 'mailboxUnavailable', finding: 'mailboxMissing' },
  { code: 'notFound', finding: 'mailboxMissing' },
  { code: 'serviceDisabled', finding: 'serviceNotEnabled' },
  { code: 'invalidConfiguration', vendorCode: 'accessNotConfigured', finding: 'serviceNotEnabled' },
  { code: 'invalidConfiguration', vendorCode: 'SERVICE_DISABLED', finding: 'serviceNotEnabled' },
  { code: 'invalidConfiguration', vendorCode: 'invalid_client', finding: 'clientSecretWrong' },
  { code: 'invalidConfiguration', vendorCode: 'disabled_client', finding: 'applicationDisabled' },
  { code: 'invalidConfiguration', finding: 'applicationNotFound' },
  // The grant stands, and a rule of the organization keeps the application out.
  { code: 'accessDenied', finding: 'accessPolicyDenied' },
];

/**
 * What an error of a check says about the account. Whatever else keeps the service from answering makes the check one that
 * could not be made.
 *
 * @param check - Name of the check that failed.
 */
export function findingOfError(error: CalendarError, check: string): Finding {
  const row = findingTable.find(
    ({ code, vendorCode }) => code === error.code && (vendorCode === undefined || vendorCode === error.vendorCode),
  );
  const { code, reason, status, vendorCode, missingScopes, cure } = error;
  return {
    code: row?.finding ?? 'serviceUnreachable',
    severity: 'error',
    message: error.message,
    evidence: {
      check,
      error: code,
      ...(reason === undefined ? {} : { reason }),
      ...(status === undefined ? {} : { status }),
      ...(vendorCode === undefined ? {} : { vendorCode }),
      ...(missingScopes === undefined ? {} : { missingScopes }),
    },
    cure: cure ?? { text: 'Try again later; if it stays, ask the operator of this application.' },
  };
}
