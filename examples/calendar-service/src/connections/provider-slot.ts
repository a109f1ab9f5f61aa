import type { BasicProvider, CalendarConnection, Credential, OAuthProvider } from '@kalends/core';

/** How a provider appears in the service's addresses. */
export type ProviderSlug = 'microsoft' | 'google' | 'exchange';

/** A provider people can connect to. */
export type ProviderSlot =
  | { readonly slug: ProviderSlug; readonly label: string; readonly kind: 'oauth'; readonly provider: OAuthProvider }
  | { readonly slug: ProviderSlug; readonly label: string; readonly kind: 'basic'; readonly provider: BasicProvider };

/** Opens a connection with a credential of the slot's own kind. */
export function connect(
  slot: ProviderSlot,
  credential: Credential,
  onCredentialChanged: (credential: Credential) => Promise<void>,
): CalendarConnection {
  if (slot.kind === 'oauth' && credential.kind === 'oauth') {
    return slot.provider.connect({ credential, onCredentialChanged });
  }
  if (slot.kind === 'basic' && credential.kind === 'basic') {
    return slot.provider.connect({ credential, onCredentialChanged });
  }
  throw new Error(`A ${credential.kind} credential does not open a connection to ${slot.label}`);
}
