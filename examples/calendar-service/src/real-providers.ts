import type { Runtime } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { ews } from '@kalends/ews';
import { google } from '@kalends/google';
import { graph } from '@kalends/graph';
import type { ServiceConfig } from './config/service-config.ts';
import { googleContacts, policyWithContacts } from './connections/contact-permission.ts';
import type { ProviderSlot } from './connections/provider-slot.ts';

/** The providers that the environment configures; none means the demo. */
export function realProviders(config: ServiceConfig, runtime: Partial<Runtime>): ProviderSlot[] {
  const slots: ProviderSlot[] = [];
  if (config.graph !== undefined) {
    const policy = policyWithContacts(config.contacts);
    const provider = graph({ ...config.graph, policy, usersMayConsent: config.usersMayConsent, runtime });
    slots.push({ slug: 'microsoft', label: 'Microsoft 365', kind: 'oauth', provider, policy, organization: provider });
  }
  if (config.google !== undefined) {
    slots.push({
      slug: 'google',
      label: 'Google Calendar',
      kind: 'oauth',
      provider: google({ ...config.google, ...googleContacts(config.contacts), runtime }),
    });
  }
  if (config.exchange !== undefined) {
    const { url, certificateAuthorities } = config.exchange;
    const trust = certificateAuthorities === undefined ? {} : { fetch: nodeFetch({ certificateAuthorities }) };
    slots.push({
      slug: 'exchange',
      label: 'Exchange',
      kind: 'basic',
      provider: ews({ url, runtime: { ...runtime, ...trust } }),
    });
  }
  return slots;
}
