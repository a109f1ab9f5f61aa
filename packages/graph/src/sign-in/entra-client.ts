import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';
import type { AuthenticationResult, Configuration } from '@azure/msal-node';
import { CalendarError, Secret, revealSecret } from '@kalends/core';
import type { AuthorizationUrlOptions, ExchangeCodeOptions } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { GraphContext } from '../graph-context.ts';
import { idTokenClaimsWireSchema } from '../wire/token-wire.ts';
import type { IdTokenClaimsWire } from '../wire/token-wire.ts';
import { adminConsentUrl } from './admin-consent-url.ts';
import { readScopes } from './granted-scopes.ts';
import { TokenEndpointNetwork } from './token-endpoint-network.ts';

/** What the token endpoint gave. */
export interface EntraTokens {
  readonly accessToken: Secret;
  readonly expiresInSeconds: number;
  /** Absent when the service gave none. */
  readonly refreshToken: Secret | undefined;
  readonly scopes: readonly string[];
  readonly claims: IdTokenClaimsWire;
}

/** Lifetime of an access token when the answer names none (RFC 6749, section 5.1, leaves it to the service's documentation). */
const defaultLifetimeSeconds = 3_600;

/** Builds the address of Entra's sign-in page. Nothing is sent. */
export async function authorizationUrl(context: GraphContext, options: AuthorizationUrlOptions): Promise<string> {
  const network = newNetwork(context, { isRefresh: false });
  const client = await newClient(context, network);
  const url = await withMsal(network, () =>
    client.getAuthCodeUrl({
      scopes: [...context.scopes],
      redirectUri: options.redirectUri,
      state: options.state,
      codeChallenge: options.codeChallenge,
      codeChallengeMethod: 'S256',
      // With a prompt, MSAL leaves the hint out; without a hint, a browser with one session would pick its account silently.
      ...(options.loginHint === undefined ? { prompt: 'select_account' } : { loginHint: options.loginHint }),
    }),
  );
  // MSAL was shown `https:` for an emulator on loopback.
  const { pathname, search } = new URL(url);
  return new URL(`${pathname}${search}`, context.authority).href;
}

/** Redeems an authorization code. Not repeated on failure: a code works once. */
export async function redeemCode(context: GraphContext, options: ExchangeCodeOptions): Promise<EntraTokens> {
  const network = newNetwork(context, { ...options, isRefresh: false });
  const client = await newClient(context, network);
  const result = await withMsal(network, () =>
    client.acquireTokenByCode({
      code: options.code,
      codeVerifier: options.codeVerifier,
      redirectUri: options.redirectUri,
      scopes: [...context.scopes],
    }),
  );
  return readTokens(network, result);
}

/** Options of {@link refreshTokens}. */
export interface RefreshOptions {
  readonly refreshToken: Secret;
  /** Tenant of the account, for the consent link of an error. */
  readonly tenantId: string | undefined;
  /** JSON of a claims challenge that the new access token must meet. */
  readonly claims?: string | undefined;
  readonly signal?: AbortSignal;
}

/** Uses a refresh token. The old one keeps working until its own end, so repeating this is harmless. */
export async function refreshTokens(context: GraphContext, options: RefreshOptions): Promise<EntraTokens> {
  const network = newNetwork(context, { ...options, isRefresh: true });
  const client = await newClient(context, network);
  const result = await withMsal(network, () =>
    client.acquireTokenByRefreshToken({
      refreshToken: options.refreshToken.reveal(),
      scopes: [...context.scopes],
      ...(options.claims === undefined ? {} : { claims: options.claims }),
    }),
  );
  return readTokens(network, result);
}

function newNetwork(
  context: GraphContext,
  options: {
    readonly isRefresh: boolean;
    readonly tenantId?: string | undefined;
    readonly redirectUri?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): TokenEndpointNetwork {
  return new TokenEndpointNetwork({
    context,
    isRefresh: options.isRefresh,
    adminConsentUrl: adminConsentUrl(context, options),
    signal: options.signal,
  });
}

/** A client for one operation: neither its token cache nor its memory of throttling reaches another account. */
async function newClient(
  context: GraphContext,
  network: TokenEndpointNetwork,
): Promise<ConfidentialClientApplication | PublicClientApplication> {
  const clientSecret =
    context.clientSecret === undefined
      ? undefined
      : await revealSecret(context.clientSecret, { provider: providerId, setting: 'clientSecret' });
  const { host } = new URL(context.authority);
  const authority = `https://${host}/${context.tenantId}`;
  const configuration: Configuration = {
    auth: {
      clientId: context.clientId,
      authority,
      // Says that claims challenges are understood, so that a revoked session ends within minutes.
      clientCapabilities: ['CP1'],
      ...(clientSecret === undefined ? {} : { clientSecret }),
      ...(context.isKnownAuthority
        ? {}
        : { knownAuthorities: [host], authorityMetadata: JSON.stringify(endpointsOf(authority)) }),
    },
    system: { networkClient: network },
  };
  return clientSecret === undefined
    ? new PublicClientApplication(configuration)
    : new ConfidentialClientApplication(configuration);
}

/** Entra's endpoints below an authority; given to MSAL so that it looks nothing up at hosts it does not know. */
function endpointsOf(authority: string): Readonly<Record<string, string>> {
  return {
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    issuer: `${authority}/v2.0`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
  };
}

async function withMsal<T>(network: TokenEndpointNetwork, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (network.failure !== undefined) throw network.failure;
    throw new CalendarError({
      code: 'invalidResponse',
      message: 'The sign-in library could not use the answer of the sign-in service',
      provider: providerId,
      cause: error,
    });
  }
}

function readTokens(network: TokenEndpointNetwork, result: AuthenticationResult | null): EntraTokens {
  const { answer } = network;
  if (answer === undefined || result === null)
    throw new CalendarError({
      code: 'invalidResponse',
      message: 'The sign-in library gave a token without asking the sign-in service',
      provider: providerId,
    });
  const claims = idTokenClaimsWireSchema.safeParse(result.idTokenClaims);
  return {
    accessToken: new Secret(result.accessToken),
    expiresInSeconds: answer.expires_in ?? defaultLifetimeSeconds,
    refreshToken: typeof answer.refresh_token === 'string' ? new Secret(answer.refresh_token) : undefined,
    scopes: readScopes(answer.scope ?? result.scopes.join(' ')),
    claims: claims.success ? claims.data : {},
  };
}
