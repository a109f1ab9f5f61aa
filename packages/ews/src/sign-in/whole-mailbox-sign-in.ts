import type { AccessPolicy, OAuthSignIn } from '@kalends/core';
import { permissionControlUnavailable } from '../errors/permission-control.ts';

/** The only policy that Exchange's grant amounts to. */
const everything: AccessPolicy = { calendars: 'readWrite', contacts: 'readWrite' };

/** Sign-in for Exchange: its one permission opens the whole mailbox, so a policy that says less is refused, not ignored. */
export function wholeMailboxSignIn(signIn: OAuthSignIn): OAuthSignIn {
  return {
    scopesFor(policy) {
      requireEverything(policy);
      return signIn.scopesFor(policy);
    },
    grantedAccess: (scopes) => signIn.grantedAccess(scopes),
    async createAuthorizationUrl(options) {
      if (options.policy !== undefined) requireEverything(options.policy);
      return signIn.createAuthorizationUrl(options);
    },
    async exchangeCode(options) {
      if (options.policy !== undefined) requireEverything(options.policy);
      return signIn.exchangeCode(options);
    },
    callbackError: (parameters) => signIn.callbackError(parameters),
  };
}

function requireEverything(policy: AccessPolicy): void {
  if (policy.calendars === everything.calendars && policy.contacts === everything.contacts) return;
  throw permissionControlUnavailable();
}
