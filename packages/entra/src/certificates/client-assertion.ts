import { createHash } from 'node:crypto';
import type { Runtime } from '@kalends/core';
import { newUuid } from '../wire/request-id.ts';
import type { LoadedCertificate } from './load-certificate.ts';

/** Seconds an assertion is good for; Entra takes 5 to 10 minutes (Entra docs, "Certificate credentials"). */
export const assertionLifetimeSeconds = 300;

/** What an assertion says. */
export interface ClientAssertionOptions {
  readonly clientId: string;
  /** URL of the token endpoint. */
  readonly audience: string;
  readonly certificate: LoadedCertificate;
  readonly runtime: Pick<Runtime, 'clock' | 'random'>;
}

/**
 * Signs the JWT with which an application proves itself, once for each request.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/certificate-credentials | Microsoft identity platform application authentication certificate credentials}
 * @see {@link https://www.rfc-editor.org/rfc/rfc7523 | RFC 7523, JWT profile for client authentication}
 */
export async function clientAssertion(options: ClientAssertionOptions): Promise<string> {
  const { clientId, certificate, runtime } = options;
  const now = Math.floor(runtime.clock.now() / 1000);
  const header = {
    alg: 'PS256',
    typ: 'JWT',
    'x5t#S256': createHash('sha256').update(certificate.certificate.raw).digest('base64url'),
  };
  const claims = {
    aud: options.audience,
    iss: clientId,
    sub: clientId,
    jti: newUuid(runtime.random),
    nbf: now,
    iat: now,
    exp: now + assertionLifetimeSeconds,
  };
  const signed = `${encode(header)}.${encode(claims)}`;
  const signature = await certificate.sign(Buffer.from(signed, 'ascii'));
  return `${signed}.${Buffer.from(signature).toString('base64url')}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}
