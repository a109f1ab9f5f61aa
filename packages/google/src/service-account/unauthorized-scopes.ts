import { CalendarError } from '@kalends/core';

/**
 * Finds out which scopes an organization has not authorized: Google refuses a request as a whole and does not say for which of
 * its scopes, so each is asked for by itself.
 *
 * @param ask - Asks for a token with one scope.
 * @throws CalendarError for failures that are no refusal.
 */
export async function unauthorizedScopes(
  scopes: readonly string[],
  ask: (scope: string) => Promise<unknown>,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const scope of scopes) {
    try {
      await ask(scope);
    } catch (error) {
      if (!CalendarError.is(error) || error.code !== 'adminConsentRequired') throw error;
      missing.push(scope);
    }
  }
  return missing;
}
