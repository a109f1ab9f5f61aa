/** An app registration the emulator knows. @public */
export interface EntraClient {
  /** Application (client) id. Entra hands out GUIDs; anything is taken here. */
  readonly clientId: string;
  /** Makes it a confidential client. Default: a public client, which must not send a secret. */
  readonly clientSecret?: string;
  /** ISO 8601 instant after which the secret is refused with AADSTS7000222. Default: never. */
  readonly clientSecretExpiresAt?: string;
  /** Compared character by character, as Entra does. */
  readonly redirectUris: readonly string[];
  /** Shown on the sign-in page. Default: the client id. */
  readonly displayName?: string;
  /** Application permissions an administrator consented to; they become `roles` of app-only tokens. Default: none. */
  readonly applicationPermissions?: readonly string[];
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
