import type { GoogleClient } from '../google-client.ts';
import type { ConsentStore } from './consent-store.ts';
import type { TokenStore } from './token-store.ts';

/** Codes, consent and tokens, as far as revoking is concerned. */
export interface Revocable {
  readonly consents: ConsentStore;
  readonly tokens: TokenStore;
}

/**
 * Revokes an access or refresh token with everything that belongs to it: the other tokens of its grant, and for a combined
 * grant all tokens of the project. The person is asked for consent again.
 *
 * @returns false when no such token lives.
 */
export function revokeToken({ consents, tokens }: Revocable, value: string): boolean {
  const token = tokens.accessToken(value) ?? tokens.refreshToken(value);
  if (token === undefined) return false;
  const client = consents.clients.get(token.clientId);
  if (token.isCombined && client !== undefined) {
    revokeGrant({ consents, tokens }, token.personId, client);
    return true;
  }
  const { family } = token;
  tokens.end((other) => other.value === value || (family !== undefined && other.family === family));
  if (client !== undefined) consents.withdrawConsent(token.personId, client);
  return true;
}

/** Revokes everything a person granted to a client's project. */
export function revokeGrant({ consents, tokens }: Revocable, personId: string, client: GoogleClient): void {
  tokens.end((token) => token.personId === personId && consents.sharesProject(token.clientId, client));
  consents.dropCodes(personId, client);
  consents.withdrawConsent(personId, client);
}
