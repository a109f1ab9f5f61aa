import type { CalendarError } from '@kalends/core';
import { signInError } from '../errors/sign-in-error.ts';
import type { GraphContext } from '../graph-context.ts';
import { adminConsentUrl } from './admin-consent-url.ts';

const maxDescriptionLength = 4_000;

/**
 * Reads the error parameters of a sign-in or admin-consent callback. The description is anybody's text: only the AADSTS
 * numbers in it are used.
 */
export function callbackError(context: GraphContext, parameters: URLSearchParams): CalendarError {
  const description = (parameters.get('error_description') ?? '').slice(0, maxDescriptionLength);
  return signInError({
    error: parameters.get('error') ?? undefined,
    aadstsCodes: [...description.matchAll(/AADSTS(\d{5,7})/g)].map((match) => Number(match[1])),
    isRefresh: false,
    adminConsentUrl: adminConsentUrl(context),
    nowMs: context.runtime.clock.now(),
  });
}
