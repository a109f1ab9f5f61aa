import type { CalendarError } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { entraError } from '../errors/entra-error.ts';
import { readClaims } from '../wire/parse-wire.ts';
import { adminConsentUrl } from '../consent/admin-consent-url.ts';

const maxDescriptionLength = 4_000;

/**
 * Reads the error parameters of a sign-in or admin-consent callback. The description is anybody's text: only the AADSTS
 * numbers in it are used.
 */
export function callbackError(context: EntraContext, parameters: URLSearchParams): CalendarError {
  const description = (parameters.get('error_description') ?? '').slice(0, maxDescriptionLength);
  return entraError(
    {
      error: parameters.get('error') ?? undefined,
      aadstsCodes: [...description.matchAll(/AADSTS(\d{5,7})/g)].map((match) => Number(match[1])),
      claims: readClaims(parameters.get('claims')),
    },
    {
      provider: context.provider,
      use: 'signIn',
      isPublicClient: context.clientSecret === undefined && context.certificate === undefined,
      usersMayConsent: context.usersMayConsent,
      adminConsentUrl: adminConsentUrl(context),
      nowMs: context.runtime.clock.now(),
    },
  );
}
