import { constants, sign, verify, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { CalendarError } from '@kalends/core';
import type { ClientCertificate } from './client-certificate.ts';
import { privateKeyError } from './private-key-error.ts';
import { isFileSource, readCertificateFile } from './read-file.ts';
import { readPem } from './read-pem.ts';
import { isThumbprintOf, normaliseThumbprint } from './thumbprint.ts';

/** A certificate that can sign. */
export interface LoadedCertificate {
  readonly certificate: X509Certificate;
  /** PS256 (RFC 7518, section 3.5). */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/**
 * Reads a certificate with its key and checks that they belong together and that the thumbprint is right.
 *
 * @throws CalendarError `privateKeyUnavailable` with a `reason`, `invalidConfiguration` for the certificate itself,
 *   `invalidArgument` for a thumbprint that is none.
 */
export async function loadCertificate(source: ClientCertificate, provider: string): Promise<LoadedCertificate> {
  if (source.kind === 'signer') {
    const pem = isFileSource(source.certificate)
      ? await readCertificateFile(source.certificate, provider)
      : source.certificate;
    const certificate = parseCertificate(pem, provider);
    checkCertificate(source, certificate, provider);
    return { certificate, sign: (data) => signElsewhere(source.sign, data, certificate, provider) };
  }
  const { pem, key } = source.kind === 'pem' ? await readPem(source, provider) : await readPfxLazily(source, provider);
  const certificate = parseCertificate(pem, provider);
  if (!certificate.checkPrivateKey(key)) throw privateKeyError(provider, 'keyMismatch');
  checkCertificate(source, certificate, provider);
  return { certificate, sign: (data) => Promise.resolve(sign('sha256', data, { key, ...ps256 })) };
}

/**
 * Checks that a certificate is in force; it can end while a program runs.
 *
 * @throws CalendarError `invalidConfiguration`.
 */
export function requireInForce(certificate: X509Certificate, nowMs: number, provider: string): void {
  const { validFromDate, validToDate } = certificate;
  if (nowMs < validFromDate.getTime())
    throw invalidCertificate(provider, `The client certificate is not valid before ${validFromDate.toISOString()}`);
  if (nowMs >= validToDate.getTime())
    throw invalidCertificate(provider, `The client certificate expired at ${validToDate.toISOString()}`);
}

async function readPfxLazily(
  source: Extract<ClientCertificate, { kind: 'pfx' }>,
  provider: string,
): Promise<{ readonly pem: string; readonly key: KeyObject }> {
  const { readPfx } = await import('./read-pfx.ts');
  return readPfx(source, provider);
}

const ps256 = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

function parseCertificate(pem: string, provider: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw invalidCertificate(provider, 'The client certificate cannot be read; PEM text is expected', error);
  }
}

function checkCertificate({ thumbprint }: ClientCertificate, certificate: X509Certificate, provider: string): void {
  if (certificate.publicKey.asymmetricKeyType !== 'rsa')
    throw invalidCertificate(provider, 'The client certificate has no RSA key, which Microsoft Entra asks for');
  if (thumbprint !== undefined) {
    const wanted = normaliseThumbprint(thumbprint);
    if (wanted === undefined)
      throw new CalendarError({
        code: 'invalidArgument',
        message: 'certificate.thumbprint must be the 40 or 64 hexadecimal digits of a SHA-1 or SHA-256 thumbprint',
        provider,
      });
    if (!isThumbprintOf(wanted, certificate))
      throw invalidCertificate(provider, 'The client certificate is not the one that certificate.thumbprint names');
  }
}

async function signElsewhere(
  signer: (data: Uint8Array) => Promise<Uint8Array>,
  data: Uint8Array,
  certificate: X509Certificate,
  provider: string,
): Promise<Uint8Array> {
  let signature: Uint8Array;
  try {
    signature = await signer(data);
  } catch (error) {
    if (CalendarError.is(error)) throw error;
    throw privateKeyError(provider, 'keyNotReadable', error);
  }
  // A signer of the wrong key, or one that signs a digest again, is told apart here instead of at the service.
  if (!verify('sha256', data, { key: certificate.publicKey, ...ps256 }, signature))
    throw privateKeyError(provider, 'keyMismatch');
  return signature;
}

function invalidCertificate(provider: string, message: string, cause?: unknown): CalendarError {
  return new CalendarError({
    code: 'invalidConfiguration',
    message,
    provider,
    cure: { text: 'Correct the certificate in the settings; upload a renewed one to the app registration first.' },
    cause,
  });
}
