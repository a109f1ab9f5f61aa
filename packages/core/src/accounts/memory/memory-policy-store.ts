import type { PolicyScope, PolicySetting, PolicyStore } from '../account-store.ts';

/** The policy settings of `memoryAccountStores`. */
export class MemoryPolicyStore implements PolicyStore {
  readonly #settings = new Map<string, PolicySetting>();

  async get(scope: PolicyScope): Promise<PolicySetting | undefined> {
    return this.#settings.get(keyOf(scope));
  }

  async set(scope: PolicyScope, setting: PolicySetting | undefined): Promise<void> {
    if (setting === undefined) this.#settings.delete(keyOf(scope));
    else this.#settings.set(keyOf(scope), structuredClone(setting));
  }
}

function keyOf(scope: PolicyScope): string {
  return JSON.stringify([scope.kind, scope.id]);
}
