import { CalendarError } from '@kalends/core';
import type { AccessPolicy, OAuthCredential, PasswordCredential } from '@kalends/core';
import { checkPolicy } from '../entra-context.ts';
import type { EntraContext } from '../entra-context.ts';
import { coversPermission } from '../resources/covers-permission.ts';
import { isOpenIdScope } from '../resources/resource.ts';

/** Scopes to ask for under a policy, in their short form. */
export function scopesUnder(context: EntraContext, policy: AccessPolicy | undefined): readonly string[] {
  const scopes = context.permissions.scopesFor(policyOr(context, policy));
  return [...new Set([...scopes, ...context.additionalScopes])];
}

/**
 * The policy of a call, or that of the settings.
 *
 * @throws CalendarError `invalidArgument` for a policy that is none: it would ask for nothing.
 */
export function policyOr(context: EntraContext, policy: AccessPolicy | undefined): AccessPolicy {
  const { provider } = context;
  if (policy !== undefined)
    checkPolicy(policy, (message) => new CalendarError({ code: 'invalidArgument', message, provider }));
  return policy ?? context.policy;
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

/** Permissions of those that were asked for which the granted ones do not cover. */
export function missingPermissions(wanted: readonly string[], granted: readonly string[]): readonly string[] {
  return wanted.filter((scope) => !isOpenIdScope(scope) && !granted.some((held) => coversPermission(held, scope)));
}
