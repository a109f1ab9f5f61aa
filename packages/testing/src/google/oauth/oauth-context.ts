import type { GoogleState } from '../google-state.ts';
import type { AccountPolicy } from './account-policy.ts';
import type { AnswerGate } from '../../server/answer-gate.ts';
import type { ConsentStore } from './consent-store.ts';
import type { IdTokenSigner } from './id-token.ts';
import type { ServiceAccountStore } from './service-account-store.ts';
import type { TokenStore } from './token-store.ts';

/** Everything that the OAuth endpoints work with. */
export interface OAuthContext {
  readonly state: GoogleState;
  readonly consents: ConsentStore;
  readonly tokens: TokenStore;
  readonly serviceAccounts: ServiceAccountStore;
  readonly policy: AccountPolicy;
  readonly idTokens: IdTokenSigner;
  /** Of the token endpoint. */
  readonly gate: AnswerGate;
  /** Of the APIs. */
  readonly apiGate: AnswerGate;
  /** Each refresh gives a new refresh token and ends the old one. */
  readonly rotatesRefreshTokens: boolean;
  /** Known once the server listens. */
  readonly origin: () => string;
}
