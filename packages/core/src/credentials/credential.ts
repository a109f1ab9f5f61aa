import type { Secret } from '../runtime/secret.ts';

/** Who a connection belongs to, as the service names them. @public */
export interface AccountIdentity {
  /** The service's stable id of the account; the address where there is no other. */
  readonly id: string;
  /** Mail address. */
  readonly address?: string;
  readonly name?: string;
  /** Directory or domain the account lives in: the Entra tenant id, the Google hosted domain. */
  readonly tenantId?: string;
}

/** What is kept of an OAuth connection. Access tokens are not part of it: they live in memory for an hour. @public */
export interface OAuthCredential {
  readonly kind: 'oauth';
  /** Provider id, for example `graph`. */
  readonly provider: string;
  readonly account: AccountIdentity;
  /** Scopes that were granted, which can be fewer than were asked for. */
  readonly scopes: readonly string[];
  readonly refreshToken: Secret;
  /** When the refresh token was issued, ISO 8601 instant. */
  readonly issuedAt: string;
  /** When it ends, ISO 8601 instant; absent when the service did not say. */
  readonly refreshExpiresAt?: string;
}

/**
 * What is kept of a service user who signs in to Microsoft Entra with a password (RFC 6749, section 4.3). Only for work
 * accounts without a second factor; every other way of signing in is better.
 *
 * @public
 */
export interface PasswordCredential {
  readonly kind: 'password';
  readonly provider: string;
  readonly account: AccountIdentity;
  /** User principal name. */
  readonly username: Secret;
  readonly password: Secret;
  /** Scopes that were granted. */
  readonly scopes: readonly string[];
  /** When it was entered, ISO 8601 instant. */
  readonly issuedAt: string;
}

/**
 * What is kept of a mailbox that the application opens in its own name: nothing secret. The secret, certificate or service
 * account key is a setting of the provider.
 *
 * @public
 */
export interface ApplicationCredential {
  readonly kind: 'application';
  readonly provider: string;
  /** The mailbox; its address is needed. */
  readonly account: AccountIdentity;
  /** When it was connected, ISO 8601 instant. */
  readonly issuedAt: string;
}

/** What is kept of a connection with user name and password. Only Exchange Server on-premises takes it. @public */
export interface BasicCredential {
  readonly kind: 'basic';
  readonly provider: string;
  readonly account: AccountIdentity;
  readonly username: Secret;
  readonly password: Secret;
  /** When it was entered, ISO 8601 instant. */
  readonly issuedAt: string;
}

/** The one secret object that is kept per user and provider. Seal it before it is stored. @public */
export type Credential = OAuthCredential | PasswordCredential | ApplicationCredential | BasicCredential;

/** Credentials that an access token is asked for with. @public */
export type TokenCredential = OAuthCredential | PasswordCredential | ApplicationCredential;
