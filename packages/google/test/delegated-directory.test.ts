import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emulatedGoogle } from './support/emulated-google.ts';
import type { EmulatedGoogle } from './support/emulated-google.ts';
import { rejection } from './support/setup.ts';

const domain = 'tidewater.example';
const prefix = 'https://www.googleapis.com/auth/';
const scopes = [
  'calendar.events.readonly',
  'calendar.freebusy',
  'calendar.calendarlist.readonly',
  'contacts.readonly',
  'directory.readonly',
  'admin.directory.resource.calendar.readonly',
].map((name) => prefix + name);
const settings = { contacts: { access: 'read', directory: true }, rooms: true } as const;

let kit: EmulatedGoogle;
let serviceAccount: string;
let clientId: string;
beforeEach(async () => {
  kit = await emulatedGoogle();
  const key = await kit.emulator.createServiceAccountKey();
  serviceAccount = JSON.stringify(key);
  clientId = key.client_id;
});
afterEach(() => kit.emulator.close());

describe('contacts and rooms of a service account', () => {
  it('are opened by the same settings, and answer whom it acts for', async () => {
    const provider = kit.serviceAccount({ serviceAccount, ...settings });
    expect(provider.scopes).toEqual(scopes);
    kit.emulator.authorizeDelegation({ domain, clientId, scopes });
    kit.emulator.setAdministrator('ada', true);
    const credential = await provider.application({ mailbox: `ada@${domain}` });
    await using connection = provider.connect({ credential });
    expect(connection.capabilities).toMatchObject({
      freeBusy: { query: true },
      rooms: { list: true, buildings: true },
      contacts: { sources: ['personal', 'directory'], write: false, changes: true },
    });
    expect(await connection.rooms.list().toArray()).toMatchObject([{ name: 'Room 4' }]);
    expect(await connection.contacts.list({ source: 'directory' }).toArray()).toHaveLength(2);
    const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-17T00:00:00Z' };
    expect(await connection.freeBusy.query({ mailboxes: [`ada@${domain}`], window })).toMatchObject({
      isComplete: true,
    });

    const bobs = provider.connect({ credential: await provider.application({ mailbox: `bob@${domain}` }) });
    expect(await rejection(bobs.rooms.list())).toMatchObject({ code: 'accessDenied' });
  });

  it('need every scope authorized, as delegation gives all or nothing', async () => {
    const provider = kit.serviceAccount({ serviceAccount, ...settings });
    kit.emulator.authorizeDelegation({ domain, clientId, scopes: scopes.slice(0, 3) });
    expect(await rejection(provider.application({ mailbox: `ada@${domain}` }))).toMatchObject({
      code: 'adminConsentRequired',
      cure: { text: expect.stringContaining(`${prefix}contacts.readonly`) },
    });
    const narrow = kit.serviceAccount({ serviceAccount });
    await expect(narrow.application({ mailbox: `ada@${domain}` })).resolves.toMatchObject({ kind: 'application' });
  });
});

describe('a diagnosis', () => {
  it('names the scopes that the settings need and the grant lacks', async () => {
    const provider = kit.oauth(settings);
    const credential = await kit.credential('ada');
    const { findings } = await provider.connect({ credential }).diagnose();
    expect(findings).toMatchObject([{ code: 'scopeMissing', evidence: { missingScopes: scopes.slice(3) } }]);
  });
});
