import type { Clock, Fetch } from '@kalends/core';
import { OAuth2Client } from 'google-auth-library';
import { toCalendarError } from '../errors/to-calendar-error.ts';
import type { ErrorContext } from '../errors/to-calendar-error.ts';
import type { ResolvedSettings } from '../resolve-settings.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { wireTokenResponseSchema } from '../wire/token-response.ts';
import type { WireTokenResponse } from '../wire/token-response.ts';

/** What a token request needs. */
export interface TokenRequestContext {
  readonly settings: ResolvedSettings;
  readonly fetch: Fetch;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal?: AbortSignal | undefined;
}

/** Exchanges the code of a callback (RFC 6749, section 4.1.3). */
export function requestTokensByCode(
  context: TokenRequestContext,
  grant: { readonly code: string; readonly codeVerifier: string; readonly redirectUri: string },
): Promise<WireTokenResponse> {
  return send({ ...context, step: 'exchange' }, async (client) => {
    await client.getToken({ code: grant.code, codeVerifier: grant.codeVerifier, redirect_uri: grant.redirectUri });
  });
}

/** Gets a new access token (RFC 6749, section 6). `isGrantOver` explains a refusal. */
export function requestTokensByRefreshToken(
  context: TokenRequestContext & Pick<ErrorContext, 'isGrantOver'>,
  refreshToken: string,
): Promise<WireTokenResponse> {
  return send({ ...context, step: 'refresh' }, async (client) => {
    client.setCredentials({ refresh_token: refreshToken });
    await client.getAccessToken();
  });
}

/**
 * Lets the vendor's client speak the protocol, once per client object: its own cache, retries (on real timers, of a code
 * that works only once) and expiry dates (by the machine's clock) play no part. The answer is read before the client
 * turns lifetimes into dates.
 */
async function send(
  context: TokenRequestContext & Pick<ErrorContext, 'step' | 'isGrantOver'>,
  ask: (client: OAuth2Client) => Promise<void>,
): Promise<WireTokenResponse> {
  const { settings } = context;
  const client = new OAuth2Client({
    clientId: settings.clientId,
    clientSecret: await settings.clientSecret(),
    endpoints: { oauth2TokenUrl: settings.endpoints.tokenUrl },
    transporterOptions: { fetchImplementation: context.fetch },
    // Its interceptors log requests with their secrets when an environment variable asks for it.
    useAuthRequestParameters: false,
  });
  let answer: unknown;
  client.transporter.interceptors.request.add({
    resolved: (request) => {
      const { retryConfig: _, ...rest } = request;
      return Promise.resolve({
        ...rest,
        retry: false,
        responseType: 'json' as const,
        ...(context.signal ? { signal: context.signal } : {}),
      });
    },
  });
  client.transporter.interceptors.response.add({
    resolved: (response) => {
      answer = structuredClone(response.data);
      return Promise.resolve(response);
    },
  });
  try {
    await ask(client);
  } catch (error) {
    // An answer that was read is judged below, by its shape; the client trips over answers without a token.
    if (answer === undefined) throw toCalendarError(error, context);
  }
  return parseWire(wireTokenResponseSchema, answer);
}
