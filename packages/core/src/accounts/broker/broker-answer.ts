import type { Secret } from '../../runtime/secret.ts';

/** What a consumer gets. Never a refresh token. @public */
export type BrokerAnswer =
  | {
      readonly kind: 'accessToken';
      readonly accountId: string;
      readonly provider: string;
      readonly token: Secret;
      /** ISO 8601 instant. */
      readonly expiresAt: string;
    }
  | {
      readonly kind: 'password';
      readonly accountId: string;
      readonly provider: string;
      readonly username: Secret;
      readonly password: Secret;
    };

/** A {@link BrokerAnswer} with its secrets in clear, as it goes over the wire. @public */
export type RevealedBrokerAnswer =
  | {
      readonly kind: 'accessToken';
      readonly accountId: string;
      readonly provider: string;
      readonly token: string;
      readonly expiresAt: string;
    }
  | {
      readonly kind: 'password';
      readonly accountId: string;
      readonly provider: string;
      readonly username: string;
      readonly password: string;
    };

/**
 * Turns an answer into plain JSON. Call it where the response is written, over TLS and with `Cache-Control: no-store`, and nowhere
 * else: an answer by itself prints redacted.
 *
 * @public
 */
export function revealBrokerAnswer(answer: BrokerAnswer): RevealedBrokerAnswer {
  if (answer.kind === 'accessToken') return { ...answer, token: answer.token.reveal() };
  return { ...answer, username: answer.username.reveal(), password: answer.password.reveal() };
}
