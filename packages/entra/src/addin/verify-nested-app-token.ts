import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWK, JWTPayload } from 'jose';
import { CalendarError } from '@kalends/core';
import { z } from 'zod';
import type { NestedAppCaller, NestedAppTokenSettings } from './nested-app-token.ts';
import { keysCooldownMs, keysFreshMs, requireWaiting, tokenRefused, verifierProvider } from './verifier-fetch.ts';
import type { KeyDocuments } from './verifier-fetch.ts';

/** What a verifier works with. */
export interface NestedAppVerification {
  readonly settings: NestedAppTokenSettings;
  /** Where keys are fetched. */
  readonly authority: string;
  /** Whom tokens of version 2.0 name as their issuer. */
  readonly issuerOrigin: string;
  readonly keys: KeyDocuments;
  readonly signal: AbortSignal | undefined;
}

const maxTokenLength = 16 * 1024;
const defaultToleranceSeconds = 300;
const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Issuers of tokens of version 1.0, which carry no other mark of their cloud. */
const legacyIssuers = ['https://sts.windows.net', 'https://sts.chinacloudapi.cn'];

const keySetSchema: z.ZodType<JSONWebKeySet> = z.looseObject({
  keys: z.array(z.looseObject({ kty: z.string() })).max(100),
});
const claimsSchema = z.object({
  tid: z.string().regex(guid),
  oid: z.string().min(1),
  scp: z.string().optional(),
  azp: z.string().optional(),
  appid: z.string().optional(),
  preferred_username: z.string().optional(),
  upn: z.string().optional(),
});

/** Verifies one token. */
export async function verifyNestedAppToken(
  verification: NestedAppVerification,
  token: string,
): Promise<NestedAppCaller> {
  const { settings, signal } = verification;
  requireWaiting(signal);
  const tenantId = tenantOf(token, settings);
  const payload = await verifySignature(verification, token, tenantId);
  const parsed = claimsSchema.safeParse(payload);
  if (!parsed.success) throw tokenRefused('it does not say who is signed in');
  const { oid, tid, scp = '', azp, appid, preferred_username: name, upn } = parsed.data;
  if (!issuersOf(verification, tid).includes(payload.iss ?? '')) throw tokenRefused('it was issued by somebody else');
  const scopes = scp.split(' ').filter((scope) => scope !== '');
  // A token without scopes is an application's own: nobody is signed in.
  if (scopes.length === 0 || settings.requiredScopes?.some((scope) => !scopes.includes(scope)) === true)
    throw tokenRefused('it does not carry the scopes that are asked for');
  const clientId = azp ?? appid;
  if (settings.clients !== undefined && !settings.clients.some((id) => id.toLowerCase() === clientId?.toLowerCase()))
    throw tokenRefused('the application that sent it may not call');
  const username = name ?? upn;
  return {
    accountId: oid,
    tenantId: tid,
    ...(username === undefined ? {} : { username }),
    ...(clientId === undefined ? {} : { clientId }),
    scopes,
  };
}

/** Which tenant's keys to ask for; only one that may come at all is asked for. */
function tenantOf(token: string, { tenants }: NestedAppTokenSettings): string {
  let claimed: unknown;
  try {
    claimed = token.length > maxTokenLength ? undefined : decodeJwt(token)['tid'];
  } catch {
    claimed = undefined;
  }
  if (typeof claimed !== 'string' || !guid.test(claimed))
    throw tokenRefused('it is no access token of Microsoft Entra');
  const tenantId = claimed.toLowerCase();
  if (tenants !== 'any' && !tenants.some((each) => each.toLowerCase() === tenantId))
    throw tokenRefused('its organization may not call');
  return tenantId;
}

async function verifySignature(
  { settings, authority, keys, signal }: NestedAppVerification,
  token: string,
  tenantId: string,
): Promise<JWTPayload> {
  const { clientId, audiences = [clientId, `api://${clientId}`], clockToleranceSeconds } = settings;
  // Where anybody may come, one shared key set, so that invented tenants are not asked for one by one.
  const keysTenant = settings.tenants === 'any' ? 'common' : tenantId;
  const url = `${authority}/${keysTenant}/discovery/v2.0/keys`;
  const attempt = async (maxAgeMs: number): Promise<JWTPayload> => {
    const keySet = keySetSchema.safeParse(await keys.get(url, maxAgeMs, signal));
    if (!keySet.success)
      throw new CalendarError({
        code: 'invalidResponse',
        message: 'The key set of Microsoft Entra cannot be understood',
        provider: verifierProvider,
      });
    const ownKeys = keySet.data.keys.filter((key) => isKeyOf(key, tenantId));
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: ownKeys }), {
      algorithms: ['RS256'],
      audience: [...audiences],
      clockTolerance: clockToleranceSeconds ?? defaultToleranceSeconds,
      currentDate: new Date(keys.now()),
      requiredClaims: ['exp', 'iss'],
    });
    return payload;
  };
  try {
    return await attempt(keysFreshMs).catch((error: unknown) => {
      if (codeOf(error) !== 'ERR_JWKS_NO_MATCHING_KEY') throw error;
      return attempt(keysCooldownMs);
    });
  } catch (error) {
    if (CalendarError.is(error)) throw error;
    throw tokenRefused(reasons.get(codeOf(error) ?? '') ?? 'it is damaged', error);
  }
}

/**
 * Whether a key signs for a tenant: the shared key set holds some that belong to one (Entra docs, "Access tokens", validate the
 * signing key issuer). Keys without an issuer sign for all.
 */
function isKeyOf(key: JWK, tenantId: string): boolean {
  const issuer = 'issuer' in key ? key.issuer : undefined;
  if (typeof issuer !== 'string') return true;
  return issuer.includes('{tenantid}') || issuer.toLowerCase().split('/').includes(tenantId);
}

/** What jose's error codes mean. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['ERR_JWT_EXPIRED', 'it has expired'],
  ['ERR_JWT_CLAIM_VALIDATION_FAILED', 'it was issued for somebody else, or is not valid yet'],
  ['ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'its signature is wrong'],
  ['ERR_JWKS_NO_MATCHING_KEY', 'it was signed with an unknown key'],
  ['ERR_JOSE_ALG_NOT_ALLOWED', 'it was signed in a way that is not taken'],
]);

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function issuersOf({ issuerOrigin }: NestedAppVerification, tenantId: string): readonly string[] {
  return [`${issuerOrigin}/${tenantId}/v2.0`, ...legacyIssuers.map((issuer) => `${issuer}/${tenantId}/`)];
}
