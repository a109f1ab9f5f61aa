import type { Account } from '../account.ts';
import { isFresh } from '../../tokens/token-lifetime.ts';
import type { SharedToken } from '../vault/shared-token.ts';

/** What somebody needs a renewal for; when it is met already, there is none. */
export type TokenNeed =
  /** A token that is good for a while. */
  | { readonly kind: 'fresh' }
  /** Another one than the service has refused, which answers its claims challenge. */
  | { readonly kind: 'other'; readonly refused: string; readonly claims?: string | undefined }
  /** A grant that was renewed after an instant, in milliseconds since the Unix epoch. */
  | { readonly kind: 'keptAlive'; readonly refreshedAfterMs: number };

/** The claims challenge that a renewal has to answer. */
export function claimsOf(need: TokenNeed): string | undefined {
  return need.kind === 'other' ? need.claims : undefined;
}

/** Whether what is there is what is needed. */
export function isMet(
  need: TokenNeed,
  present: { readonly account: Account; readonly token: SharedToken | undefined },
  { nowMs, renewBeforeMs }: { readonly nowMs: number; readonly renewBeforeMs: number },
): boolean {
  const { account, token } = present;
  if (need.kind === 'keptAlive') return Date.parse(account.refreshedAt) > need.refreshedAfterMs;
  if (token === undefined) return false;
  const { expiresAtMs, token: secret } = token.authorization;
  if (need.kind === 'other') {
    const isAnswer = need.claims === undefined || need.claims === token.claims;
    return isAnswer && expiresAtMs > nowMs && secret.reveal() !== need.refused;
  }
  return isFresh({ issuedAtMs: token.issuedAtMs, expiresAtMs }, { nowMs, renewBeforeMs });
}
