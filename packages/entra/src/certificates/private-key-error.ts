import { CalendarError } from '@kalends/core';
import type { CalendarErrorReason } from '@kalends/core';

/** Why a private key cannot be used. */
export type PrivateKeyReason = Extract<
  CalendarErrorReason,
  'keyMissing' | 'keyNotReadable' | 'wrongPassphrase' | 'keyMismatch'
>;

const texts: Readonly<Record<PrivateKeyReason, readonly [message: string, cure: string]>> = {
  keyMissing: [
    'The private key of the client certificate was not found',
    'Give the key that belongs to the certificate; a certificate alone, without its key, cannot sign.',
  ],
  keyNotReadable: [
    'The private key of the client certificate cannot be read',
    'Give the account that this program runs under the right to read the key, and check that it is an RSA key in PEM or PKCS #12.',
  ],
  wrongPassphrase: [
    'The private key of the client certificate is encrypted and the passphrase does not open it',
    'Correct the passphrase in the settings.',
  ],
  keyMismatch: [
    'The private key does not belong to the client certificate',
    'Give the key that the certificate was issued for, or the certificate of this key.',
  ],
};

/** The error for a key that cannot be used. */
export function privateKeyError(provider: string, reason: PrivateKeyReason, cause?: unknown): CalendarError {
  const [message, cure] = texts[reason];
  return new CalendarError({ code: 'privateKeyUnavailable', reason, message, provider, cure: { text: cure }, cause });
}
