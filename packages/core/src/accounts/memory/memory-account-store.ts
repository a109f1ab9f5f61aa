import type { AccessPolicy } from '../../policy/access-policy.ts';
import type { Account, AccountStatus, SealedSecrets, StoredAccount } from '../account.ts';
import type { AccountEvent } from '../account-event.ts';
import type {
  AccountQuery,
  AccountRemoval,
  AccountReseal,
  AccountRevision,
  AccountStore,
  NewAccount,
  SecretsChange,
} from '../account-store.ts';
import { compareBytes } from './compare-bytes.ts';
import type { MemoryEventOutbox } from './memory-event-outbox.ts';

interface Row {
  readonly account: Account;
  readonly sealed: SealedSecrets;
  /** Fence of the last write. */
  readonly fence: number;
}

type Generation = Pick<Account, 'id' | 'generation'>;

const defaultLimit = 100;
const maxLimit = 1_000;

/** The accounts of `memoryAccountStores`. Every method does its work within one turn, which makes it a transaction. */
export class MemoryAccountStore implements AccountStore {
  readonly #events: MemoryEventOutbox;
  readonly #rows = new Map<string, Row>();
  #lastGeneration = 0;
  #onGone: (account: Generation) => void = () => undefined;

  constructor(events: MemoryEventOutbox) {
    this.#events = events;
  }

  /** Names who else keeps something that goes with an account. */
  onGone(forget: (account: Generation) => void): void {
    this.#onGone = forget;
  }

  /** Whether that generation of the account is there and active. */
  isActive({ id, generation }: Generation): boolean {
    const account = this.#rows.get(id)?.account;
    return account?.generation === generation && account.status.state === 'active';
  }

  async nextGeneration(): Promise<number> {
    this.#lastGeneration += 1;
    return this.#lastGeneration;
  }

  async insert(account: NewAccount, sealed: SealedSecrets): Promise<Account | undefined> {
    const present = this.#rows.get(account.id)?.account;
    if (present !== undefined && present.generation >= account.generation) return undefined;
    if (present !== undefined) this.#onGone(present);
    return this.#keep({
      account: structuredClone({ ...account, version: 1, status: { state: 'active' } }),
      sealed: { ...sealed },
      fence: 0,
    });
  }

  async get(id: string): Promise<StoredAccount | undefined> {
    const row = this.#rows.get(id);
    return row === undefined ? undefined : { account: row.account, sealed: row.sealed };
  }

  async list(query: AccountQuery = {}): Promise<readonly Account[]> {
    return [...this.#rows.values()]
      .map((row) => row.account)
      .filter((account) => matches(account, query))
      .sort((left, right) => compareBytes(left.id, right.id))
      .slice(0, Math.min(query.limit ?? defaultLimit, maxLimit));
  }

  async replaceSecrets(change: SecretsChange): Promise<Account | undefined> {
    const row = this.#active(change);
    if (row === undefined || row.fence > change.fence) return undefined;
    const { refreshExpiresAt, ...kept } = row.account;
    const endsAt = change.refreshExpiresAt === undefined ? refreshExpiresAt : (change.refreshExpiresAt ?? undefined);
    return this.#keep({
      account: {
        ...kept,
        version: row.account.version + 1,
        ...(change.scopes === undefined ? {} : { scopes: [...change.scopes] }),
        ...(change.refreshedAt === undefined ? {} : { refreshedAt: change.refreshedAt }),
        ...(endsAt === undefined ? {} : { refreshExpiresAt: endsAt }),
      },
      sealed: { ...change.sealed },
      fence: change.fence,
    });
  }

  async reseal(change: AccountReseal): Promise<boolean> {
    const row = this.#rows.get(change.id);
    if (row === undefined || row.account.generation !== change.generation) return false;
    const { credential, accessToken } = row.sealed;
    if (credential !== change.from && accessToken !== change.from) return false;
    this.#keep({
      ...row,
      sealed: {
        ...row.sealed,
        ...(credential === change.from ? { credential: change.to } : {}),
        ...(accessToken === change.from ? { accessToken: change.to } : {}),
      },
    });
    return true;
  }

  async stop(
    revision: AccountRevision,
    change: { readonly status: AccountStatus; readonly keepCredential: boolean; readonly event: AccountEvent },
  ): Promise<boolean> {
    const row = this.#active(revision);
    if (row === undefined) return false;
    this.#end(row, change.status, change.keepCredential);
    this.#events.keep(change.event);
    return true;
  }

  async stopTenant(
    tenant: { readonly provider: string; readonly tenantId: string },
    change: { readonly status: AccountStatus; readonly event: (accountIds: readonly string[]) => AccountEvent },
  ): Promise<readonly string[]> {
    const rows = [...this.#rows.values()].filter(({ account }) =>
      matches(account, { provider: tenant.provider, tenantId: tenant.tenantId, state: 'active' }),
    );
    const ids = rows.map((row) => row.account.id).sort(compareBytes);
    if (ids.length === 0) return [];
    // Made before anything changes: when that fails, nothing has happened.
    const event = change.event(ids);
    for (const row of rows) this.#end(row, change.status, false);
    this.#events.keep(event);
    return ids;
  }

  async resume(revision: AccountRevision): Promise<Account | undefined> {
    const row = this.#present(revision);
    if (row?.sealed.credential === undefined || row.account.status.state === 'active') return undefined;
    return this.#keep({ ...row, account: { ...row.account, status: { state: 'active' } } });
  }

  async setPolicy(
    id: string,
    generation: number,
    change: { readonly policy: AccessPolicy; readonly requestedPolicy?: AccessPolicy; readonly event?: AccountEvent },
  ): Promise<Account | undefined> {
    const row = this.#rows.get(id);
    if (row?.account.generation !== generation) return undefined;
    const { requestedPolicy: _, ...kept } = row.account;
    if (change.event !== undefined) this.#events.keep(change.event);
    return this.#keep({
      ...row,
      account: {
        ...kept,
        policy: { ...change.policy },
        ...(change.requestedPolicy === undefined ? {} : { requestedPolicy: { ...change.requestedPolicy } }),
      },
    });
  }

  async remove(removal: AccountRemoval): Promise<StoredAccount | undefined> {
    const row = this.#rows.get(removal.id);
    if (row === undefined) return undefined;
    const { account, sealed } = row;
    if (removal.generation !== undefined && removal.generation !== account.generation) return undefined;
    // Made before anything changes: when that fails, nothing has happened.
    const event = removal.event(account);
    this.#rows.delete(account.id);
    this.#onGone(account);
    this.#events.keep(event);
    return { account, sealed };
  }

  #present(revision: AccountRevision): Row | undefined {
    const row = this.#rows.get(revision.id);
    const isSame = row?.account.generation === revision.generation && row.account.version === revision.version;
    return isSame ? row : undefined;
  }

  #active(revision: AccountRevision): Row | undefined {
    const row = this.#present(revision);
    return row?.account.status.state === 'active' ? row : undefined;
  }

  #end(row: Row, status: AccountStatus, keepCredential: boolean): void {
    const { credential } = row.sealed;
    this.#onGone(row.account);
    this.#keep({
      ...row,
      account: { ...row.account, status, version: row.account.version + 1 },
      sealed: keepCredential && credential !== undefined ? { credential } : {},
    });
  }

  #keep(row: Row): Account {
    this.#rows.set(row.account.id, row);
    return row.account;
  }
}

function matches(account: Account, query: AccountQuery): boolean {
  const { provider, identityId, tenantId, ownerId, role, state, refreshExpiresUntil, refreshedUntil, after } = query;
  return (
    (provider === undefined || account.provider === provider) &&
    (identityId === undefined || account.identity.id === identityId) &&
    (tenantId === undefined || account.identity.tenantId === tenantId) &&
    (ownerId === undefined || account.ownerId === ownerId) &&
    (role === undefined || account.role === role) &&
    (state === undefined || account.status.state === state) &&
    (refreshExpiresUntil === undefined || isUntil(account.refreshExpiresAt, refreshExpiresUntil)) &&
    (refreshedUntil === undefined || isUntil(account.refreshedAt, refreshedUntil)) &&
    (after === undefined || compareBytes(account.id, after) > 0)
  );
}

function isUntil(instant: string | undefined, limit: string): boolean {
  return instant !== undefined && Date.parse(instant) <= Date.parse(limit);
}
