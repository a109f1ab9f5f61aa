import type { SecretEntry, SecretOwner, SecretStore } from '../account-store.ts';
import { compareBytes } from './compare-bytes.ts';
import type { MemoryAccountStore } from './memory-account-store.ts';

const defaultLimit = 100;

/** The secrets of `memoryAccountStores`. */
export class MemorySecretStore implements SecretStore {
  readonly #accounts: MemoryAccountStore;
  readonly #entries = new Map<string, SecretEntry>();

  constructor(accounts: MemoryAccountStore) {
    this.#accounts = accounts;
    accounts.onGone((owner) => this.#forget(owner));
  }

  async put(owner: SecretOwner, name: string, sealed: string): Promise<boolean> {
    if (!this.#takes(owner)) return false;
    this.#entries.set(keyOf(owner, name), structuredClone({ owner, name, sealed }));
    return true;
  }

  async get(owner: SecretOwner, name: string): Promise<string | undefined> {
    return this.#entries.get(keyOf(owner, name))?.sealed;
  }

  async delete(owner: SecretOwner, name: string): Promise<boolean> {
    return this.#entries.delete(keyOf(owner, name));
  }

  async reseal(entry: SecretEntry, sealed: string): Promise<boolean> {
    const key = keyOf(entry.owner, entry.name);
    const present = this.#entries.get(key);
    if (present?.sealed !== entry.sealed) return false;
    this.#entries.set(key, { ...present, sealed });
    return true;
  }

  async list(page: { readonly after?: SecretEntry; readonly limit?: number } = {}): Promise<readonly SecretEntry[]> {
    const { after, limit = defaultLimit } = page;
    return [...this.#entries.values()]
      .sort(compareEntries)
      .filter((entry) => after === undefined || compareEntries(entry, after) > 0)
      .slice(0, limit);
  }

  #takes(owner: SecretOwner): boolean {
    return owner.kind === 'application' || this.#accounts.isActive(owner);
  }

  #forget(account: { readonly id: string; readonly generation: number }): void {
    for (const [key, { owner }] of this.#entries) {
      if (owner.kind === 'account' && owner.id === account.id && owner.generation === account.generation)
        this.#entries.delete(key);
    }
  }
}

function keyOf(owner: SecretOwner, name: string): string {
  return JSON.stringify(owner.kind === 'account' ? [owner.id, owner.generation, name] : [name]);
}

function compareEntries(left: SecretEntry, right: SecretEntry): number {
  return compareOwners(left.owner, right.owner) || compareBytes(left.name, right.name);
}

/** Accounts before the application. */
function compareOwners(left: SecretOwner, right: SecretOwner): number {
  if (left.kind === 'application' || right.kind === 'application') return compareBytes(left.kind, right.kind);
  return compareBytes(left.id, right.id) || left.generation - right.generation;
}
