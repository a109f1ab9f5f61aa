import { CalendarError } from '@kalends/core';
import type { CalendarErrorReason } from '@kalends/core';

/** Why a key cannot be used. */
export type KeyProblem = Extract<
  CalendarErrorReason,
  'keyMissing' | 'keyNotReadable' | 'wrongPassphrase' | 'keyMismatch'
>;

const cures: Readonly<Record<KeyProblem, string>> = {
  keyMissing: "Give the service account's private key to this program, or the text of its key file.",
  keyNotReadable:
    'Check that this program may read the key, and that it is the whole PEM text with its BEGIN and END lines and with line breaks, not \\n in their place, or the unchanged JSON key file.',
  wrongPassphrase: 'Give the passphrase that the private key was encrypted with.',
  keyMismatch:
    'The key was deleted or belongs to another service account: create a new key for this one in the Google Cloud console and replace the present one.',
};

const texts: Readonly<Record<KeyProblem, string>> = {
  keyMissing: 'The private key of the service account is missing',
  keyNotReadable: 'The private key of the service account cannot be read',
  wrongPassphrase: 'The private key of the service account is encrypted, and the passphrase is missing or wrong',
  keyMismatch: 'The private key is not one of the keys that Google knows of this service account',
};

/** The error of a private key that cannot be used. */
export function privateKeyUnavailable(reason: KeyProblem, cause?: unknown): CalendarError {
  return new CalendarError({
    code: 'privateKeyUnavailable',
    reason,
    message: texts[reason],
    provider: 'google',
    cause,
    cure: { text: cures[reason], url: 'https://console.cloud.google.com/iam-admin/serviceaccounts' },
  });
}

/** Our words for a key problem. */
export function describeKeyProblem(reason: KeyProblem): { readonly message: string; readonly cure: string } {
  return { message: texts[reason], cure: cures[reason] };
}
