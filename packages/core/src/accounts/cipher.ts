/** What a sealed text belongs to; exactly the same is needed to open it. @public */
export interface CipherBinding {
  readonly tenantId: string;
  readonly userId: string;
  readonly provider: string;
  readonly credentialId: string;
  readonly purpose: string;
}

/**
 * How secrets are sealed. `credentialCipher` of `@kalends/crypto` is one.
 *
 * @public
 */
export interface Cipher {
  /** Seals a secret under the active key. */
  seal(plaintext: string, binding: CipherBinding): Promise<string>;
  /** Rejects when the text was changed, belongs to something else, or its key is not there. */
  open(sealed: string, binding: CipherBinding): Promise<string>;
  /** Whether the text is sealed under a key that is no longer the active one. Reads the text, not the secret. */
  needsReseal(sealed: string): boolean;
}
