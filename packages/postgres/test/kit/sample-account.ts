import type { AccountEvent, NewAccount } from '@kalends/core/accounts';

/** When everything in these tests happens. */
export const sampleInstant = '2026-03-20T08:00:00.000Z';

/** A new account; `others` replaces members. */
export function sampleAccount(id: string, generation: number, others: Partial<NewAccount> = {}): NewAccount {
  return {
    id,
    generation,
    ownerId: 'ada',
    role: 'user',
    provider: 'graph',
    identity: { id: 'identity', tenantId: 'tenant' },
    credentialKind: 'oauth',
    scopes: ['Calendars.Read'],
    policy: { calendars: 'read', contacts: 'none' },
    connectedAt: sampleInstant,
    refreshedAt: sampleInstant,
    ...others,
  };
}

/** The event of an account that was disconnected. */
export function sampleEvent(accountId: string): AccountEvent {
  const id = `disconnected ${accountId}`;
  return {
    type: 'disconnected',
    id,
    at: sampleInstant,
    provider: 'graph',
    accountId,
    ownerId: 'ada',
    cause: 'requested',
  };
}
