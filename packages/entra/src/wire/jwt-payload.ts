import { tryParseJson } from './parse-wire.ts';

const maxTokenLength = 64 * 1024;

/**
 * Reads the payload of a JWT without checking anything: only for tokens that came straight from their issuer.
 *
 * @returns `undefined` for a token of another form, which access tokens may have (RFC 6749, section 1.4).
 */
export function jwtPayload(token: string): Readonly<Record<string, unknown>> | undefined {
  const parts = token.length > maxTokenLength ? [] : token.split('.');
  const [, payload] = parts;
  if (parts.length !== 3 || payload === undefined || !/^[\w-]+$/.test(payload)) return undefined;
  const value = tryParseJson(new TextDecoder().decode(base64UrlBytes(payload)));
  // Objects of JSON have string keys.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

function base64UrlBytes(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    return new Uint8Array();
  }
}
