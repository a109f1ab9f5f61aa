import { CalendarError } from '@kalends/core';
import { opens, scopesOfParts } from './scopes.ts';
import type { GrantPart } from './scopes.ts';

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
