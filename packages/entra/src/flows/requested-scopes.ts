import type { AccessPolicy, OAuthCredential, PasswordCredential } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { isOpenIdScope } from '../resources/resource.ts';

/** Scopes to ask for under a policy, in their short form. */
export function scopesUnder(context: EntraContext, policy: AccessPolicy | undefined): readonly string[] {
  return [...new Set([...context.permissions.scopesFor(policy ?? context.policy), ...context.additionalScopes])];
}

/** The same as the endpoints take them. */
export function qualifiedScopes(context: EntraContext, scopes: readonly string[]): string[] {
  return scopes.map((scope) => context.permissions.qualified(scope, context.audience));
}

/**
 * What a kept credential is renewed with: exactly what was granted. Asking for less would be answered with less, and that
 * would be kept as all there is.
 */
export function scopesOfCredential(
  context: EntraContext,
  credential: OAuthCredential | PasswordCredential,
): readonly string[] {
  const granted = credential.scopes.filter((scope) => !isOpenIdScope(scope));
  return granted.length === 0 ? scopesUnder(context, undefined) : [...granted, 'offline_access'];
}

/** Scopes of those that were asked for which the granted ones do not cover. */
export function missingScopes(
  context: EntraContext,
  wanted: readonly string[],
  granted: readonly string[],
): readonly string[] {
  const { permissions } = context;
  const held = new Set(granted.map((scope) => scope.toLowerCase()));
  return wanted.filter((scope) => {
    if (isOpenIdScope(scope) || held.has(scope.toLowerCase())) return false;
    // A wider permission covers a narrower one of the same kind.
    const withoutIt = permissions.grantedAccess(granted);
    const withIt = permissions.grantedAccess([...granted, scope]);
    const addsSomething =
      withoutIt?.calendars !== withIt?.calendars || withoutIt?.contacts !== withIt?.contacts || withIt === undefined;
    return addsSomething || /\.shared$/i.test(scope);
  });
}
