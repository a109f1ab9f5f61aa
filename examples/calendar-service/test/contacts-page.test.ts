import { expect, test } from 'vitest';
import { contactsPage } from '../src/web/contacts-page.ts';
import type { ContactsPage } from '../src/web/contacts-page.ts';

const anna = {
  person: 'Ada',
  provider: 'google',
  source: 'personal',
  displayName: 'Anna',
  addresses: ['anna@harbour.example'],
  phoneNumbers: [],
} as const;
const complete = { person: 'Ada', provider: 'google', outcome: 'complete', closed: [], isCut: false } as const;

async function pageOf(changes: Partial<ContactsPage['contacts']>): Promise<string> {
  const contacts = { access: 'read', isComplete: true, sources: [complete], contacts: [anna], ...changes } as const;
  return String(await contactsPage({ contacts, people: [] }));
}

test.each([
  ['policy', 'Ada: own contacts kept closed by policy'],
  ['unavailable', 'Ada: own contacts not available through this connection'],
  ['denied', 'Ada: own contacts not open to this account'],
] as const)('an address book that is closed by %s is told', async (reason, text) => {
  expect(await pageOf({ sources: [{ ...complete, closed: [{ source: 'personal', reason }] }] })).toContain(text);
});

test('a list that was cut says so', async () => {
  expect(await pageOf({ sources: [{ ...complete, isCut: true }] })).toContain('more contacts than are shown');
  expect(await pageOf({})).not.toContain('more contacts than are shown');
});

test('whom several people know alike is shown once, namesakes are shown apart', async () => {
  const known = { ...anna, person: 'Ben', addresses: ['Anna@Harbour.example'] };
  const namesake = { ...anna, addresses: ['anna@elsewhere.example'] };
  const page = await pageOf({ contacts: [anna, known, namesake] });
  expect(page.match(/<h3>Anna<\/h3>/g)).toHaveLength(2);
  expect(page).toContain('Known to Ada, Ben');
});

test('whoever has no name is shown by what is known', async () => {
  const { displayName: _name, ...nameless } = anna;
  expect(await pageOf({ contacts: [nameless] })).toContain('<h3>anna@harbour.example</h3>');
  expect(await pageOf({ contacts: [{ ...nameless, addresses: [] }] })).toContain('<h3>Without a name</h3>');
});
