/** Which accounts an app registration takes. @public */
export type EntraSignInAudience =
  /** Work accounts of the tenant it is registered in. */
  | 'AzureADMyOrg'
  /** Work accounts of every tenant. */
  | 'AzureADMultipleOrgs'
  /** Work accounts of every tenant and personal ones. */
  | 'AzureADandPersonalMicrosoftAccount'
  /** Personal accounts only. */
  | 'PersonalMicrosoftAccount';

/** An app registration the emulator knows. @public */
export interface EntraClient {
  /** Application (client) id. Entra hands out GUIDs; anything is taken here. */
  readonly clientId: string;
  /** Makes it a confidential client. Default: none. A client without secret and certificates is public. */
  readonly clientSecret?: string;
  /** ISO 8601 instant after which the secret is refused with AADSTS7000222. Default: never. */
  readonly clientSecretExpiresAt?: string;
  /**
   * X.509 certificates, PEM text or DER bytes, with which client assertions may be signed; they too make the client a
   * confidential one. Default: none.
   */
  readonly certificates?: readonly (string | Uint8Array)[];
  /** Redirect URIs of web and native platforms. Compared character by character, as Entra does. */
  readonly redirectUris: readonly string[];
  /**
   * Redirect URIs of a single-page application: PKCE is a must, codes are redeemed from a browser only, refresh tokens live
   * for 24 hours in all. Default: none.
   */
  readonly spaRedirectUris?: readonly string[];
  /** Shown on the sign-in page. Default: the client id. */
  readonly displayName?: string;
  /** Default `AzureADandPersonalMicrosoftAccount`. */
  readonly signInAudience?: EntraSignInAudience;
  /** GUID of the tenant it is registered in. Default: the emulator's first tenant. */
  readonly homeTenantId?: string;
  /** Lets it use the password and device code grants without a secret. Default false. */
  readonly allowsPublicClientFlows?: boolean;
  /**
   * Application permissions of the registration, for example `Calendars.Read`, or with a resource in front
   * `https://outlook.office365.com/full_access_as_app`. Default: none.
   */
  readonly applicationPermissions?: readonly string[];
  /**
   * Whether an administrator of the home tenant has consented to the application permissions already. In other tenants
   * consent is always given on the admin consent page. Default `granted`.
   */
  readonly applicationConsent?: 'granted' | 'required';
  /** Delegated permissions of the registration: what `.default` asks for. Default: whatever was consented to. */
  readonly delegatedPermissions?: readonly string[];
  /** Scopes of the API that this application itself offers, asked for as `api://<client id>/<scope>`. Default: none. */
  readonly exposedScopes?: readonly string[];
  /** Form of access tokens for that API: 1 has `aud` `api://<client id>`, 2 has the bare client id. Default 1. */
  readonly requestedAccessTokenVersion?: 1 | 2;
  /** Client ids of front ends whose users need no consent of their own for what this API asks for on their behalf. */
  readonly knownClientApplications?: readonly string[];
}

/**
 * The client an emulator knows when no other is named: confidential, with read-only application permissions. Register
 * the redirect URI of the program under test with `registerRedirectUri`.
 *
 * @public
 */
export const demoEntraClient: EntraClient = {
  clientId: '5f0c5a1e-7d1b-4c55-9f0a-3b9d2f6a7e10',
  clientSecret: 'demo-secret-of-the-emulator',
  redirectUris: ['http://localhost:3000/callback'],
  displayName: 'Kalends demo',
  applicationPermissions: ['Calendars.Read', 'MailboxSettings.Read', 'Place.Read.All', 'User.Read.All'],
};

/** Whether the client has to prove itself. */
export function isConfidential(client: EntraClient): boolean {
  return client.clientSecret !== undefined || (client.certificates ?? []).length > 0;
}

/** What the client is called on pages. */
export function applicationName(client: EntraClient): string {
  return client.displayName ?? client.clientId;
}
