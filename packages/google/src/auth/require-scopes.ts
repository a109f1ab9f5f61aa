import { CalendarError } from '@kalends/core';
import { opens, scopesOfParts } from './scopes.ts';
import type { GrantPart } from './scopes.ts';

/** What is known of a grant. */
export interface Grant {
  /** What was granted; `undefined`: not known, so that Google has to say it. */
  readonly scopes: readonly string[] | undefined;
  /** Whether an administrator grants it, for a service account. Default: the person does. */
  readonly isDelegated?: boolean;
}

/** Where administrators authorize service accounts. */
export const delegationUrl = 'https://admin.google.com/ac/owl/domainwidedelegation';

/**
 * Refuses a call whose part of the account was not granted, before anything is sent.
 *
 * @param scopes - What was granted; `undefined`: not known, so that Google has to say it.
 * @throws CalendarError `consentRequired` with `missingScopes`.
 */
export function requireScopes(
  parts: readonly GrantPart[],
  scopes: readonly string[] | undefined,
  operation: string,
): void {
  const missing = scopes === undefined ? [] : parts.filter((part) => !opens(scopes, part));
  if (missing.length === 0) return;
  throw new CalendarError({
    code: 'consentRequired',
    message: `${operation} needs something that was not granted for this account`,
    provider: 'google',
    operation,
    missingScopes: scopesOfParts(missing),
    cure: { text: 'Connect the Google account again and leave every box on the consent page ticked.' },
  });
}

/**
 * Says which scope it is that Google misses in a grant, and who can add it.
 *
 * @param error - What a call about a part of the account ended with.
 * @returns another error for `consentRequired`, every other one as it is.
 */
export function ungranted(error: unknown, part: GrantPart, { isDelegated = false }: Grant): unknown {
  if (!CalendarError.is(error) || error.code !== 'consentRequired') return error;
  const missingScopes = scopesOfParts([part]);
  const { operation, provider, status, vendorCode, requestId, cure } = error;
  const common = { provider, operation, status, vendorCode, requestId, missingScopes, cause: error };
  if (!isDelegated) return new CalendarError({ ...common, code: 'consentRequired', message: error.message, cure });
  return new CalendarError({
    ...common,
    code: 'adminConsentRequired',
    message: 'The organization has not authorized the service account for this',
    cure: {
      text: `A super administrator has to add to the service account's scopes under Domain-wide delegation in the Admin console: ${missingScopes.join(',')}. It can take up to a day to arrive.`,
      url: delegationUrl,
    },
  });
}
