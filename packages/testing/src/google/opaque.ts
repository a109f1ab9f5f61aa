import { createHash, createHmac } from 'node:crypto';

/** Makes identifiers and tokens that look like Google's, unlike one another, and the same on every run. */
export interface OpaqueSource {
  /** `length` characters of base64url. */
  text(length: number): string;
  /** `length` hexadecimal digits, at most 128. */
  hex(length: number): string;
  /** An event id as the service makes it: 26 characters of lower-case base32hex. */
  eventId(): string;
  /** An account's `sub`: 21 digits. */
  subject(): string;
  /** Packs a small value so that a client can neither read nor change it unnoticed. */
  seal(purpose: string, value: unknown): string;
  /** The value that {@link seal} packed, or undefined when the text was not made by it for this purpose. */
  open(purpose: string, text: string): unknown;
}

const base32hex = '0123456789abcdefghijklmnopqrstuv';
const checksumLength = 12;

/** Creates an {@link OpaqueSource} with a counter of its own. */
export function opaqueSource(): OpaqueSource {
  let counter = 0;
  const nextBytes = (): Buffer => {
    counter += 1;
    return createHash('sha512').update(`kalends google ${counter}`).digest();
  };
  return {
    text(length) {
      let text = '';
      while (text.length < length) text += nextBytes().toString('base64url');
      return text.slice(0, length);
    },
    hex: (length) => nextBytes().toString('hex').slice(0, length),
    eventId: () => Array.from(nextBytes().subarray(0, 26), (byte) => base32hex[byte % 32]).join(''),
    subject: () => `1${Array.from(nextBytes().subarray(0, 20), (byte) => byte % 10).join('')}`,
    seal(purpose, value) {
      const text = JSON.stringify(value);
      return Buffer.from(checksum(purpose, text) + text).toString('base64');
    },
    open(purpose, sealed) {
      const packed = Buffer.from(sealed, 'base64').toString('utf8');
      const text = packed.slice(checksumLength);
      return checksum(purpose, text) === packed.slice(0, checksumLength) ? JSON.parse(text) : undefined;
    },
  };
}

/** A short stable digest, for etags of collections and for comparing queries. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

function checksum(purpose: string, text: string): string {
  return createHmac('sha256', 'kalends google')
    .update(`${purpose}\n${text}`)
    .digest('base64url')
    .slice(0, checksumLength);
}
