import type { CalendarError, Finding, FindingCode } from '@kalends/core';

/** What a failed call says about the set-up, beyond its error code. */
export interface FailedCheck {
  readonly error: CalendarError;
  /** Whether the application itself is authorized, or a person or service user. */
  readonly access: 'application' | 'impersonation' | 'delegated';
  /** Mailbox that could not be opened. */
  readonly mailbox: string | undefined;
}

/**
 * Entra's numbers that concern the application's registration and the clock.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/reference-error-codes | Microsoft Entra authentication error codes}
 */
const findingByVendorCode: ReadonlyMap<string, FindingCode> = new Map(
  Object.entries<FindingCode>({
    AADSTS7000215: 'clientSecretWrong',
    AADSTS7000222: 'clientSecretExpired',
    AADSTS7000218: 'publicClientFlowsOff',
    AADSTS700016: 'applicationNotFound',
    AADSTS7000112: 'applicationDisabled',
    AADSTS90002: 'tenantNotFound',
    AADSTS700024: 'clockSkew',
    AADSTS700027: 'certificateKeyUnusable',
    AADSTS50012: 'certificateKeyUnusable',
    AADSTS700030: 'certificateKeyUnusable',
    // Of Exchange: impersonation is set up for another kind of credential.
    ErrorInvalidExchangeImpersonationHeaderData: 'impersonationDenied',
  }),
);

/** Turns a failed call into a finding. */
export function findingOfError(failed: FailedCheck): Finding {
  const { error, mailbox } = failed;
  return {
    code: codeOf(failed),
    severity: error.retryable ? 'warning' : 'error',
    message: error.message,
    evidence: {
      errorCode: error.code,
      ...(error.reason === undefined ? {} : { reason: error.reason }),
      ...(error.status === undefined ? {} : { status: error.status }),
      ...(error.vendorCode === undefined ? {} : { vendorCode: error.vendorCode }),
      ...(error.missingScopes === undefined ? {} : { missingScopes: error.missingScopes }),
      ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
      ...(mailbox === undefined ? {} : { mailbox }),
    },
    cure: error.cure ?? { text: 'Ask the administrator of Exchange to look up the request in its logs.' },
  };
}

function codeOf({ error, access }: FailedCheck): FindingCode {
  const named = findingByVendorCode.get(error.vendorCode ?? '');
  if (named !== undefined) return named;
  if (error.reason === 'consentWithdrawn') return 'consentMissing';
  switch (error.code) {
    case 'serviceDisabled':
      return 'ewsBlocked';
    case 'adminConsentRequired':
      return access === 'application' ? 'roleMissing' : 'adminConsentMissing';
    case 'consentRequired':
      return 'consentMissing';
    case 'policyPropagating':
      return 'accessPolicyPropagating';
    case 'accessDenied':
      if (access === 'application') return 'accessPolicyDenied';
      return access === 'impersonation' ? 'impersonationDenied' : 'folderRightsMissing';
    case 'notFound':
      return 'folderRightsMissing';
    case 'mailboxUnavailable':
      return 'mailboxMissing';
    case 'invalidConfiguration':
    case 'invalidResponse':
    case 'untrustedUrl':
      return 'urlWrong';
    case 'privateKeyUnavailable':
      return 'certificateKeyUnusable';
    case 'unsupported':
      return 'serverVersionTooOld';
    case 'authenticationFailed':
    case 'reauthorizationRequired':
    case 'tenantAccessRevoked':
    case 'disconnected':
      return 'reauthorizationRequired';
    default:
      return 'serviceUnreachable';
  }
}
