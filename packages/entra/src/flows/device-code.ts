import { CalendarError, parseRetryAfter, readJson } from '@kalends/core';
import type { CallOptions, OAuthCredential } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { entraError } from '../errors/entra-error.ts';
import { clientProof, tokenEndpoint } from '../msal/client-proof.ts';
import type { ClientProof } from '../msal/client-proof.ts';
import { failureSetting, postForm, readFailure } from '../msal/entra-request.ts';
import { readTokens } from '../msal/entra-tokens.ts';
import type { EntraTokens } from '../msal/entra-tokens.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { deviceCodeWireSchema, tokenWireSchema } from '../wire/token-wire.ts';
import type { DeviceCodeWire } from '../wire/token-wire.ts';
import type { DeviceCodeOptions, DeviceCodeSignIn } from './entra-sign-in.ts';
import { oauthCredential } from './make-credential.ts';
import { qualifiedScopes, scopesUnder } from './requested-scopes.ts';

/** RFC 8628, section 3.5: when the service names none, and by how much `slow_down` lengthens it. Seconds. */
const defaultIntervalSeconds = 5;
const slowDownSeconds = 5;

const use = 'noBrowser';

/**
 * Begins a device authorization. Asked and polled without MSAL, whose polling sleeps by the machine's clock.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8628 | RFC 8628, OAuth 2.0 device authorization grant}
 */
export async function startDeviceCode(context: EntraContext, options: DeviceCodeOptions): Promise<DeviceCodeSignIn> {
  const { provider, clientId, tenantId, runtime } = context;
  const scopes = [...qualifiedScopes(context, scopesUnder(context, options.policy)), 'openid', 'profile'];
  const response = await postForm(context, new URL(`${context.authority}/${tenantId}/oauth2/v2.0/devicecode`), {
    body: new URLSearchParams({ client_id: clientId, scope: scopes.join(' ') }).toString(),
    signal: options.signal,
  });
  if (response.status !== 200)
    throw entraError(await readFailure(response), failureSetting(context, { use, signal: options.signal }));
  const answer = parseWire(deviceCodeWireSchema, await readJson(response, { provider }), 'the device code', provider);
  const expiresAtMs = runtime.clock.now() + answer.expires_in * 1000;
  return {
    userCode: answer.user_code,
    verificationUrl: answer.verification_uri,
    expiresAt: new Date(expiresAtMs).toISOString(),
    async complete({ signal }: CallOptions = {}): Promise<OAuthCredential> {
      const tokens = await poll(context, answer, expiresAtMs, signal);
      return oauthCredential(context, { tokens, policy: options.policy, signal });
    },
  };
}

/** The person is not done, or the service could not say. */
interface NotYet {
  /** Asked less often from now on. */
  readonly isSlower: boolean;
  /** What the service asked to wait for the next time. */
  readonly waitMs?: number | undefined;
}

async function poll(
  context: EntraContext,
  code: DeviceCodeWire,
  expiresAtMs: number,
  signal: AbortSignal | undefined,
): Promise<EntraTokens> {
  const { clock } = context.runtime;
  let intervalSeconds = code.interval ?? defaultIntervalSeconds;
  let waitMs = 0;
  while (clock.now() < expiresAtMs) {
    await sleep(context, Math.max(intervalSeconds * 1000, waitMs), signal);
    const answer = await ask(context, code.device_code, signal);
    if (!('isSlower' in answer)) return answer;
    if (answer.isSlower) intervalSeconds += slowDownSeconds;
    waitMs = answer.waitMs ?? 0;
  }
  throw entraError({ error: 'expired_token' }, failureSetting(context, { use }));
}

async function ask(
  context: EntraContext,
  deviceCode: string,
  signal: AbortSignal | undefined,
): Promise<EntraTokens | NotYet> {
  const { provider, clientId, tenantId, runtime } = context;
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    client_id: clientId,
    device_code: deviceCode,
    ...(context.claimsChallenges ? { claims: '{"access_token":{"xms_cc":{"values":["CP1"]}}}' } : {}),
    ...proofFields(await clientProof(context, tenantId)),
  });
  let response: Response;
  try {
    response = await postForm(context, new URL(tokenEndpoint(context, tenantId)), { body: body.toString(), signal });
  } catch (error) {
    // A lost poll is followed by the next one; RFC 8628, section 3.5, asks to slow down.
    if (CalendarError.is(error) && error.retryable) return { isSlower: true };
    throw error;
  }
  if (response.status === 200)
    return readTokens(parseWire(tokenWireSchema, await readJson(response, { provider }), 'the token answer', provider));
  const failure = await readFailure(response);
  if (failure.error === 'authorization_pending') return { isSlower: false };
  if (failure.error === 'slow_down' || response.status === 429 || response.status >= 500)
    return { isSlower: true, waitMs: parseRetryAfter(failure.retryAfter, runtime.clock.now()) };
  throw entraError(failure, failureSetting(context, { use, signal }));
}

function proofFields(proof: ClientProof): Readonly<Record<string, string>> {
  if (proof.kind === 'none') return {};
  if (proof.kind === 'secret') return { client_secret: proof.clientSecret };
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: proof.clientAssertion,
  };
}

async function sleep(context: EntraContext, ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await context.runtime.clock.sleep(ms, signal === undefined ? {} : { signal });
  } catch (error) {
    throw new CalendarError({
      code: 'aborted',
      message: 'The call was aborted by its caller',
      provider: context.provider,
      cause: error,
    });
  }
}
