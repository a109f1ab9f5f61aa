import type { RecordedRequest } from '../../server/recorded-exchange.ts';
import { isChallengeCapable, isClaimsRequest } from '../claims-request.ts';
import type { EntraClient } from '../entra-client.ts';
import type { EntraContext } from '../entra-context.ts';
import type { Authority } from '../entra-directory.ts';
import { entraError } from '../entra-error.ts';
import type { EntraError } from '../entra-error.ts';
import type { EntraUser, SignIn } from '../entra-user.ts';
import { mintDelegatedTokens } from '../mint-tokens.ts';
import type { TokenAnswer } from '../mint-tokens.ts';
import { forFirstResource, parseScopes } from '../scopes.ts';
import type { ParsedScopes } from '../scopes.ts';
import { scopeReader, userTokenRefusal } from '../user-checks.ts';

/** A token request whose client is known. */
export interface GrantRequest {
  readonly context: EntraContext;
  readonly request: RecordedRequest;
  readonly form: URLSearchParams;
  readonly authority: Authority;
  readonly client: EntraClient;
  /** The client proved who it is. */
  readonly isProven: boolean;
}

/** What a grant led to, and for whom. */
export type GrantOutcome = { readonly user?: EntraUser | undefined; readonly tenantId?: string } & (
  | { readonly answer: TokenAnswer }
  | { readonly error: EntraError }
);

/** What a grant wants for its user. */
export interface UserWish {
  readonly user: EntraUser;
  readonly signIn: SignIn;
  readonly scopes: ParsedScopes;
  readonly isChallengeCapable?: boolean;
  readonly nonce?: string | undefined;
  readonly family?: string;
  readonly singlePageUntil?: number | undefined;
}

/** Makes the tokens of a user, or says what stands between. */
export function issueForUser(grant: GrantRequest, wish: UserWish): GrantOutcome {
  const { context, client, form, isProven, authority } = grant;
  const { user } = wish;
  const { tenantId } = user;
  const claims = form.get('claims');
  if (claims !== null && !isClaimsRequest(claims)) {
    return { user, tenantId, error: entraError(9002313, "The value of 'claims' is not valid JSON.") };
  }
  const { resources } = wish.scopes;
  const error =
    context.directory.accountRefusal(client, authority, user) ??
    userTokenRefusal(context, { client, user, signIn: wish.signIn, resources, claims });
  if (error !== undefined) return { user, tenantId, error };
  const answer = mintDelegatedTokens(context, {
    client,
    user,
    signIn: wish.signIn,
    scopes: wish.scopes,
    resource: resources[0],
    nonce: wish.nonce,
    isChallengeCapable: wish.isChallengeCapable === true || isChallengeCapable(claims),
    wantsClientInfo: form.get('client_info') === '1',
    isPublic: !isProven,
    ...(wish.family === undefined ? {} : { family: wish.family }),
    singlePageUntil: wish.singlePageUntil,
  });
  return { user, tenantId, answer };
}

/** Reads the scopes of a token request, which may name one resource only. */
export function readScopes(context: EntraContext, scope: string): ParsedScopes | EntraError {
  const scopes = parseScopes(scope, scopeReader(context));
  if ('problem' in scopes) return entraError(scopes.code, scopes.problem);
  if (scopes.resources.length > 1) return entraError(70011, 'All scopes of one token have to belong to one resource.');
  return scopes;
}

/** Scopes that were agreed to earlier: of several resources the first one counts. */
export function earlierScopes(context: EntraContext, scope: string): ParsedScopes | EntraError {
  const scopes = parseScopes(scope, scopeReader(context));
  return 'problem' in scopes ? entraError(scopes.code, scopes.problem) : forFirstResource(scopes);
}
