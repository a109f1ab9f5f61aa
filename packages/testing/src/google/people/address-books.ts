import type { JsonObject } from '../api/json-body.ts';
import type { Account, GoogleState } from '../google-state.ts';
import { derivedValues } from './derived-values.ts';
import { PersonStore } from './person-store.ts';
import type { PersonVersion } from './person-store.ts';

/** The people that one account knows. */
export interface AddressBook {
  readonly contacts: PersonStore;
  readonly others: PersonStore;
  /** What searches look through: as it was at the last search for nothing, which warms the cache up. */
  readonly index: { contacts: readonly PersonVersion[]; others: readonly PersonVersion[] };
}

/** Contacts of every account, and the directory of every domain. */
export class AddressBooks {
  readonly #state: GoogleState;
  readonly #lagMs: number;
  readonly #books = new Map<string, AddressBook>();
  readonly #directories = new Map<
    string,
    { readonly store: PersonStore; readonly people: Map<string, PersonVersion> }
  >();

  constructor(state: GoogleState, lagMs: number) {
    this.#state = state;
    this.#lagMs = lagMs;
  }

  of(personId: string): AddressBook {
    const known = this.#books.get(personId);
    if (known !== undefined) return known;
    const lagMs = this.#lagMs;
    const book: AddressBook = {
      contacts: new PersonStore(this.#state, { source: 'CONTACT', prefix: 'people/c', lagMs }),
      others: new PersonStore(this.#state, { source: 'OTHER_CONTACT', prefix: 'otherContacts/c', lagMs }),
      index: { contacts: [], others: [] },
    };
    this.#books.set(personId, book);
    return book;
  }

  /** The people of a domain as they are now: whoever is new is added, whoever left is removed. */
  directory(domain: string): PersonStore {
    const known = this.#directories.get(domain) ?? {
      store: new PersonStore(this.#state, { source: 'DOMAIN_PROFILE', prefix: 'people/', lagMs: 0 }),
      people: new Map<string, PersonVersion>(),
    };
    this.#directories.set(domain, known);
    const members = [...this.#state.accounts.values()].filter(
      (account) => account.domain === domain && !account.isRobot && account.status !== 'deleted',
    );
    for (const account of members) {
      if (known.people.has(account.personId)) continue;
      const id = this.#state.opaque.hex(17);
      const values = derivedValues(profileOf(account), { source: 'DOMAIN_PROFILE', id });
      known.people.set(account.personId, known.store.add(values, id));
    }
    for (const [personId, person] of known.people) {
      if (members.some((account) => account.personId === personId)) continue;
      known.store.remove(person);
      known.people.delete(personId);
    }
    return known.store;
  }
}

/** What an account says about its owner. */
export function profileOf({ name, address }: Account): Readonly<Record<string, readonly JsonObject[]>> {
  const at = name.lastIndexOf(' ');
  const parts = at < 0 ? { givenName: name } : { givenName: name.slice(0, at), familyName: name.slice(at + 1) };
  return { names: [parts], emailAddresses: [{ value: address, type: 'work' }] };
}
