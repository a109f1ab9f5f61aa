import type { CalendarConnection, Clock, Credential, Random } from '@kalends/core';
import type { CredentialVault } from './credential-vault.ts';
import { connect } from './provider-slot.ts';
import type { ProviderSlot, ProviderSlug } from './provider-slot.ts';

/** What is known of a connected person. No address: the page and the API show names. */
export interface ConnectedPerson {
  /** Made up here; means nothing elsewhere. */
  readonly id: string;
  readonly provider: ProviderSlug;
  readonly providerLabel: string;
  readonly name: string;
  /** ISO 8601 instant. */
  readonly connectedAt: string;
}

/** The people who are connected, in the order they came. */
export interface ConnectionRegistry {
  /** Seals the credential and remembers the person. Connecting the same account again replaces the earlier connection. */
  add(slot: ProviderSlot, credential: Credential): Promise<ConnectedPerson>;
  list(): readonly ConnectedPerson[];
  /** The open connection of a person, opened at first use. */
  open(id: string): Promise<CalendarConnection>;
  remove(id: string): Promise<boolean>;
  close(): Promise<void>;
}

interface Entry {
  readonly person: ConnectedPerson;
  readonly slot: ProviderSlot;
  readonly accountId: string;
  connection?: Promise<CalendarConnection>;
}

/** Creates a registry that keeps everything in memory. */
export function connectionRegistry(options: {
  readonly vault: CredentialVault;
  readonly clock: Clock;
  readonly random: Random;
}): ConnectionRegistry {
  const entries = new Map<string, Entry>();

  const drop = async (id: string): Promise<boolean> => {
    const entry = entries.get(id);
    entries.delete(id);
    options.vault.remove(id);
    const connection = await entry?.connection?.catch(() => undefined);
    await connection?.close();
    return entry !== undefined;
  };

  /** Seals what a provider renewed. A call that was under way when the person left must not bring the credential back. */
  const keep = async (id: string, changed: Credential): Promise<void> => {
    await options.vault.put(id, changed);
    if (!entries.has(id)) options.vault.remove(id);
  };

  return {
    async add(slot, credential) {
      const id = Buffer.from(options.random.bytes(12)).toString('base64url');
      await options.vault.put(id, credential);
      const earlier = [...entries.values()].filter(
        (entry) => entry.slot.slug === slot.slug && entry.accountId === credential.account.id,
      );
      const person: ConnectedPerson = {
        id,
        provider: slot.slug,
        providerLabel: slot.label,
        name: displayName(credential),
        connectedAt: new Date(options.clock.now()).toISOString(),
      };
      entries.set(id, { person, slot, accountId: credential.account.id });
      // Last: when the same account connects twice at once, the later one finds the earlier.
      await Promise.all(earlier.map((entry) => drop(entry.person.id)));
      return person;
    },
    list: () => [...entries.values()].map((entry) => entry.person),
    open(id) {
      const entry = entries.get(id);
      if (entry === undefined) return Promise.reject(new Error('There is no such connection'));
      entry.connection ??= options.vault
        .open(id, 'read calendars')
        .then((credential) => connect(entry.slot, credential, (changed) => keep(id, changed)));
      entry.connection.catch(() => {
        // A failed opening is tried again at the next use instead of being remembered.
        delete entry.connection;
      });
      return entry.connection;
    },
    remove: drop,
    async close() {
      await Promise.all([...entries.keys()].map(drop));
    },
  };
}

/** The account's name; without one, something readable from its address ("priya.raman" becomes "Priya Raman"). */
function displayName(credential: Credential): string {
  const { name, address } = credential.account;
  if (name !== undefined && !name.includes('@')) return name;
  const words = address?.split('@')[0]?.split(/[._-]+/) ?? [];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || 'Somebody';
}
