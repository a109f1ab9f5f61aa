import { isSecretSource } from '@kalends/core';
import type { SecretSource } from '@kalends/core';
import type { GoogleServiceAccount, GoogleSigner } from '../google-settings.ts';

/** A service account as it is used for one assertion. */
export interface LoadedServiceAccount {
  readonly clientEmail: string;
  readonly keyId: string | undefined;
  /** Numeric. */
  readonly clientId: string | undefined;
  readonly signer: GoogleSigner;
}

/** Fetches the service account with its key, anew each time: keys are replaced while a program runs. */
export type ServiceAccountSource = () => Promise<LoadedServiceAccount>;

/** Makes a {@link ServiceAccountSource} of the setting. Nothing is read or loaded before it is asked. */
export function serviceAccountSource(setting: GoogleServiceAccount | SecretSource): ServiceAccountSource {
  return async () => {
    if (isSecretSource(setting)) {
      const { readKeyFile } = await import('./read-key-file.ts');
      return readKeyFile(setting);
    }
    const { clientEmail, keyId, clientId, privateKey, passphrase, signer } = setting;
    if (signer !== undefined) return { clientEmail, keyId, clientId, signer };
    const { privateKeySigner } = await import('./private-key-signer.ts');
    return { clientEmail, keyId, clientId, signer: await privateKeySigner(privateKey, passphrase) };
  };
}
