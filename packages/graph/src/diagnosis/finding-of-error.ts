import type { CalendarError, CalendarErrorCode, Finding, FindingCode } from '@kalends/core';

/** What Entra's numbers say about the application; the rest is told apart by our own codes. */
const byVendorCode: Readonly<Record<string, FindingCode>> = {
  AADSTS700016: 'applicationNotFound',
  AADSTS7000112: 'applicationDisabled',
  AADSTS90002: 'tenantNotFound',
  AADSTS7000215: 'clientSecretWrong',
  AADSTS7000222: 'clientSecretExpired',
  AADSTS700024: 'clockSkew',
  AADSTS700027: 'certificateKeyUnusable',
  AADSTS50012: 'certificateKeyUnusable',
  AADSTS700030: 'certificateKeyUnusable',
};

const byCode: Partial<Readonly<Record<CalendarErrorCode, FindingCode>>> = {
  consentRequired: 'consentMissing',
  adminConsentRequired: 'adminConsentMissing',
  reauthorizationRequired: 'reauthorizationRequired',
  tenantAccessRevoked: 'applicationDisabled',
  privateKeyUnavailable: 'certificateKeyUnusable',
  accessDenied: 'accessPolicyDenied',
  policyPropagating: 'accessPolicyPropagating',
  mailboxUnavailable: 'mailboxMissing',
  notFound: 'mailboxMissing',
};

/** Describes a failure as a finding. What no finding names is a service that could not be asked. */
export function findingOfError(
  error: CalendarError,
  options: { readonly code?: FindingCode; readonly evidence?: Finding['evidence'] } = {},
): Finding {
  const { status, vendorCode, requestId, reason } = error;
  return {
    code: options.code ?? codeOf(error),
    severity: error.code === 'policyPropagating' ? 'warning' : 'error',
    message: error.message,
    evidence: {
      code: error.code,
      ...(reason === undefined ? {} : { reason }),
      ...(status === undefined ? {} : { status }),
      ...(vendorCode === undefined ? {} : { vendorCode }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(error.missingScopes === undefined ? {} : { missing: error.missingScopes }),
      ...options.evidence,
    },
    cure: error.cure ?? {
      text: 'Try again later; if it stays, look at the network, proxies and the service status page.',
    },
  };
}

function codeOf(error: CalendarError): FindingCode {
  const named = error.vendorCode === undefined ? undefined : byVendorCode[error.vendorCode];
  if (named !== undefined) return named;
  if (error.reason === 'consentWithdrawn') return 'consentMissing';
  // Of the settings that can be wrong, only this one is told apart by its cure.
  if (error.vendorCode === 'AADSTS7000218' && error.cure?.text.startsWith('Public client flows') === true)
    return 'publicClientFlowsOff';
  return byCode[error.code] ?? 'serviceUnreachable';
}
