import type { AccessPolicy } from '@kalends/core';

/** What tokens are asked for: Microsoft Graph, or Exchange Web Services in Exchange Online. @public */
export type EntraResource = 'graph' | 'exchange';

/** How an {@link AccessPolicy} reads in the permissions of a resource. */
export interface ResourcePermissions {
  /** What is used while nobody says otherwise. */
  readonly defaultPolicy: AccessPolicy;
  /**
   * Delegated scopes in their short form, least first, `offline_access` last.
   *
   * @throws CalendarError `permissionControlUnavailable` for a policy the resource cannot hold.
   */
  scopesFor(policy: AccessPolicy): readonly string[];
  /** The most a policy may be with these scopes or application permissions. */
  grantedAccess(permissions: readonly string[]): AccessPolicy | undefined;
  /** Application permissions for a policy. */
  rolesFor(policy: AccessPolicy): readonly string[];
  /** A scope as the authorize and token endpoints take it. `audience` is the resource's URL without a trailing slash. */
  qualified(scope: string, audience: string): string;
}

/** OpenID Connect's own scopes, which belong to no resource. */
const openIdScopes: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/** Tells whether a scope is one of OpenID Connect. */
export function isOpenIdScope(scope: string): boolean {
  return openIdScopes.has(scope.toLowerCase());
}

/** A scope without the resource in front of it. */
export function shortScope(name: string): string {
  return /^https:\/\/[^/]+\//.test(name) ? name.slice(name.lastIndexOf('/') + 1) : name;
}

/** Reads the space-separated scopes of a token answer, in the short form whatever form was asked for. */
export function readScopes(scope: string): string[] {
  const names = scope
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => shortScope(name));
  return [...new Set(names)];
}
