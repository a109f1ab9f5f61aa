import type { Runtime } from '@kalends/core';
import { ews } from '@kalends/ews';
import { google } from '@kalends/google';
import { graph } from '@kalends/graph';
import {
  demoCompany,
  demoEntraClient,
  demoGoogleClient,
  startExchangeEmulator,
  startGoogleEmulator,
  startGraphEmulator,
} from '@kalends/testing';
import type { Company, EmulatorClock, ExchangeEmulator, GoogleEmulator, GraphEmulator } from '@kalends/testing';
import type { ProviderSlot } from '../connections/provider-slot.ts';

/** Emulated Microsoft 365, Google and Exchange, with one company in all three. */
export interface Demo extends AsyncDisposable {
  readonly company: Company;
  readonly slots: readonly ProviderSlot[];
  readonly emulators: {
    readonly microsoft: GraphEmulator;
    readonly google: GoogleEmulator;
    readonly exchange: ExchangeEmulator;
  };
  /** Allows the service's redirect URI, once its port is known. */
  allowRedirectUri(redirectUri: string): void;
  /** One line per emulator. */
  readonly description: readonly string[];
}

/** Starts the three emulators on ports of their own. */
export async function startDemo(options: {
  readonly clock: EmulatorClock;
  readonly runtime: Partial<Runtime>;
  /** Whether the emulated organization lets people consent for themselves. Default true. */
  readonly usersMayConsent?: boolean;
  /** Default: the demo company around today. */
  readonly company?: Company;
}): Promise<Demo> {
  const company = options.company ?? demoCompany(new Date(options.clock.now()).toISOString().slice(0, 10));
  const { usersMayConsent = true } = options;
  const common = { clock: options.clock, company };
  const [entra, googleEmulator, exchange] = await Promise.all([
    startGraphEmulator({ ...common, userConsent: usersMayConsent ? 'allowed' : 'disabled' }),
    startGoogleEmulator(common),
    startExchangeEmulator(common),
  ]);
  const settings = { runtime: options.runtime, allowInsecureLoopback: true };
  const microsoft = graph({
    ...settings,
    clientId: demoEntraClient.clientId,
    clientSecret: demoEntraClient.clientSecret ?? '',
    tenantId: entra.tenantId,
    authority: entra.origin,
    graphBaseUrl: entra.origin,
    usersMayConsent,
  });

  return {
    company,
    emulators: { microsoft: entra, google: googleEmulator, exchange },
    slots: [
      {
        slug: 'microsoft',
        label: 'Microsoft 365',
        kind: 'oauth',
        provider: microsoft,
        organization: microsoft,
      },
      {
        slug: 'google',
        label: 'Google Calendar',
        kind: 'oauth',
        provider: google({
          ...settings,
          clientId: demoGoogleClient.clientId,
          clientSecret: demoGoogleClient.clientSecret ?? '',
          endpoints: {
            authorizationUrl: `${googleEmulator.origin}/o/oauth2/v2/auth`,
            tokenUrl: `${googleEmulator.origin}/token`,
            apiRootUrl: `${googleEmulator.origin}/`,
          },
        }),
      },
      {
        slug: 'exchange',
        label: 'Exchange',
        kind: 'basic',
        provider: ews({ ...settings, url: exchange.ewsUrl }),
      },
    ],
    allowRedirectUri(redirectUri) {
      entra.registerRedirectUri(redirectUri);
      googleEmulator.registerRedirectUri(redirectUri);
    },
    description: [
      `Microsoft 365    ${entra.origin}`,
      `Google Calendar  ${googleEmulator.origin}`,
      `Exchange         ${exchange.origin}`,
    ],
    async [Symbol.asyncDispose]() {
      await Promise.all([entra.close(), googleEmulator.close(), exchange.close()]);
    },
  };
}
