import { createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { SecretSource } from '@kalends/core';
import type { GoogleSigner } from '../google-settings.ts';
import { privateKeyUnavailable } from './private-key-unavailable.ts';
import { revealKey } from './reveal-key.ts';

/** What OpenSSL says about a wrong passphrase and about one that it had to ask for. */
const passphraseCodes = new Set([
  'ERR_OSSL_BAD_DECRYPT',
  'ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED',
  'ERR_OSSL_EVP_BAD_DECRYPT',
  'ERR_MISSING_PASSPHRASE',
]);

/**
 * Signs with a private key of this process.
 *
 * @throws CalendarError `privateKeyUnavailable` with a `reason`.
 */
export async function privateKeySigner(
  privateKey: SecretSource | undefined,
  passphrase?: SecretSource,
): Promise<GoogleSigner> {
  const pem = await revealKey(privateKey);
  const key = parseKey(pem, passphrase === undefined ? undefined : await revealKey(passphrase));
  return {
    sign: (data) =>
      new Promise((resolve, reject) => {
        sign('sha256', data, key, (error, signature) => {
          if (error === null) resolve(signature);
          else reject(privateKeyUnavailable('keyMismatch', error));
        });
      }),
  };
}

function parseKey(pem: string, passphrase: string | undefined): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const isPassphrase = typeof code === 'string' && passphraseCodes.has(code);
    throw privateKeyUnavailable(isPassphrase ? 'wrongPassphrase' : 'keyNotReadable', error);
  }
  // Keys of service accounts are RSA keys; any other was never one of this account's.
  if (key.asymmetricKeyType !== 'rsa') throw privateKeyUnavailable('keyMismatch');
  return key;
}
