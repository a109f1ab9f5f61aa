/** Where an add-in's mailbox lives. @public */
export type AddinEnvironment = 'exchangeOnline' | 'exchangeServer';

/** Which tokens an add-in's back end receives. @public */
export type AddinTokenKind = 'nestedAppToken' | 'exchangeIdentityToken';

/**
 * Says which tokens to expect, and so which verifier to use. Exchange Online replaced its legacy tokens by nested app
 * authentication from January 2025 on; Exchange Server keeps user identity tokens and knows nothing else.
 *
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/outlook/faq-nested-app-auth-outlook-legacy-tokens | Nested app authentication and Outlook legacy tokens deprecation FAQ}
 * @public
 */
export function addinTokenKind(environment: AddinEnvironment): AddinTokenKind {
  return environment === 'exchangeOnline' ? 'nestedAppToken' : 'exchangeIdentityToken';
}
