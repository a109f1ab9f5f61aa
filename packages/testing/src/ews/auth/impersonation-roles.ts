import type { Account } from '../store/account.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';

/** An assignment of the role ApplicationImpersonation. @public */
export interface ImpersonationRole {
  /** Id in the company, address, or id of a service account, of who has the role. */
  readonly who: string;
  /** Ids or addresses of the mailboxes in its management scope, as of a group's members. Default: all. */
  readonly mailboxes?: readonly string[];
}

/** Whether the assignments let somebody act as somebody else. */
export function mayImpersonate(
  roles: readonly (string | ImpersonationRole)[],
  caller: Account,
  mailbox: Account,
  store: ExchangeStore,
): boolean {
  return roles
    .map((role) => (typeof role === 'string' ? { who: role } : role))
    .some(
      ({ who, mailboxes }: ImpersonationRole) =>
        store.findUser(who) === caller &&
        (mailboxes === undefined || mailboxes.some((one) => store.findAccount(one) === mailbox)),
    );
}
