import type { AccessPolicy, CalendarConnection, Clock, Credential } from '@kalends/core';
import type { Account, CalendarAccounts, DisconnectResult } from '@kalends/core/accounts';
import { allAccounts } from './all-accounts.ts';
import { connectedPerson } from './connected-person.ts';
import type { ConnectedPerson } from './connected-person.ts';
import { withContactsUpTo } from './contact-permission.ts';

/** Whose accounts these are: the agenda is one team's. */
export const teamId = 'team';

/** The people whose calendars the agenda shows. */
export interface Team {
  /**
   * Keeps what sign-in gave. Who connects the same account again replaces the earlier connection, and keeps what was allowed.
   *
   * @param options.policy - What sign-in asked for. Default: what the earlier connection had.
   * @param options.offered - What the service asks of somebody new; nobody's contacts go beyond it. Default: reading calendars.
   */
  connect(
    credential: Credential,
    options?: { readonly policy?: AccessPolicy | undefined; readonly offered?: AccessPolicy | undefined },
  ): Promise<Account>;
  /** In the order they came. */
  list(): Promise<readonly ConnectedPerson[]>;
  /** Their accounts, with addresses, in the same order. */
  accounts(): Promise<readonly Account[]>;
  /** The account of one of them. */
  find(id: string): Promise<Account | undefined>;
  /** The open connection of a person. */
  open(id: string): Promise<CalendarConnection>;
  /** Removes a person; nothing happens where there is none. */
  disconnect(id: string, options: { readonly actor: string }): Promise<DisconnectResult>;
}

/** The team among the accounts. */
export function team(accounts: CalendarAccounts, clock: Clock): Team {
  const find = async (id: string): Promise<Account | undefined> => {
    const account = await accounts.get(id);
    return account?.ownerId === teamId && account.role === 'user' ? account : undefined;
  };

  const inOrder = async (): Promise<readonly Account[]> => {
    const found = await allAccounts(accounts, { ownerId: teamId, role: 'user' });
    // Generations grow with every connecting, also within one millisecond.
    return found.sort((a, b) => a.generation - b.generation);
  };

  return {
    async connect(credential, { policy, offered } = {}) {
      const { provider, account: identity } = credential;
      const [earlier] = await accounts.list({ ownerId: teamId, role: 'user', provider, identityId: identity.id });
      const kept = policy ?? earlier?.requestedPolicy ?? earlier?.policy ?? offered;
      const wanted = kept === undefined || offered === undefined ? kept : withContactsUpTo(kept, offered.contacts);
      return accounts.connect({
        ownerId: teamId,
        role: 'user',
        credential,
        actor: 'sign-in',
        ...(wanted === undefined ? {} : { policy: wanted }),
      });
    },
    async list() {
      return (await inOrder()).map((account) => connectedPerson(account, clock.now()));
    },
    accounts: inOrder,
    find,
    open: (id) => accounts.connection(id),
    async disconnect(id, { actor }) {
      if ((await find(id)) === undefined) return { wasConnected: false, providerRevocation: 'notNeeded' };
      return accounts.disconnect(id, { actor, purpose: 'disconnected on the page' });
    },
  };
}
