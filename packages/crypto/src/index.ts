/**
 * AES-256-GCM sealing of credentials with a rotating key ring, on WebCrypto alone.
 *
 * @module
 */
export { maxBindingFieldBytes } from './credential-binding.ts';
export type { CredentialBinding } from './credential-binding.ts';
export { credentialCipher } from './credential-cipher.ts';
export type { CredentialCipher } from './credential-cipher.ts';
export { generateKey } from './generate-key.ts';
export { maxKeyIdLength } from './key-id.ts';
export { keyRing } from './key-ring.ts';
export type { KeyRingOptions } from './key-ring.ts';
export type { DataKey, DataKeyRequest, KeyRing } from './key-ring-port.ts';
export { keyServiceRing } from './key-service-ring.ts';
export type { KeyService, KeyServiceRingOptions } from './key-service-ring.ts';
export { keyBytes, maxKeys } from './local-key-ring.ts';
export type { RingKey } from './local-key-ring.ts';
export { open, openText } from './open.ts';
export type { OpenOptions } from './open.ts';
export { parseKeyRing } from './parse-key-ring.ts';
export { needsReseal, reseal } from './reseal.ts';
export type { NeedsResealOptions } from './reseal.ts';
export { seal } from './seal.ts';
export type { SealOptions } from './seal.ts';
export { SealError } from './seal-error.ts';
export type { SealErrorCode, SealErrorJson } from './seal-error.ts';
export { maxPlaintextBytes, maxSealedTextLength } from './sealed-text.ts';
