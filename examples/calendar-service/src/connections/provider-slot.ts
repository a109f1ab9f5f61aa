import type { AccessPolicy, BasicProvider, OAuthProvider } from '@kalends/core';
import type { GraphProvider } from '@kalends/graph';

/** How a provider appears in the service's addresses. */
export type ProviderSlug = 'microsoft' | 'google' | 'exchange';

/** A provider people can connect to. */
export type ProviderSlot =
  | {
      readonly slug: ProviderSlug;
      readonly label: string;
      readonly kind: 'oauth';
      readonly provider: OAuthProvider;
      /** What whoever connects here for the first time is asked for. Default: the provider's own choice. */
      readonly policy?: AccessPolicy;
      /** The same provider, where an administrator can consent for a whole organization. */
      readonly organization?: GraphProvider;
    }
  | { readonly slug: ProviderSlug; readonly label: string; readonly kind: 'basic'; readonly provider: BasicProvider };

/** The slug and name of a provider, also of one that is not configured any more and still has accounts. */
export function providerNames(providerId: string): { readonly slug: ProviderSlug; readonly label: string } {
  return names[providerId] ?? { slug: 'exchange', label: providerId };
}

const names: Readonly<Record<string, { readonly slug: ProviderSlug; readonly label: string }>> = {
  graph: { slug: 'microsoft', label: 'Microsoft 365' },
  google: { slug: 'google', label: 'Google Calendar' },
  ews: { slug: 'exchange', label: 'Exchange' },
};
