import type { Account } from './account.ts';
import { guidOf, sidOf } from './ids.ts';

/** Everything of an account that follows from its address and the DNS name of its domain. */
export function accountIdentity(
  id: string,
  address: string,
  dnsDomain: string,
): Pick<Account, 'id' | 'address' | 'domain' | 'dnsDomain' | 'userName' | 'sid' | 'mailboxGuid'> {
  const domain = (dnsDomain.split('.')[0] ?? dnsDomain).toUpperCase();
  return {
    id,
    address,
    domain,
    dnsDomain,
    userName: address.split('@')[0] ?? address,
    sid: sidOf(dnsDomain, address),
    mailboxGuid: guidOf(`mailbox/${address.toLowerCase()}`),
  };
}
