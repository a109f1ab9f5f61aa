import { demoEntraClient } from '@kalends/testing';
import { describe, expect, it } from 'vitest';
import type { GraphCalendarConnection, GraphSettings } from '../src/index.ts';
import { directoryTests } from './support/directory.ts';
import type { DirectorySetup } from './support/directory.ts';
import { march } from './support/harbour.ts';

const start = directoryTests();
const roles = ['Calendars.Read', 'Contacts.ReadWrite', 'Place.Read.All', 'User.Read.All'];
const clients = [{ ...demoEntraClient, applicationPermissions: roles }];

async function connectAda(
  { provider, providerWith }: DirectorySetup,
  settings?: Partial<GraphSettings>,
): Promise<GraphCalendarConnection> {
  const credential = await provider.signIn.application({ mailbox: 'ada@harbour.example' });
  return (settings === undefined ? provider : providerWith(settings)).connect({ credential });
}

describe('the application in its own name', () => {
  it('asks about time, rooms and people, and keeps contacts, in a mailbox by its address', async () => {
    const setup = await start({ clients });
    const connection = await connectAda(setup);
    expect(connection.capabilities.contacts.sources).toEqual(['personal', 'directory']);
    const asked = { mailboxes: ['bo@harbour.example'], window: march };
    expect(await connection.freeBusy.query(asked)).toMatchObject({ isComplete: true });
    expect(await connection.rooms.list().toArray()).toHaveLength(1);
    const { id: contactId } = await connection.contacts.create({ contact: { displayName: 'Grace' } });
    await connection.contacts.update({ contactId, patch: { phoneNumbers: ['1'] } });
    expect((await connection.contacts.changes()).changes).toHaveLength(1);
    expect((await connection.contacts.search({ text: 'bo' })).contacts).toMatchObject([{ displayName: 'Bo Marsh' }]);
    await connection.contacts.delete({ contactId });
    const eventIds = (await connection.events.list({ window: march }).toArray()).map(({ id }) => id);
    const outcomes = await connection.events.getMany({ eventIds });
    expect(outcomes.every(({ kind }) => kind === 'done')).toBe(true);
    const paths = setup.requests().map(({ path, body }) => path + body);
    expect(paths.filter((path) => path.includes('/me/'))).toEqual([]);
  });

  it('says of each event that the rule for its mailbox is not in force yet', async () => {
    const setup = await start({ clients });
    const eventIds = (await (await connectAda(setup)).events.list({ window: march }).toArray()).map(({ id }) => id);
    setup.emulator.setApplicationAccessPolicies([
      { clientId: demoEntraClient.clientId, accessRight: 'DenyAccess', members: ['ada'] },
    ]);
    const connection = await connectAda(setup, { testedAccess: () => 'granted' });
    const outcomes = await connection.events.getMany({ eventIds, calendarId: 'c' });
    const codes = outcomes.map((outcome) => outcome.kind === 'failed' && outcome.error.code);
    expect([...new Set(codes)]).toEqual(['policyPropagating']);
  });
});
