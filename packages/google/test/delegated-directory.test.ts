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

describe('an organization that authorized less than is asked for by now', () => {
  const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-17T00:00:00Z' };
  const freeBusyScope = `${prefix}calendar.freebusy`;

  it('keeps its calendars, and is told which scope free and busy times need', async () => {
    const provider = kit.serviceAccount({ serviceAccount });
    kit.emulator.authorizeDelegation({ domain, clientId, scopes: provider.scopes });
    const credential = await provider.application({ mailbox: `ada@${domain}` });
    const former = provider.scopes.filter((scope) => scope !== freeBusyScope);
    kit.emulator.authorizeDelegation({ domain, clientId, scopes: former });

    await using connection = provider.connect({ credential });
    expect((await connection.events.list({ window }).toArray()).length).toBeGreaterThan(0);
    const asked = connection.freeBusy.query({ mailboxes: [`ada@${domain}`], window });
    expect(await rejection(asked)).toMatchObject({
      code: 'adminConsentRequired',
      operation: 'freeBusy.query',
      missingScopes: [freeBusyScope],
      cure: { text: expect.stringContaining(freeBusyScope), url: expect.stringContaining('domainwidedelegation') },
    });
    const { findings } = await connection.diagnose();
    expect(findings).toMatchObject([{ evidence: { missingScopes: [freeBusyScope] } }]);
    expect(await rejection(provider.application({ mailbox: `ada@${domain}` }))).toMatchObject({
      code: 'adminConsentRequired',
    });

    kit.emulator.authorizeDelegation({ domain, clientId, scopes: provider.scopes });
    await kit.clock.advance(3_600_000);
    const schedules = await connection.freeBusy.query({ mailboxes: [`ada@${domain}`], window });
    expect(schedules).toMatchObject({ isComplete: true });
  });

  it.each([
    ['freeBusy', [`${prefix}calendar.calendarlist.readonly`]],
    ['read', [`${prefix}calendar.events.readonly`]],
  ] as const)('has no connection with a part of what %s needs', async (calendars, authorized) => {
    const provider = kit.serviceAccount({ serviceAccount, policy: { calendars, contacts: 'none' } });
    kit.emulator.authorizeDelegation({ domain, clientId, scopes: provider.scopes });
    const credential = await provider.application({ mailbox: `ada@${domain}` });
    kit.emulator.authorizeDelegation({ domain, clientId, scopes: authorized });
    expect(await rejection(provider.tokens.issue({ credential }))).toMatchObject({
      code: 'adminConsentRequired',
      cure: { text: expect.stringContaining(provider.scopes.join(',')) },
    });
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
