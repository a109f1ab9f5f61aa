import type { Secret } from '@kalends/core';
import { jwtPayload } from '../wire/jwt-payload.ts';

/** What an access token says about itself. @public */
export interface TokenPermissions {
  /** Delegated scopes; empty in an application's own token. */
  readonly scopes: readonly string[];
  /** Application permissions. */
  readonly roles: readonly string[];
  /** It is the application's own: nobody is signed in. */
  readonly isApplication: boolean;
  readonly tenantId?: string;
}

/**
 * Reads the permissions out of an access token, for a diagnosis. Nothing is decided by it: the token belongs to the service,
 * and its form may change (Entra docs, "Access tokens in the Microsoft identity platform").
 *
 * @returns `undefined` when the token is of a form that cannot be read, as those of personal accounts.
 * @public
 */
export function tokenPermissions(token: Secret): TokenPermissions | undefined {
  const payload = jwtPayload(token.reveal());
  if (payload === undefined) return undefined;
  const { scp, roles, idtyp, tid }: { scp?: unknown; roles?: unknown; idtyp?: unknown; tid?: unknown } = payload;
  return {
    scopes: typeof scp === 'string' ? scp.split(' ').filter((scope) => scope !== '') : [],
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    isApplication: idtyp === 'app' || typeof scp !== 'string',
    ...(typeof tid === 'string' ? { tenantId: tid } : {}),
  };
}
