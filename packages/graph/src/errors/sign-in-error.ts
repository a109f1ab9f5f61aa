import { CalendarError, parseRetryAfter } from '@kalends/core';
import type { CalendarErrorCode, Cure } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import { cureTexts, oauthErrorTable, signInErrorTable } from './sign-in-error-table.ts';
import type { SignInCure } from './sign-in-error-table.ts';

/** What the sign-in service said, from a callback or from the token endpoint. */
export interface SignInFailure {
  /** OAuth `error`. */
  readonly error?: string | undefined;
  /** AADSTS numbers, most telling first. */
  readonly aadstsCodes?: readonly number[] | undefined;
  readonly suberror?: string | undefined;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfter?: string | null | undefined;
  /** The failure came from a stored refresh token: what would be a refused sign-in is then a lost connection. */
  readonly isRefresh: boolean;
  /** Where an administrator can consent. */
  readonly adminConsentUrl: string;
  readonly nowMs: number;
}

interface Verdict {
  readonly code: CalendarErrorCode;
  readonly cure: SignInCure;
}

/** Turns a failed sign-in or refresh into an error. Texts of the service are not part of it. */
export function signInError(failure: SignInFailure): CalendarError {
  const number = failure.aadstsCodes?.find((code) => signInErrorTable.some((row) => row.vendorCode === code));
  const verdict = decide(failure, number);
  const code = verdict.code === 'signInRefused' && failure.isRefresh ? 'reauthorizationRequired' : verdict.code;
  const shown = number ?? failure.aadstsCodes?.[0];
  const vendorCode = shown === undefined ? knownError(failure.error) : `AADSTS${shown}`;
  return new CalendarError({
    code,
    message: `Microsoft Entra refused the ${failure.isRefresh ? 'refresh of the sign-in' : 'sign-in'}${vendorCode === undefined ? '' : ` (${vendorCode})`}`,
    provider: providerId,
    status: failure.status,
    vendorCode,
    requestId: failure.requestId,
    retryAfterMs: parseRetryAfter(failure.retryAfter, failure.nowMs),
    cure: code === 'serviceUnavailable' || code === 'rateLimited' ? undefined : cureOf(verdict.cure, failure),
  });
}

function decide(failure: SignInFailure, number: number | undefined): Verdict {
  const byNumber = signInErrorTable.find((row) => row.vendorCode === number);
  if (byNumber !== undefined) return byNumber;
  if (failure.status === 429) return { code: 'rateLimited', cure: 'signInAgain' };
  if (failure.status !== undefined && failure.status >= 500) return { code: 'serviceUnavailable', cure: 'signInAgain' };
  if (failure.suberror === 'consent_required') return { code: 'consentRequired', cure: 'consent' };
  const byError = oauthErrorTable.find((row) => row.error === failure.error);
  return byError ?? { code: failure.error === undefined ? 'invalidResponse' : 'signInRefused', cure: 'signInAgain' };
}

function cureOf(cure: SignInCure, failure: SignInFailure): Cure {
  const text = cureTexts[cure];
  return cure === 'adminConsent' ? { text, url: failure.adminConsentUrl } : { text };
}

function knownError(error: string | undefined): string | undefined {
  return error !== undefined && /^[a-z_]{1,60}$/.test(error) ? error : undefined;
}
