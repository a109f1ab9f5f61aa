import type { EntraClient } from '../entra/entra-client.ts';
import type { Emulator, EmulatorOptions } from '../server/emulator.ts';
import type { MailboxConcurrency } from './mailbox-gate.ts';

/** Settings of `startGraphEmulator`. @public */
export interface GraphEmulatorOptions extends EmulatorOptions {
  /** GUID of the tenant. Default: one that is always the same. */
  readonly tenantId?: string;
  /** App registrations. Default: `demoEntraClient`. */
  readonly clients?: readonly EntraClient[];
  /**
   * Life of access tokens in seconds. Default: as Entra chooses, 60 to 90 minutes, 3599 s for applications, 24 h for
   * clients that understand claims challenges.
   */
  readonly accessTokenLifetimeSeconds?: number;
  /** Sends exceptions of a series without `originalStart`, as was seen with personal accounts. Default false. */
  readonly omitOriginalStart?: boolean;
  /** Refuses too many requests at once in one mailbox. Default: no limit. */
  readonly mailboxConcurrency?: MailboxConcurrency;
  /** Ids of meetings whose invitees see only themselves and the organizer. Default: none. */
  readonly hiddenAttendeeMeetings?: readonly string[];
}

/** What {@link GraphEmulator.issueTokens} is asked for. @public */
export interface IssueTokensOptions {
  /** Person id. */
  readonly person: string;
  /** Default `openid profile offline_access User.Read Calendars.Read MailboxSettings.Read`. */
  readonly scopes?: readonly string[];
  /** Default: the first registered client. */
  readonly clientId?: string;
  /** Whether the client understands claims challenges. Default false. */
  readonly isChallengeCapable?: boolean;
}

/** Tokens obtained without walking through the sign-in page. @public */
export interface IssuedTokens {
  readonly accessToken: string;
  /** Missing when `offline_access` was not asked for. */
  readonly refreshToken?: string;
  /** Missing when `openid` was not asked for. */
  readonly idToken?: string;
  readonly scope: string;
  readonly expiresInSeconds: number;
}

/** What {@link GraphEmulator.issueAppToken} is asked for. @public */
export interface IssueAppTokenOptions {
  /** Default: the first registered client. */
  readonly clientId?: string;
  /** Default: the client's application permissions. */
  readonly roles?: readonly string[];
}

/** A running emulator of Entra ID and Microsoft Graph, both on one origin. @public */
export interface GraphEmulator extends Emulator {
  /** GUID of the tenant. */
  readonly tenantId: string;
  /** `http://127.0.0.1:50123/<tenant id>`: where OAuth begins. */
  readonly authority: string;
  /** `http://127.0.0.1:50123/v1.0` */
  readonly graphBaseUrl: string;
  /** Signs a person in and consents, without the page. Throws a RangeError for unknown people, clients or scopes. */
  issueTokens(options: IssueTokensOptions): IssuedTokens;
  /** Makes an app-only token. */
  issueAppToken(options?: IssueAppTokenOptions): { readonly accessToken: string; readonly expiresInSeconds: number };
  /** From now on every access token issued so far counts as expired; refresh tokens are untouched. */
  expireAccessTokens(): void;
  /**
   * Revokes a person's sessions: refresh tokens issued so far fail with AADSTS50173, browsers are signed out, access
   * tokens of challenge-capable clients get a claims challenge, all others live on until they expire.
   */
  revokeSessions(personId: string): void;
  /** Takes back a person's consent: redeeming grants fails with AADSTS65001 until the person signs in again. */
  withdrawConsent(personId: string): void;
  /** Adds or replaces an app registration. */
  registerClient(client: EntraClient): void;
  /** Adds a redirect URI to a client; default: the first registered one. */
  registerRedirectUri(redirectUri: string, clientId?: string): void;
  /** GUID of a person or room in the directory. Throws a RangeError when unknown. */
  objectIdOf(companyId: string): string;
}
