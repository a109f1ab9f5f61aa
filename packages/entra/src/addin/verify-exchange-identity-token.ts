import { createHash, X509Certificate } from 'node:crypto';
import { CalendarError } from '@kalends/core';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { z } from 'zod';
import { tryParseJson } from '../wire/parse-wire.ts';
import type { ExchangeIdentityCaller, ExchangeIdentityTokenSettings } from './exchange-identity-token.ts';
import { keysCooldownMs, keysFreshMs, requireWaiting, tokenRefused, verifierProvider } from './verifier-fetch.ts';
import type { KeyDocuments } from './verifier-fetch.ts';

/** What a verifier works with. */
export interface ExchangeIdentityVerification {
  readonly settings: ExchangeIdentityTokenSettings;
  /** Of the Exchange Server. */
  readonly origin: string;
  readonly keys: KeyDocuments;
  readonly signal: AbortSignal | undefined;
}

const maxTokenLength = 16 * 1024;
const defaultToleranceSeconds = 300;
/** Where every Exchange Server publishes its keys (Office docs, "Inside the Exchange identity token", `amurl`). */
const metadataPath = '/autodiscover/metadata/json/1';
/** Exchange's application id, which every server issues under, followed by its realm. */
const issuerStart = '00000002-0000-0ff1-ce00-000000000000@';

const headerSchema = z.object({ alg: z.literal('RS256'), x5t: z.string().min(1) });
const contextSchema = z.object({
  msexchuid: z.string().min(1),
  version: z.literal('ExIdTok.V1'),
  amurl: z.string().min(1),
});
const metadataSchema = z.object({
  keys: z
    .array(
      z.object({
        usage: z.string().optional(),
        keyinfo: z.object({ x5t: z.string() }),
        keyvalue: z.object({ type: z.string().optional(), value: z.string() }),
      }),
    )
    .max(100),
});

/** Verifies one token. */
export async function verifyExchangeIdentityToken(
  verification: ExchangeIdentityVerification,
  token: string,
): Promise<ExchangeIdentityCaller> {
  const { settings, origin, keys, signal } = verification;
  requireWaiting(signal);
  const { x5t, context } = readUnverified(token);
  const url = URL.canParse(context.amurl) ? new URL(context.amurl) : undefined;
  // Before anything is fetched: the address stands in the token, which is anybody's until its signature is known.
  if (url === undefined || url.origin !== origin || url.username !== '' || url.password !== '')
    throw tokenRefused('it names another server than the configured one');
  if (url.pathname.toLowerCase() !== metadataPath) throw tokenRefused('it names no authentication metadata');
  const certificate =
    (await signingCertificate(verification, x5t, keysFreshMs)) ??
    (await signingCertificate(verification, x5t, keysCooldownMs));
  if (certificate === undefined) throw tokenRefused('it was signed with an unknown key');
  try {
    const { payload } = await jwtVerify(token, certificate.publicKey, {
      algorithms: ['RS256'],
      audience: settings.audience,
      clockTolerance: settings.clockToleranceSeconds ?? defaultToleranceSeconds,
      currentDate: new Date(keys.now()),
      requiredClaims: ['exp', 'nbf', 'iss'],
    });
    if (payload.iss?.startsWith(issuerStart) !== true) throw tokenRefused('it was issued by somebody else');
  } catch (error) {
    if (CalendarError.is(error)) throw error;
    throw tokenRefused('it has expired, was issued for another add-in, or its signature is wrong', error);
  }
  return { exchangeUserId: context.msexchuid, authenticationMetadataUrl: context.amurl };
}

function readUnverified(token: string): { readonly x5t: string; readonly context: z.infer<typeof contextSchema> } {
  let header: unknown;
  let appctx: unknown;
  try {
    if (token.length > maxTokenLength) throw new RangeError('too long');
    header = decodeProtectedHeader(token);
    appctx = decodeJwt(token)['appctx'];
  } catch (error) {
    throw tokenRefused('it is no identity token of Exchange', error);
  }
  const parsedHeader = headerSchema.safeParse(header);
  // Servers send the context as an object or as its JSON.
  const parsedContext = contextSchema.safeParse(typeof appctx === 'string' ? tryParseJson(appctx) : appctx);
  if (!parsedHeader.success || !parsedContext.success) throw tokenRefused('it is no identity token of Exchange');
  return { x5t: parsedHeader.data.x5t, context: parsedContext.data };
}

async function signingCertificate(
  { keys, origin, signal }: ExchangeIdentityVerification,
  x5t: string,
  maxAgeMs: number,
): Promise<X509Certificate | undefined> {
  // One document, whatever else the token's address holds: nobody makes us ask for another one with each forged token.
  const metadata = metadataSchema.safeParse(await keys.get(`${origin}${metadataPath}`, maxAgeMs, signal));
  if (!metadata.success)
    throw new CalendarError({
      code: 'invalidResponse',
      message: 'The authentication metadata of the Exchange Server cannot be understood',
      provider: verifierProvider,
    });
  const key = metadata.data.keys.find(({ keyinfo }) => keyinfo.x5t === x5t);
  if (key === undefined) return undefined;
  try {
    const certificate = new X509Certificate(Buffer.from(key.keyvalue.value, 'base64'));
    // The thumbprint has to be the certificate's own, not merely what stands beside it.
    const thumbprint = createHash('sha1').update(certificate.raw).digest('base64url');
    return thumbprint === x5t.replace(/=+$/, '') ? certificate : undefined;
  } catch {
    return undefined;
  }
}
