import type { Account } from '../google-state.ts';
import { refusalTexts } from './account-policy.ts';
import type { Assertion } from './jwt-assertion.ts';
import { readAssertion } from './jwt-assertion.ts';
import { OAuthError } from './oauth-error.ts';
import type { OAuthContext } from './oauth-context.ts';
import { isKnownScope } from './scope-texts.ts';
import type { AccessToken } from './token-store.ts';

/** Value of `grant_type` for an assertion of a service account (RFC 7523, section 2.1). */
export const jwtBearerGrantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * Exchanges an assertion for an access token: for the service account itself, or for a person of a domain that authorised
 * it. There is never a refresh token.
 *
 * @throws OAuthError as the service answers.
 */
export function grantByAssertion(context: OAuthContext, assertionText: string): AccessToken {
  const { state, tokens, serviceAccounts } = context;
  const assertion = readAssertion(assertionText, {
    store: serviceAccounts,
    tokenUrl: `${context.origin()}/token`,
    now: state.clock.now(),
  });
  const { scopes } = assertion;
  if (scopes.length === 0 || !scopes.every((scope) => isKnownScope(scope))) {
    throw new OAuthError(400, 'invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
  }
  const account =
    assertion.subject === undefined
      ? state.account(assertion.account.email)
      : delegated(context, assertion, assertion.subject);
  return tokens.issueAccessToken({
    personId: account.personId,
    clientId: assertion.account.clientId,
    scopes,
    isCombined: false,
  });
}

/** The person to act for, if the person's domain lets this service account. */
function delegated(context: OAuthContext, { account, scopes }: Assertion, subject: string): Account {
  const { state, policy, serviceAccounts } = context;
  if (!/^[^@\s]+@[^@\s]+$/.test(subject)) throw new OAuthError(400, 'invalid_grant', 'Not a valid email');
  const person = state.accountByAddress(subject);
  if (person === undefined || person.isRobot) {
    throw new OAuthError(400, 'invalid_grant', 'Invalid email or User ID');
  }
  if (person.status !== 'active') throw new OAuthError(400, 'invalid_grant', accountGone(person));
  const refusal = policy.refusal(person, account);
  if (refusal !== undefined) throw new OAuthError(400, refusal, refusalTexts[refusal]);

  const lines = serviceAccounts.delegations(person.domain, account);
  if (lines.length === 0) throw unauthorized('Unauthorized client or scope in request.');
  const authorized = lines
    .filter((line) => line.clientId === account.clientId)
    // Literally: holding `calendar` does not authorise a request for `calendar.readonly`.
    .flatMap((line) => line.scopes);
  const granted = scopes.filter((scope) => authorized.includes(scope));
  if (granted.length === 0) {
    throw unauthorized(
      'Client is unauthorized to retrieve access tokens using this method, ' +
        'or client not authorized for any of the scopes requested.',
    );
  }
  if (granted.length < scopes.length) throw new OAuthError(403, 'access_denied', 'Requested client not authorized.');
  return person;
}

/** What the token endpoint says about an account that can't be used. */
export function accountGone({ status }: Pick<Account, 'status'>): string {
  return status === 'deleted' ? 'Account has been deleted' : 'Account disabled';
}

function unauthorized(description: string): OAuthError {
  return new OAuthError(401, 'unauthorized_client', description);
}
