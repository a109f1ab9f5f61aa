import { AuthError, ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';
import type { Configuration } from '@azure/msal-node';
import { CalendarError } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { anotherSignIn } from '../flows/check-identity.ts';
import { clientProof } from './client-proof.ts';
import type { ClientProof } from './client-proof.ts';
import type { EntraOperation } from './entra-request.ts';
import { readTokens } from './entra-tokens.ts';
import type { EntraTokens } from './entra-tokens.ts';
import { TokenEndpointNetwork } from './token-endpoint-network.ts';

/** What of MSAL is used: request builders. Its cache, clock and retries are not. */
export type MsalClient = ConfidentialClientApplication | PublicClientApplication;

/** Runs one operation that ends in tokens. */
export async function acquireTokens(
  context: EntraContext,
  operation: EntraOperation,
  run: (client: MsalClient) => Promise<unknown>,
): Promise<EntraTokens> {
  const network = new TokenEndpointNetwork(context, operation);
  const tenantId = operation.tenantId ?? context.tenantId;
  const client = msalClient(context, { network, tenantId, proof: await clientProof(context, tenantId) });
  await withMsal(context, network, () => run(client));
  if (network.answer !== undefined) return readTokens(network.answer);
  throw new CalendarError({
    code: 'invalidResponse',
    message: 'The sign-in library gave a token without asking the sign-in service',
    provider: context.provider,
  });
}

/** Runs one operation that sends nothing. */
export async function withoutRequest<T>(context: EntraContext, run: (client: MsalClient) => Promise<T>): Promise<T> {
  const network = new TokenEndpointNetwork(context, { use: 'signIn' });
  const client = msalClient(context, { network, tenantId: context.tenantId, proof: { kind: 'none' } });
  return withMsal(context, network, () => run(client));
}

/** The client of an operation with confidential flows. */
export function requireConfidential(
  client: MsalClient,
  context: EntraContext,
  what: string,
): ConfidentialClientApplication {
  if (client instanceof ConfidentialClientApplication) return client;
  throw new CalendarError({
    code: 'invalidConfiguration',
    message: `${what} needs a client secret or a certificate in the settings`,
    provider: context.provider,
    cure: { text: 'Give the application a client secret or, better, a certificate.' },
  });
}

/** A client for one operation: neither its token cache nor its memory of throttling reaches another account. */
function msalClient(
  context: EntraContext,
  options: { readonly network: TokenEndpointNetwork; readonly tenantId: string; readonly proof: ClientProof },
): MsalClient {
  const { proof } = options;
  const { host } = new URL(context.authority);
  const authority = `https://${host}/${options.tenantId}`;
  const configuration: Configuration = {
    auth: {
      clientId: context.clientId,
      authority,
      ...(context.claimsChallenges ? { clientCapabilities: ['CP1'] } : {}),
      ...(proof.kind === 'secret' ? { clientSecret: proof.clientSecret } : {}),
      ...(proof.kind === 'assertion' ? { clientAssertion: proof.clientAssertion } : {}),
      ...(context.isKnownAuthority
        ? {}
        : { knownAuthorities: [host], authorityMetadata: JSON.stringify(endpointsOf(authority)) }),
    },
    system: { networkClient: options.network },
  };
  return proof.kind === 'none'
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

async function withMsal<T>(context: EntraContext, network: TokenEndpointNetwork, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (CalendarError.is(error)) throw error;
    if (network.failure !== undefined) throw network.failure;
    if (error instanceof AuthError && error.errorCode === 'nonce_mismatch') throw anotherSignIn(context.provider);
    // MSAL objects to id tokens of some shapes and other accounts' answers; its own texts can quote them.
    throw new CalendarError({
      code: 'invalidResponse',
      message: 'The sign-in library could not use the answer of the sign-in service',
      provider: context.provider,
      cause: error,
    });
  }
}
