import { SealError } from './seal-error.ts';

/**
 * The runtime's WebCrypto, looked up at each call so that importing this package touches nothing.
 *
 * @throws SealError `unsupportedRuntime` when there is none.
 * @internal
 */
export function webCrypto(): Crypto {
  // Typed as always present, yet browsers leave `subtle` out on pages that are not served securely.
  const { crypto }: { crypto?: Partial<Crypto> } = globalThis;
  if (crypto?.subtle === undefined) {
    throw new SealError(
      'unsupportedRuntime',
      'This runtime has no WebCrypto (crypto.subtle). Use Node 22.19 or newer, or a page served over HTTPS.',
    );
  }
  return globalThis.crypto;
}

/**
 * Draws fresh bytes from the runtime's cryptographic random source. There is deliberately no way to put another source
 * in its place: tests that need fixed values call the layer below, which takes the nonce itself.
 *
 * @internal
 */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return webCrypto().getRandomValues(new Uint8Array(length));
}
