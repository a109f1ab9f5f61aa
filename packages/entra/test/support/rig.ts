import { createPkcePair, systemRandom } from '@kalends/core';
import type { OAuthCredential } from '@kalends/core';
import { demoEntraClient, manualClock, startGraphEmulator } from '@kalends/testing';
import type { Company, EntraClient, GraphEmulator, GraphEmulatorOptions, ManualClock } from '@kalends/testing';
import { afterEach } from 'vitest';
import { entra } from '../../src/index.ts';
import type { Entra, EntraAuthorizationUrlOptions, EntraSettings } from '../../src/index.ts';

/** Two people and a room. */
const harbour: Company = {
  name: 'Harbour Office',
  domain: 'harbour.example',
  timeZone: 'Europe/Berlin',
  people: [
    { id: 'ada', name: 'Ada Quay', address: 'ada@harbour.example', timeZone: 'Europe/Berlin', password: 'tide-1' },
    { id: 'bo', name: 'Bo Marsh', address: 'bo@harbour.example', timeZone: 'Europe/Berlin', password: 'tide-2' },
  ],
  rooms: [
    { id: 'pier', name: 'Pier room', address: 'pier@harbour.example', capacity: 6, building: 'Main', floor: '1' },
  ],
  meetings: [],
};

/** Where the pages send browsers back to. */
export const redirectUri = 'https://app.harbour.example/callback';

/** A confidential client with every permission that tests ask for. */
export const confidential: EntraClient = {
  clientId: demoEntraClient.clientId,
  clientSecret: 'secret-of-the-harbour',
  redirectUris: [redirectUri],
  applicationPermissions: ['Calendars.Read', 'https://outlook.office365.com/full_access_as_app'],
  delegatedPermissions: ['Calendars.Read', 'Calendars.ReadWrite', 'Contacts.Read'],
};

/** An emulator and an application that signs in with it. */
export interface Rig {
  readonly emulator: GraphEmulator;
  readonly clock: ManualClock;
  /** The confidential client, in the first tenant unless the settings say otherwise. */
  readonly application: (settings?: Partial<EntraSettings>) => Entra;
  /** Opens the sign-in page, fills it in, and redeems the code. */
  readonly signIn: (directory: Entra, options?: WalkOptions) => Promise<OAuthCredential>;
  /** Opens a page of the service, fills in its form, and returns where the browser is sent. */
  readonly walk: (url: string, options?: WalkOptions) => Promise<URLSearchParams>;
}

/** What a person does on a page. */
export interface WalkOptions {
  /** Default `ada`. */
  readonly person?: 'ada' | 'bo';
  /** Fields of the form instead of the person's name and password. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly url?: Partial<EntraAuthorizationUrlOptions>;
  /** Default: anybody. */
  readonly expectedAccount?: { readonly id?: string; readonly address?: string };
}

const open: GraphEmulator[] = [];
afterEach(async () => {
  for (const emulator of open.splice(0)) await emulator.close();
});

/** Starts an emulator of the harbour office; it ends with the test. */
export async function startRig(options: GraphEmulatorOptions = {}): Promise<Rig> {
  const clock = manualClock('2026-12-01T10:00:00Z');
  const emulator = await startGraphEmulator({ clock, company: harbour, clients: [confidential], ...options });
  open.push(emulator);
  const submit = async (page: string, fields: Readonly<Record<string, string>>): Promise<Response> => {
    const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const values = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]));
    const body = new URLSearchParams({ ...values, decision: 'accept', ...fields });
    return fetch(new URL(action, emulator.origin), { method: 'POST', redirect: 'manual', body });
  };
  const walk: Rig['walk'] = async (url, { person = 'ada', fields } = {}) => {
    const own = { username: `${person}@harbour.example`, password: person === 'ada' ? 'tide-1' : 'tide-2' };
    let answer = await submit(await (await fetch(url)).text(), fields ?? own);
    if (answer.status === 200) {
      // "Approval required": all a person can do there is go back.
      const page = await answer.text();
      answer = await submit(page, { ...(fields ?? own), decision: 'back' });
    }
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`no redirect: ${/AADSTS\d+/.exec(await answer.text())?.[0] ?? 'a page'}`);
    return new URL(location).searchParams;
  };
  return {
    emulator,
    clock,
    walk,
    application: (settings = {}) =>
      entra({
        clientId: confidential.clientId,
        ...('certificate' in settings || 'clientSecret' in settings
          ? {}
          : { clientSecret: confidential.clientSecret ?? '' }),
        tenantId: emulator.tenantId,
        authority: emulator.origin,
        allowInsecureLoopback: true,
        retry: { maxAttempts: 1 },
        runtime: { clock },
        ...settings,
      }),
    async signIn(directory, options = {}) {
      const { codeChallenge, codeVerifier } = await createPkcePair(systemRandom);
      const url = await directory.signIn.createAuthorizationUrl({
        redirectUri,
        state: 'state-1',
        codeChallenge,
        ...options.url,
      });
      const callback = await walk(url, options);
      if (callback.has('error')) throw directory.signIn.callbackError(callback);
      const { expectedAccount } = options;
      return directory.signIn.exchangeCode({
        code: callback.get('code') ?? '',
        codeVerifier,
        redirectUri,
        ...(options.url?.policy === undefined ? {} : { policy: options.url.policy }),
        ...(expectedAccount === undefined ? {} : { expectedAccount }),
      });
    },
  };
}

/** A public client at the emulator. */
export function publicApplication(rig: Rig, clientId: string, settings: Partial<EntraSettings> = {}): Entra {
  return entra({
    clientId,
    tenantId: rig.emulator.tenantId,
    authority: rig.emulator.origin,
    allowInsecureLoopback: true,
    retry: { maxAttempts: 1 },
    runtime: { clock: rig.clock },
    ...settings,
  });
}
