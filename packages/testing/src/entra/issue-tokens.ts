import { findApplication, findUser } from './administer-entra.ts';
import type { TenantChoice } from './entra-administration.ts';
import type { EntraContext } from './entra-context.ts';
import { consentedRoles } from './grants/client-credentials.ts';
import { mintAppToken, mintDelegatedTokens } from './mint-tokens.ts';
import { parseScopes } from './scopes.ts';
import { defaultResource, namedResource } from './resources.ts';
import { scopeReader, wantedKeys } from './user-checks.ts';

/** What `issueTokens` is asked for. @public */
export interface IssueTokensOptions extends TenantChoice {
  /** Person id. */
  readonly person: string;
  /** Default `openid profile offline_access User.Read Calendars.Read MailboxSettings.Read`. */
  readonly scopes?: readonly string[];
  /** Default: the first registered client. */
  readonly clientId?: string;
  /** Whether the client understands claims challenges. Default false. */
  readonly isChallengeCapable?: boolean;
  /** Whether the person used a second factor. Default false. */
  readonly isMultiFactor?: boolean;
}

/** Tokens obtained without walking through the sign-in page. @public */
export interface IssuedTokens {
  /** A signed JSON Web Token. */
  readonly accessToken: string;
  /** Missing when `offline_access` was not asked for. */
  readonly refreshToken?: string;
  /** Missing when `openid` was not asked for. */
  readonly idToken?: string;
  /** Scopes as the token endpoint would answer them. */
  readonly scope: string;
  /** Life of the access token in seconds. */
  readonly expiresInSeconds: number;
}

/** What `issueAppToken` is asked for. @public */
export interface IssueAppTokenOptions extends TenantChoice {
  /** Default: the first registered client. */
  readonly clientId?: string;
  /** Default: the client's application permissions for the resource. */
  readonly roles?: readonly string[];
  /** Resource of the token, for example `https://outlook.office365.com`. Default Microsoft Graph. */
  readonly resource?: string;
}

/** An app-only token. @public */
export interface IssuedAppToken {
  /** A signed JSON Web Token. */
  readonly accessToken: string;
  /** Life of the token in seconds. */
  readonly expiresInSeconds: number;
}

const defaultScopes = ['openid', 'profile', 'offline_access', 'User.Read', 'Calendars.Read', 'MailboxSettings.Read'];

/** Signs a person in and consents, without the page. */
export function issueTokens(context: EntraContext, options: IssueTokensOptions): IssuedTokens {
  const { client } = findApplication(context, options);
  const user = findUser(context, options.person, options);
  const scopes = parseScopes((options.scopes ?? defaultScopes).join(' '), scopeReader(context));
  if ('problem' in scopes) throw new RangeError(scopes.problem);
  const tenant = context.directory.tenant(user.tenantId);
  tenant.consents.consent(client.clientId, user.objectId, wantedKeys(context, client, scopes.resources));
  if (tenant.application(client.clientId) === undefined) tenant.setApplication(client.clientId, 'present');
  const answer = mintDelegatedTokens(context, {
    client,
    user,
    signIn: { at: context.clock.now(), isMultiFactor: options.isMultiFactor ?? false },
    scopes,
    resource: scopes.resources[0],
    isChallengeCapable: options.isChallengeCapable ?? false,
    wantsClientInfo: false,
  });
  return {
    accessToken: answer.access_token,
    ...(answer.refresh_token === undefined ? {} : { refreshToken: answer.refresh_token }),
    ...(answer.id_token === undefined ? {} : { idToken: answer.id_token }),
    scope: answer.scope ?? '',
    expiresInSeconds: answer.expires_in,
  };
}

/** Makes an app-only token without asking for proof. */
export function issueAppToken(context: EntraContext, options: IssueAppTokenOptions = {}): IssuedAppToken {
  const { client, tenant } = findApplication(context, options);
  const named =
    options.resource === undefined
      ? defaultResource
      : namedResource(options.resource, context.origin(), (clientId) => context.directory.client(clientId));
  if (named === undefined) throw new RangeError('The emulator knows no such resource');
  const roles = options.roles ?? consentedRoles(context, client, tenant, named.resource);
  const answer = mintAppToken(context, client, tenant, named, roles);
  return { accessToken: answer.access_token, expiresInSeconds: answer.expires_in };
}
