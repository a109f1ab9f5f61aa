import type { AuthorizationSource, Secret } from '@kalends/core';
import { basicAuthorizationSource } from './http/basic-authorization-source.ts';

/**
 * Authorizes with a user name and password before there is a credential, for `discover`.
 *
 * @param account.username - `DOMAIN\user`, or the user principal name.
 * @public
 */
export function passwordAuthorization(account: {
  readonly username: Secret;
  readonly password: Secret;
}): AuthorizationSource {
  return basicAuthorizationSource({ ...account, whenRefused: 'authenticationFailed' });
}
