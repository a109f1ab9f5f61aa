import type { ContactAccess, Runtime } from '@kalends/core';
import { demoCompany, startExchangeEmulator, startGoogleEmulator, startGraphEmulator } from '@kalends/testing';
import type { Company, EmulatorClock, ExchangeEmulator, GoogleEmulator, GraphEmulator } from '@kalends/testing';
import type { ProviderSlot } from '../connections/provider-slot.ts';
import { demoSlots } from './demo-slots.ts';
import type { DemoAddresses } from './demo-slots.ts';

/** Emulated Microsoft 365, Google and Exchange, with one company in all three. */
export interface Demo extends AsyncDisposable {
  readonly company: Company;
  readonly addresses: DemoAddresses;
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
  /** What is done with contacts. Default `none`. */
  readonly contacts?: ContactAccess;
  /** Default: the demo company around today. */
  readonly company?: Company;
}): Promise<Demo> {
  const company = options.company ?? demoCompany(new Date(options.clock.now()).toISOString().slice(0, 10));
  const { usersMayConsent = true, contacts = 'none' } = options;
  const common = { clock: options.clock, company };
  const [entra, googleEmulator, exchange] = await Promise.all([
    startGraphEmulator({ ...common, userConsent: usersMayConsent ? 'allowed' : 'disabled' }),
    startGoogleEmulator(common),
    startExchangeEmulator(common),
  ]);
  const addresses = {
    microsoftOrigin: entra.origin,
    tenantId: entra.tenantId,
    googleOrigin: googleEmulator.origin,
    ewsUrl: exchange.ewsUrl,
  };

  return {
    company,
    emulators: { microsoft: entra, google: googleEmulator, exchange },
    addresses,
    slots: demoSlots(addresses, { runtime: options.runtime, usersMayConsent, contacts }),
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
