import { CalendarError } from '@kalends/core';
import type { SecretSource } from '@kalends/core';
import { z } from 'zod';
import { privateKeySigner } from './private-key-signer.ts';
import { privateKeyUnavailable } from './private-key-unavailable.ts';
import { revealKey } from './reveal-key.ts';
import type { LoadedServiceAccount } from './service-account-source.ts';

/** Key files are about 2.5 kB. */
const maxKeyFileLength = 65_536;

/**
 * A key file as the Google Cloud console gives it out. Its addresses (`token_uri` and others) are not used: a changed file
 * would send assertions elsewhere.
 */
const keyFileSchema = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(3),
  client_id: z.string().min(1).nullish(),
  private_key: z.string().min(1),
  private_key_id: z.string().min(1).nullish(),
  universe_domain: z.literal('googleapis.com').nullish(),
});

/**
 * Reads the JSON text of a service account's key file.
 *
 * @throws CalendarError `privateKeyUnavailable` when the text or its key cannot be read, `invalidConfiguration` when it is a file
 *   of another kind.
 */
export async function readKeyFile(source: SecretSource): Promise<LoadedServiceAccount> {
  const text = await revealKey(source);
  const value = parseJson(text);
  const file = keyFileSchema.safeParse(value).data;
  if (file === undefined) {
    throw new CalendarError({
      code: 'invalidConfiguration',
      message: 'The setting serviceAccount holds JSON that is not the key file of a service account',
      provider: 'google',
      cure: {
        text: 'Create a JSON key for the service account in the Google Cloud console. The file of an OAuth client is something else.',
        url: 'https://console.cloud.google.com/iam-admin/serviceaccounts',
      },
    });
  }
  return {
    clientEmail: file.client_email,
    keyId: file.private_key_id ?? undefined,
    clientId: file.client_id ?? undefined,
    signer: await privateKeySigner(file.private_key),
  };
}

function parseJson(text: string): unknown {
  if (text.length > maxKeyFileLength) throw privateKeyUnavailable('keyNotReadable');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw privateKeyUnavailable('keyNotReadable', error);
  }
}
