import { CalendarError, adminConsentRetryMs, parseRetryAfter } from '@kalends/core';
import type { CalendarErrorCode, Cure } from '@kalends/core';
import { aadstsTable, oauthErrorTable } from './aadsts-table.ts';
import type { AadstsRow } from './aadsts-table.ts';
import { cureTexts } from './cures.ts';

/** Where a failure happened, as far as its error depends on it. */
export interface FailureSetting {
  readonly provider: string;
  /** `signIn` covers every way of beginning; `stored` the use of a kept credential; `noBrowser` passwords and device codes. */
  readonly use: 'signIn' | 'noBrowser' | 'stored';
  /** The application has neither a secret nor a certificate. */
  readonly isPublicClient: boolean;
  readonly usersMayConsent: boolean;
  /** Where an administrator can consent. */
  readonly adminConsentUrl: string;
  readonly nowMs: number;
}

/** What the sign-in service said, from a callback or from the token endpoint. */
export interface EntraFailure {
  /** OAuth `error`. */
  readonly error?: string | undefined;
  /** AADSTS numbers, most telling first. */
  readonly aadstsCodes?: readonly number[] | undefined;
  readonly suberror?: string | undefined;
  /** JSON of a claims request for the next sign-in. */
  readonly claims?: string | undefined;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfter?: string | null | undefined;
}

type Verdict = Omit<AadstsRow, 'vendorCode'>;

/** What would have been a refused sign-in is a lost connection when a stored credential was used. */
const refusals: ReadonlySet<CalendarErrorCode> = new Set(['signInRefused', 'authenticationFailed']);

/** Turns a failed sign-in or renewal into an error. Texts of the service are not part of it. */
export function entraError(failure: EntraFailure, setting: FailureSetting): CalendarError {
  const number = failure.aadstsCodes?.find((code) => aadstsTable.some((row) => row.vendorCode === code));
  const verdict = decide(failure, setting, number);
  const isStored = setting.use === 'stored';
  const code = isStored ? storedCode(verdict) : verdict.code;
  const shown = number ?? failure.aadstsCodes?.[0];
  const vendorCode = shown === undefined ? knownError(failure.error) : `AADSTS${shown}`;
  const named = vendorCode === undefined ? '' : ` (${vendorCode})`;
  const ownWaitMs = isStored && number !== undefined ? ownWaitsMs.get(number) : undefined;
  return new CalendarError({
    code,
    reason:
      code === 'reauthorizationRequired'
        ? (verdict.reason ?? 'revoked')
        : refusals.has(code)
          ? verdict.reason
          : undefined,
    message: `Microsoft Entra refused ${isStored ? 'to renew the sign-in' : 'the sign-in'}${named}`,
    provider: setting.provider,
    status: failure.status,
    vendorCode,
    requestId: failure.requestId,
    retryable: number === loopDetected ? false : undefined,
    retryAfterMs:
      parseRetryAfter(failure.retryAfter, setting.nowMs) ??
      (code === 'adminConsentRequired' ? adminConsentRetryMs : ownWaitMs),
    // Where waiting is all, nobody has to do anything; of limits, those with a number of their own have a cause.
    cure:
      code === 'serviceUnavailable' || (code === 'rateLimited' && number === undefined)
        ? undefined
        : cureOf(verdict, setting),
    claims: failure.claims,
  });
}

const loopDetected = 50_196;

/**
 * Waits that the service does not name. A first lock lasts a minute, later ones longer (Entra docs, "Protect user accounts from
 * attacks with Microsoft Entra smart lockout"); loops are counted over some minutes.
 */
const ownWaitsMs: ReadonlyMap<number, number> = new Map([
  [50_053, 5 * 60_000],
  [loopDetected, 5 * 60_000],
]);

function decide(failure: EntraFailure, setting: FailureSetting, number: number | undefined): Verdict {
  const verdict = decideByService(failure, number);
  if (verdict.cure === 'secretMissing' && setting.isPublicClient && setting.use !== 'signIn')
    return { ...verdict, cure: 'publicClientFlowsOff' };
  // Where people may not consent, sending them to a consent page is a loop.
  if (verdict.code === 'consentRequired' && !setting.usersMayConsent)
    return { code: 'adminConsentRequired', cure: 'adminConsent' };
  return verdict;
}

function decideByService(failure: EntraFailure, number: number | undefined): Verdict {
  const byNumber = aadstsTable.find((row) => row.vendorCode === number);
  if (byNumber !== undefined) return byNumber;
  if (failure.status === 429) return { code: 'rateLimited', cure: 'signInAgain' };
  if (failure.status !== undefined && failure.status >= 500) return { code: 'serviceUnavailable', cure: 'signInAgain' };
  const bySuberror = failure.suberror === 'consent_required' ? 'consent_required' : failure.error;
  const byError = oauthErrorTable.find((row) => row.error === bySuberror);
  return byError ?? { code: failure.error === undefined ? 'invalidResponse' : 'signInRefused', cure: 'signInAgain' };
}

function storedCode(verdict: Verdict): CalendarErrorCode {
  return verdict.storedCode ?? (refusals.has(verdict.code) ? 'reauthorizationRequired' : verdict.code);
}

function cureOf(verdict: Verdict, setting: FailureSetting): Cure {
  const cure = setting.use === 'stored' ? (verdict.storedCure ?? verdict.cure) : verdict.cure;
  const text = cureTexts[cure];
  return cure === 'adminConsent' ? { text, url: setting.adminConsentUrl } : { text };
}

function knownError(error: string | undefined): string | undefined {
  return error !== undefined && /^[a-z_]{1,60}$/.test(error) ? error : undefined;
}
