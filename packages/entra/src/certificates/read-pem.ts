import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { revealSecret } from '@kalends/core';
import type { PemClientCertificate } from './client-certificate.ts';
import { privateKeyError } from './private-key-error.ts';
import { isFileSource, readCertificateFile, readKeyFile } from './read-file.ts';

/** What OpenSSL says when a passphrase is missing or wrong. */
const passphraseCodes: ReadonlySet<string> = new Set([
  'ERR_MISSING_PASSPHRASE',
  'ERR_OSSL_BAD_DECRYPT',
  'ERR_OSSL_CRYPTO_CANCELLED_BY_USER',
  'ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED',
  'ERR_OSSL_UNSUPPORTED_ENCRYPTION',
  'ERR_OSSL_PEM_BAD_DECRYPT',
  'ERR_OSSL_PEM_BAD_PASSWORD_READ',
  'ERR_OSSL_PKCS12_PKCS12_CIPHERFINAL_ERROR',
]);

/**
 * Reads a certificate and its key from PEM.
 *
 * @throws CalendarError `privateKeyUnavailable` with a `reason`.
 */
export async function readPem(
  source: PemClientCertificate,
  provider: string,
): Promise<{ readonly pem: string; readonly key: KeyObject }> {
  const pem = isFileSource(source.certificate)
    ? await readCertificateFile(source.certificate, provider)
    : source.certificate;
  const keyPem = isFileSource(source.privateKey)
    ? (await readKeyFile(source.privateKey, provider)).toString('utf8')
    : await revealSecret(source.privateKey, { provider, setting: 'certificate.privateKey' });
  const passphrase =
    source.passphrase === undefined
      ? undefined
      : await revealSecret(source.passphrase, { provider, setting: 'certificate.passphrase' });
  return { pem, key: readKey(keyPem, passphrase, provider) };
}

function readKey(pem: string, passphrase: string | undefined, provider: string): KeyObject {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) throw privateKeyError(provider, 'keyMissing');
  const isEncrypted = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem);
  if (isEncrypted && passphrase === undefined) throw privateKeyError(provider, 'wrongPassphrase');
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    // With a wrong passphrase the padding can look right by chance, and then the key is what cannot be read.
    const isPassphrase =
      isEncrypted && (typeof code !== 'string' || passphraseCodes.has(code) || /ASN1|DECODER/.test(code));
    throw privateKeyError(provider, isPassphrase ? 'wrongPassphrase' : 'keyNotReadable', error);
  }
}
