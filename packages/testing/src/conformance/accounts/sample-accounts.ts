import type {
  Account,
  AccountEvent,
  AccountStatus,
  AccountStores,
  NewAccount,
  SealedSecrets,
} from '@kalends/core/accounts';

/** When everything in the suite happens. */
export const sampleInstant = '2026-03-20T08:00:00.000Z';

/** The status of an account that needs a new sign-in. */
export const expiredStatus: AccountStatus = {
  state: 'reauthorizationRequired',
  reason: 'expired',
  since: sampleInstant,
  claims: '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}',
};

/** The status of an account whose organization took the application away. */
export const revokedStatus: AccountStatus = { state: 'tenantAccessRevoked', since: sampleInstant };

/** Both texts, as a vault would write them. */
export const sampleSealed: SealedSecrets = { credential: 'sealed credential', accessToken: 'sealed access token' };

/** A new account of this id and generation; `others` replaces members. */
export function newAccount(id: string, generation: number, others: Partial<NewAccount> = {}): NewAccount {
  return {
    id,
    generation,
    ownerId: `owner of ${id}`,
    role: 'user',
    provider: 'graph',
    identity: { id: `identity of ${id}`, address: 'ada@tidewater.example', name: 'Ada', tenantId: 'tenant-1' },
    credentialKind: 'oauth',
    scopes: ['Calendars.Read', 'offline_access'],
    policy: { calendars: 'read', contacts: 'none' },
    connectedAt: sampleInstant,
    refreshedAt: sampleInstant,
    ...others,
  };
}

/** Connects an account under a generation of its own. */
export async function connectAccount(
  { accounts }: AccountStores,
  id: string,
  others: Partial<NewAccount> = {},
  sealed: SealedSecrets = sampleSealed,
): Promise<Account> {
  const account = await accounts.insert(newAccount(id, await accounts.nextGeneration(), others), sealed);
  if (account === undefined) throw new Error(`The new account ${id} was not kept`);
  return account;
}

/** An event of an account. */
export function disconnectedEvent(accountId: string, id = `disconnected ${accountId}`): AccountEvent {
  const ownerId = `owner of ${accountId}`;
  return { type: 'disconnected', id, at: sampleInstant, provider: 'graph', accountId, ownerId, cause: 'requested' };
}

/** An event of a tenant. */
export function tenantEvent(accountIds: readonly string[], id = 'tenant-1 revoked'): AccountEvent {
  return { type: 'tenantAccessRevoked', id, at: sampleInstant, provider: 'graph', tenantId: 'tenant-1', accountIds };
}

/** Every event that waits, oldest first, without acknowledging any. */
export async function waitingEvents({ events }: AccountStores): Promise<readonly AccountEvent[]> {
  const queued = await events.take({ limit: 1_000, visibilityMs: 1 });
  return queued.map(({ event }) => event);
}

/** Makes `count` calls at once. */
export async function atOnce<T>(count: number, call: (index: number) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index)));
}
