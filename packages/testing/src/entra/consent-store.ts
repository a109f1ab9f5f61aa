/** Keys by their lower-case form; the value is the spelling first asked for. */
type Given = Map<string, string>;

/** What one tenant has consented to: users for themselves, administrators for everybody and for applications. */
export class ConsentStore {
  readonly #byUser = new Map<string, Given>();
  readonly #forAll = new Map<string, Given>();
  readonly #roles = new Map<string, Given>();

  /** A user's own consent. Without keys it stands for having agreed to being signed in. */
  consent(clientId: string, objectId: string, keys: Iterable<string>): void {
    add(this.#byUser, `${clientId}|${objectId}`, keys);
  }

  /** An administrator's consent on behalf of everybody. */
  consentForAll(clientId: string, keys: Iterable<string>): void {
    add(this.#forAll, clientId, keys);
  }

  /** An administrator's consent to application permissions. */
  grantRoles(clientId: string, keys: Iterable<string>): void {
    add(this.#roles, clientId, keys);
  }

  roles(clientId: string): readonly string[] {
    return [...(this.#roles.get(clientId)?.values() ?? [])];
  }

  /** Delegated permissions that a user has through either kind of consent; undefined when there was never any. */
  consented(clientId: string, objectId: string): readonly string[] | undefined {
    const own = this.#byUser.get(`${clientId}|${objectId}`);
    const all = this.#forAll.get(clientId);
    if (own === undefined && all === undefined) return undefined;
    return [...new Map([...(all ?? []), ...(own ?? [])]).values()];
  }

  has(clientId: string, objectId: string, keys: readonly string[]): boolean {
    const given = this.consented(clientId, objectId);
    return given !== undefined && isCovered(keys, given);
  }

  /** Whether an administrator consented for everybody. */
  hasForAll(clientId: string, keys: readonly string[]): boolean {
    const given = this.#forAll.get(clientId);
    return given !== undefined && isCovered(keys, [...given.values()]);
  }

  /** Takes back what a user consented to, for every application. */
  withdraw(objectId: string): void {
    for (const key of this.#byUser.keys()) if (key.endsWith(`|${objectId}`)) this.#byUser.delete(key);
  }

  /** Takes back what administrators consented to for one application. */
  withdrawForAll(clientId: string): void {
    this.#forAll.delete(clientId);
    this.#roles.delete(clientId);
  }
}

function add(store: Map<string, Given>, owner: string, keys: Iterable<string>): void {
  const given = store.get(owner) ?? new Map<string, string>();
  for (const key of keys) if (!given.has(key.toLowerCase())) given.set(key.toLowerCase(), key);
  store.set(owner, given);
}

function isCovered(wanted: readonly string[], given: readonly string[]): boolean {
  const lower = new Set(given.map((key) => key.toLowerCase()));
  return wanted.every((key) => lower.has(key.toLowerCase()));
}
