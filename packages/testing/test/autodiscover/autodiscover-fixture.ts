import { afterEach } from 'vitest';
import { startAutodiscoverEmulator } from '../../src/autodiscover/autodiscover-emulator.ts';
import type {
  AutodiscoverEmulator,
  AutodiscoverEmulatorOptions,
} from '../../src/autodiscover/autodiscover-emulator.ts';
import type { AutodiscoverBehaviour } from '../../src/autodiscover/autodiscover-behaviour.ts';

const running: AutodiscoverEmulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((site) => site.close()));
});

/** Starts hosts that are stopped after the test. */
export async function startSite(options: AutodiscoverEmulatorOptions): Promise<AutodiscoverEmulator> {
  const site = await startAutodiscoverEmulator(options);
  running.push(site);
  return site;
}

/** The host of most tests, and the URLs of its endpoints. */
export const name: string = 'autodiscover.tidewater.example';
export const pox: string = `https://${name}/autodiscover/autodiscover.xml`;
export const soap: string = `https://${name}/autodiscover/autodiscover.svc`;
export const json: string = `https://${name}/autodiscover/autodiscover.json/v1.0/ada%40tidewater.example`;
export const ada: string = 'ada@tidewater.example';
export const ewsUrl: string = 'https://mail.tidewater.example/EWS/Exchange.asmx';
/** Answers with two URLs. */
export const settings: AutodiscoverBehaviour = {
  kind: 'settings',
  ewsUrl,
  internalEwsUrl: 'https://in.tidewater.example/e',
};
/** One host that does the same at every endpoint. */
export const one = (behaviour: AutodiscoverBehaviour): AutodiscoverEmulatorOptions => ({
  hosts: [{ name, endpoints: { pox: behaviour, soap: behaviour, json: behaviour, plain: behaviour } }],
});
