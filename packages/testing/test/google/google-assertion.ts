import { createPrivateKey, sign } from 'node:crypto';
import type { GoogleServiceAccountKey } from '../../src/google/handle/service-account-controls.ts';
import { calendarScope } from './google-kit.ts';
import type { Answer, Kit } from './google-kit.ts';

/** Claims of an assertion as a client would make it now; `undefined` leaves one out. */
export interface AssertionClaims {
  readonly [claim: string]: unknown;
}

/** Signs an assertion with a service account's key, for one hour and the calendar scope unless told otherwise. */
export function signAssertion(
  kit: Kit,
  key: GoogleServiceAccountKey,
  claims: AssertionClaims = {},
  header: object = {},
): string {
  const iat = Math.floor(kit.clock.now() / 1000);
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = [
    encode({ alg: 'RS256', typ: 'JWT', kid: key.private_key_id, ...header }),
    encode({ iss: key.client_email, scope: calendarScope, aud: key.token_uri, iat, exp: iat + 3600, ...claims }),
  ].join('.');
  return `${signed}.${sign('sha256', Buffer.from(signed), createPrivateKey(key.private_key)).toString('base64url')}`;
}

/** Sends an assertion to the token endpoint. */
export async function exchangeAssertion(kit: Kit, assertion: string): Promise<Answer<Record<string, string | number>>> {
  const response = await fetch(`${kit.emulator.origin}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}
