import type { AccountIdentity, Credential } from '../credentials/credential.ts';
import type { ReauthorizationReason } from '../errors/error-code.ts';
import type { AccessPolicy } from '../policy/access-policy.ts';

/** Whose calendar it is: a person's, a room's, or that of the service account behind room devices. @public */
export type AccountRole = 'user' | 'room' | 'connector';

/** Whether an account works, and if not why. Terminal until somebody connects it again. @public */
export type AccountStatus =
  | { readonly state: 'active' }
  | {
      readonly state: 'reauthorizationRequired';
      readonly reason: ReauthorizationReason;
      /** ISO 8601 instant. */
      readonly since: string;
      /** JSON of claims that the next sign-in has to ask for; see `AuthorizationUrlOptions.claims`. Default: none. */
      readonly claims?: string;
    }
  | { readonly state: 'tenantAccessRevoked'; readonly since: string };

/** What is known of a connected account. Nothing in it is secret. @public */
export interface Account {
  /** Ours; 1 to 128 characters of `A-Z a-z 0-9 . _ : -`. */
  readonly id: string;
  /** Whose it is in the application's own terms: a user id, a room id. */
  readonly ownerId: string;
  readonly role: AccountRole;
  /** Provider id. */
  readonly provider: string;
  readonly identity: AccountIdentity;
  readonly credentialKind: Credential['kind'];
  /** Scopes that were granted; empty where the service knows none. */
  readonly scopes: readonly string[];
  /** What the application lets itself do. */
  readonly policy: AccessPolicy;
  /** A wider policy that waits for the account's consent. */
  readonly requestedPolicy?: AccessPolicy;
  readonly status: AccountStatus;
  /** Unique for every time an account is connected: what was begun under another one is not written any more. */
  readonly generation: number;
  /** Counts the writes to the secrets; a write with an older one loses. */
  readonly version: number;
  /** ISO 8601 instant. */
  readonly connectedAt: string;
  /** When the present refresh token was issued or last renewed, ISO 8601 instant. */
  readonly refreshedAt: string;
  /** When the grant ends unless it is renewed, ISO 8601 instant; absent where it does not end. */
  readonly refreshExpiresAt?: string;
}

/** The sealed secrets of an account, as the store keeps them. @public */
export interface SealedSecrets {
  /** Absent once a terminal state removed it. */
  readonly credential?: string;
  /** The current access token, shared between processes. */
  readonly accessToken?: string;
}

/** An account together with its sealed secrets. @public */
export interface StoredAccount {
  readonly account: Account;
  readonly sealed: SealedSecrets;
}
