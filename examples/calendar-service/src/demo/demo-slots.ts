import type { ContactAccess, Runtime } from '@kalends/core';
import { ews } from '@kalends/ews';
import { google } from '@kalends/google';
import { graph } from '@kalends/graph';
import { demoEntraClient, demoGoogleClient } from '@kalends/testing';
import { googleContacts, policyWithContacts } from '../connections/contact-permission.ts';
import type { ProviderSlot } from '../connections/provider-slot.ts';

/** Where the emulators are. */
export interface DemoAddresses {
  /** Of Entra and Graph. */
  readonly microsoftOrigin: string;
  readonly tenantId: string;
  readonly googleOrigin: string;
  readonly ewsUrl: string;
}

/** The providers in front of the emulators, whichever process those run in. */
export function demoSlots(
  addresses: DemoAddresses,
  options: {
    readonly runtime: Partial<Runtime>;
    readonly usersMayConsent?: boolean;
    /** Default `none`. */
    readonly contacts?: ContactAccess;
  },
): readonly ProviderSlot[] {
  const { microsoftOrigin, tenantId, googleOrigin, ewsUrl } = addresses;
  const { runtime, usersMayConsent = true, contacts = 'none' } = options;
  const policy = policyWithContacts(contacts);
  const settings = { runtime, allowInsecureLoopback: true };
  const microsoft = graph({
    ...settings,
    clientId: demoEntraClient.clientId,
    clientSecret: demoEntraClient.clientSecret ?? '',
    tenantId,
    authority: microsoftOrigin,
    graphBaseUrl: microsoftOrigin,
    policy,
    usersMayConsent,
  });
  return [
    { slug: 'microsoft', label: 'Microsoft 365', kind: 'oauth', provider: microsoft, policy, organization: microsoft },
    {
      slug: 'google',
      label: 'Google Calendar',
      kind: 'oauth',
      provider: google({
        ...settings,
        ...googleContacts(contacts),
        clientId: demoGoogleClient.clientId,
        clientSecret: demoGoogleClient.clientSecret ?? '',
        endpoints: {
          authorizationUrl: `${googleOrigin}/o/oauth2/v2/auth`,
          tokenUrl: `${googleOrigin}/token`,
          apiRootUrl: `${googleOrigin}/`,
        },
      }),
    },
    { slug: 'exchange', label: 'Exchange', kind: 'basic', provider: ews({ ...settings, url: ewsUrl }) },
  ];
}
