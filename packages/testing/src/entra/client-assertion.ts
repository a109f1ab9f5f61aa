import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import type { EmulatorClock } from '../server/emulator.ts';
import type { EntraClient } from './entra-client.ts';
import { entraError } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';

/** `client_assertion_type` of RFC 7523, section 2.2. */
export const clientAssertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const longestLifeSeconds = 600;

/** Remembers assertions that were used, so that none is used twice. */
export class AssertionLog {
  readonly #clock: EmulatorClock;
  readonly #isReplayAccepted: boolean;
  readonly #used = new Map<string, number>();

  constructor(clock: EmulatorClock, isReplayAccepted: boolean) {
    this.#clock = clock;
    this.#isReplayAccepted = isReplayAccepted;
  }

  get now(): number {
    return this.#clock.now() / 1000;
  }

  /** Notes a use; false when it is not the first. */
  use(clientId: string, jwtId: string, expiresAtSeconds: number): boolean {
    for (const [key, end] of this.#used) if (end <= this.now) this.#used.delete(key);
    const key = `${clientId}|${jwtId}`;
    const isFirst = !this.#used.has(key);
    this.#used.set(key, expiresAtSeconds);
    return isFirst || this.#isReplayAccepted;
  }
}

/**
 * Checks a signed client assertion (Entra docs, "Microsoft identity platform application authentication certificate
 * credentials"): key, signature, audience, issuer, subject, life, and that it is used once.
 *
 * @returns why it is refused; undefined when it proves the client.
 */
export function assertionRefusal(
  assertion: string,
  client: EntraClient,
  audiences: readonly string[],
  log: AssertionLog,
): EntraError | undefined {
  const [head = '', body = '', signature = '', ...rest] = assertion.split('.');
  const header = jsonPart(head);
  const claims = jsonPart(body);
  if (header === undefined || claims === undefined || rest.length > 0) return entraError(50012);

  const certificate = certificateOf(header, client);
  if (certificate === undefined) return entraError(700027, 'The key was not found by the thumbprint of the assertion.');
  if (certificate.validToDate.getTime() / 1000 <= log.now || certificate.validFromDate.getTime() / 1000 > log.now) {
    return entraError(700027, 'The key used is expired.');
  }
  if (!isSigned(header['alg'], `${head}.${body}`, signature, certificate)) return entraError(700027);

  if (!audiences.includes(String(claims['aud']))) {
    return entraError(50012, 'The audience of the client assertion is not this token endpoint.');
  }
  if (claims['iss'] !== client.clientId || claims['sub'] !== client.clientId) return entraError(700030);
  const { exp, nbf = claims['iat'], jti } = claims;
  if (typeof exp !== 'number' || typeof nbf !== 'number') return entraError(700024);
  if (log.now >= exp || log.now < nbf || exp - nbf > longestLifeSeconds) return entraError(700024);
  if (typeof jti !== 'string' || jti === '') return entraError(50012, 'The client assertion has no jti.');
  if (!log.use(client.clientId, jti, exp)) return entraError(50012, 'The client assertion was used before.');
  return undefined;
}

/**
 * The registered certificates of a client.
 *
 * @throws RangeError when one cannot be read.
 */
export function certificatesOf({ certificates = [] }: EntraClient): readonly X509Certificate[] {
  return certificates.map((source) => {
    try {
      return new X509Certificate(source);
    } catch {
      throw new RangeError('A certificate of a client is neither PEM nor DER');
    }
  });
}

function certificateOf(header: Readonly<Record<string, unknown>>, client: EntraClient): X509Certificate | undefined {
  const { 'x5t#S256': sha256, x5t: sha1 } = header;
  if (sha256 === undefined && sha1 === undefined) return undefined;
  return certificatesOf(client).find(
    ({ raw }) =>
      (sha256 === undefined || thumbprint(raw, 'sha256') === sha256) &&
      (sha1 === undefined || thumbprint(raw, 'sha1') === sha1),
  );
}

function thumbprint(der: Uint8Array, hash: 'sha256' | 'sha1'): string {
  return createHash(hash).update(der).digest('base64url');
}

function isSigned(algorithm: unknown, signed: string, signature: string, { publicKey }: X509Certificate): boolean {
  if (publicKey.asymmetricKeyType !== 'rsa') return false;
  const padding =
    algorithm === 'PS256'
      ? // RFC 7518, section 3.5: the salt is as long as the hash.
        { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { padding: constants.RSA_PKCS1_PADDING };
  if (algorithm !== 'PS256' && algorithm !== 'RS256') return false;
  return verify('sha256', Buffer.from(signed), { key: publicKey, ...padding }, Buffer.from(signature, 'base64url'));
}

function jsonPart(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
