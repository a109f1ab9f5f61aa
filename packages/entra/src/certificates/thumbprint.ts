import type { X509Certificate } from 'node:crypto';

/** Blanks, colons, dashes and what the Windows certificate dialog and web pages slip in unseen. */
const decoration = /[\s:\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff-]/gu;

/**
 * Reads a thumbprint as people paste it.
 *
 * @returns 40 or 64 hexadecimal digits in lower case; `undefined` when it is neither SHA-1 nor SHA-256.
 */
export function normaliseThumbprint(text: string): string | undefined {
  const digits = text.replaceAll(decoration, '').toLowerCase();
  return /^(?:[\da-f]{40}|[\da-f]{64})$/.test(digits) ? digits : undefined;
}

/** Tells whether a normalised thumbprint is this certificate's. */
export function isThumbprintOf(thumbprint: string, certificate: X509Certificate): boolean {
  const { fingerprint, fingerprint256 } = certificate;
  return [fingerprint, fingerprint256].some((each) => normaliseThumbprint(each) === thumbprint);
}
