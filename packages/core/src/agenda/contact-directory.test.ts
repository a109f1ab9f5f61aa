import { expect, test } from 'vitest';
import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorCode } from '../errors/error-code.ts';
import type { Contact } from '../model/contact.ts';
import { pagedList } from '../paging/pages.ts';
import { fakeConnection } from '../provider/__fixtures__/fake-connection.ts';
import { contactDirectory } from './contact-directory.ts';

const contact = (id: string, source: Contact['source'], displayName: string, ...addresses: string[]): Contact => ({
  id,
  source,
  displayName,
  addresses,
  phoneNumbers: [],
});
const books: Record<Contact['source'], Contact[]> = {
  personal: [
    contact('p1', 'personal', 'Zoe', 'zoe@harbour.example'),
    contact('p2', 'personal', 'Ben at home', 'Ben@tidewater.example'),
    contact('p3', 'personal', 'Nobody'),
  ],
  directory: [
    contact('d1', 'directory', 'Ada', 'ada@tidewater.example'),
    contact('d2', 'directory', 'Ben', 'ben@tidewater.example'),
  ],
};

function connection(failure?: { source: Contact['source']; code: CalendarErrorCode }) {
  const asked: string[] = [];
  return {
    asked,
    connection: fakeConnection({
      contactSources: ['personal', 'directory'],
      contacts: {
        list: ({ source = 'personal' } = {}) =>
          pagedList({
            provider: 'fake',
            fetchPage: () => {
              asked.push(source);
              return failure?.source === source
                ? Promise.reject(new CalendarError({ code: failure.code, message: 'm' }))
                : Promise.resolve({ items: books[source] });
            },
          }),
      },
    }),
  };
}

test('puts the sources together; an address stands there once', async () => {
  const directory = await contactDirectory(connection());
  expect(directory.contacts.map(({ id }) => id)).toEqual(['d1', 'p2', 'p3', 'p1']);
  expect(directory).toMatchObject({ closed: [], isCut: false });
});

test('people who share an address in somebody’s own book are all there', async () => {
  const family = [
    contact('p1', 'personal', 'Mum', 'home@harbour.example'),
    contact('p2', 'personal', 'Dad', 'home@harbour.example'),
  ];
  const { contacts } = await contactDirectory({
    connection: fakeConnection({
      contactSources: ['personal'],
      contacts: { list: () => pagedList({ provider: 'fake', fetchPage: () => Promise.resolve({ items: family }) }) },
    }),
  });
  expect(contacts.map(({ displayName }) => displayName)).toEqual(['Dad', 'Mum']);
});

test.each([
  ['policyDenied', 'policy'],
  ['unsupported', 'unavailable'],
  ['accessDenied', 'denied'],
  ['adminConsentRequired', 'denied'],
] as const)('a source that is closed by %s leaves the others', async (code, reason) => {
  const directory = await contactDirectory(connection({ source: 'directory', code }));
  expect(directory.contacts).toHaveLength(3);
  expect(directory.closed).toEqual([{ source: 'directory', reason }]);
});

test.each([
  ['personal', 'networkError'],
  ['personal', 'accessDenied'],
  ['directory', 'serviceUnavailable'],
] as const)('a failure is a failure: %s, %s', async (source, code) => {
  await expect(contactDirectory(connection({ source, code }))).rejects.toMatchObject({ code });
});

test('a source that the account lacks is not asked', async () => {
  const lacking = fakeConnection({ contactSources: [] });
  expect(await contactDirectory({ connection: lacking })).toEqual({
    contacts: [],
    closed: [
      { source: 'personal', reason: 'unavailable' },
      { source: 'directory', reason: 'unavailable' },
    ],
    isCut: false,
  });
});

test('is cut where it was told to be, and says so', async () => {
  const world = connection();
  expect(await contactDirectory({ ...world, maxContacts: 2 })).toMatchObject({ isCut: true });
  expect((await contactDirectory({ ...world, maxContacts: 4 })).isCut).toBe(false);
  await expect(contactDirectory({ ...world, maxContacts: 0 })).rejects.toMatchObject({ code: 'invalidArgument' });
});
