import { CalendarError } from '@kalends/core';
import type { AccountIdentity } from '@kalends/core';
import { parseWire } from '../wire/parse-wire.ts';
import { wireIdTokenClaimsSchema } from '../wire/token-response.ts';

/** How far the clocks of Google and of this machine may differ, in seconds. */
const clockToleranceSeconds = 300;

/**
 * Reads who signed in from an ID token. Issuer, audience and expiry are checked; the signature is not, because the token
 * came straight from the token endpoint over TLS.
 *
 * @see {@link https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation | OpenID Connect Core 1.0, section 3.1.3.7, step 6}
 * @throws CalendarError `invalidResponse` for a token that is missing, unreadable, expired or somebody else's.
 */
export function accountOfIdToken(options: {
  readonly idToken: string | null | undefined;
  readonly clientId: string;
  readonly issuer: string;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
}): AccountIdentity {
  if (typeof options.idToken !== 'string') throw invalid('did not say who signed in');
  const claims = parseWire(wireIdTokenClaimsSchema, payloadOf(options.idToken));
  const issuers = [options.issuer, options.issuer.replace(/^https:\/\//, '')];
  if (!issuers.includes(claims.iss)) throw invalid('sent an ID token of another issuer');
  const audiences = typeof claims.aud === 'string' ? [claims.aud] : claims.aud;
  // Section 3.1.3.7, step 3: further audiences would be applications that nobody here knows.
  const isForUs = audiences.length > 0 && audiences.every((audience) => audience === options.clientId);
  if (!isForUs) throw invalid('sent an ID token for another application');
  if (claims.exp + clockToleranceSeconds < options.nowMs / 1000) throw invalid('sent an ID token that has expired');
  return {
    id: claims.sub,
    // An address that Google has not verified says nothing about who this is.
    ...(claims.email && claims.email_verified !== false ? { address: claims.email } : {}),
    ...(claims.name ? { name: claims.name } : {}),
    ...(claims.hd ? { tenantId: claims.hd } : {}),
  };
}

function payloadOf(idToken: string): unknown {
  const parts = idToken.split('.');
  const payload = parts[1];
  if (parts.length !== 3 || payload === undefined) throw invalid('sent an ID token that cannot be read');
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw invalid('sent an ID token that cannot be read');
  }
}

function invalid(what: string): CalendarError {
  return new CalendarError({ code: 'invalidResponse', message: `Google ${what}`, provider: 'google' });
}
