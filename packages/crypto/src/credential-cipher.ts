import type { CredentialBinding } from './credential-binding.ts';
import { requireKeyRing, type KeyRing } from './key-ring-port.ts';
import { openText } from './open.ts';
import { needsReseal } from './reseal.ts';
import { seal } from './seal.ts';

/** Sealing with the ring left out of every call. Has the shape of the `Cipher` port of `@kalends/core/accounts`. @public */
export interface CredentialCipher {
  /** Seals a secret under the active key; throws as `seal`. */
  seal(plaintext: string, binding: CredentialBinding): Promise<string>;
  /** Opens a sealed text; throws as `openText`, and what a ring of your own throws. */
  open(sealed: string, binding: CredentialBinding): Promise<string>;
  /** Whether the text is sealed under a key that is no longer the active one; throws as `needsReseal`. */
  needsReseal(sealed: string): boolean;
}

/**
 * Makes the cipher that the credential vault works with.
 *
 * @throws SealError `invalidArgument` when `ring` is no key ring.
 * @public
 */
export function credentialCipher(ring: KeyRing): CredentialCipher {
  requireKeyRing(ring);
  return {
    seal: (plaintext, binding) => seal({ ring, plaintext, binding }),
    open: (sealed, binding) => openText({ ring, sealed, binding }),
    needsReseal: (sealed) => needsReseal({ ring, sealed }),
  };
}
