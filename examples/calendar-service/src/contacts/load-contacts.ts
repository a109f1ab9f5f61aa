import type { CalendarConnection, Clock, ContactAccess, Logger } from '@kalends/core';
import { contactDirectory } from '@kalends/core/agenda';
import type { ContactDirectory } from '@kalends/core/agenda';
import { askPerson } from '../connections/ask-person.ts';
import type { ConnectedPerson } from '../connections/connected-person.ts';
import type { Team } from '../connections/team.ts';
import { contactInOrder } from './contact-name.ts';
import type { ContactsSource, TeamContact, TeamContacts } from './team-contacts.ts';

/** Contacts of one person; the rest is cut off, and told. */
export const maxContactsOfPerson = 2_000;

/** What {@link loadContacts} works with. */
export interface LoadContactsOptions {
  readonly team: Pick<Team, 'list' | 'open'>;
  /** The most that is done with contacts. `none`: nobody is asked, also where a service would answer, as Exchange does. */
  readonly access: ContactAccess;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the reading when whoever asked is gone. */
  readonly signal?: AbortSignal;
}

/** Reads the address books of everybody who is connected, at the same time. Whoever's cannot be read is named; the others are shown. */
export async function loadContacts(options: LoadContactsOptions): Promise<TeamContacts> {
  const { team, access } = options;
  const people = await team.list();
  const results = await Promise.all(people.map((person) => readPerson(person, options)));
  return {
    access,
    isComplete: results.every(({ source }) => source.outcome === 'complete' && !source.isCut),
    sources: results.map(({ source }) => source),
    contacts: results.flatMap(({ contacts }) => contacts).sort(contactInOrder),
  };
}

interface PersonContacts {
  readonly source: ContactsSource;
  readonly contacts: readonly TeamContact[];
}

async function readPerson(person: ConnectedPerson, options: LoadContactsOptions): Promise<PersonContacts> {
  if (options.access === 'none') return closedByPolicy(person);
  const who = { person: person.name, provider: person.provider };
  let directory: ContactDirectory = { contacts: [], closed: [], isCut: false };
  const read = async (connection: CalendarConnection, signal: AbortSignal): Promise<void> => {
    directory = await contactDirectory({ connection, maxContacts: maxContactsOfPerson, signal });
  };
  const failure = await askPerson(person, read, { ...options, subject: 'contacts' });
  if (failure !== undefined) return { source: { ...who, outcome: 'failed', ...failure }, contacts: [] };
  const { contacts, closed, isCut } = directory;
  return {
    source: { ...who, outcome: 'complete', closed, isCut },
    contacts: contacts.map(({ id: _id, version: _version, ...contact }) => ({ ...who, ...contact })),
  };
}

function closedByPolicy({ name: person, provider }: ConnectedPerson): PersonContacts {
  const closed = (['personal', 'directory'] as const).map((source) => ({ source, reason: 'policy' as const }));
  return { source: { person, provider, outcome: 'complete', closed, isCut: false }, contacts: [] };
}
