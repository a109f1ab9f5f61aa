import { RequestError } from '../soap/ews-errors.ts';
import type { ImpersonationHeader } from '../soap/read-envelope.ts';
import type { Account } from '../store/account.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import type { Caller } from './authenticate.ts';

/**
 * Decides as whom a request is carried out.
 *
 * @param mayImpersonate - Whether a caller with a password has the role ApplicationImpersonation.
 * @throws RequestError when the impersonation header is missing, forbidden, or names somebody out of reach.
 */
export function chooseActor(
  caller: Caller,
  header: ImpersonationHeader | undefined,
  store: ExchangeStore,
  mayImpersonate: (account: Account) => boolean,
): Account {
  if (caller.kind === 'delegated' && header !== undefined) {
    throw new RequestError(
      'ErrorInvalidExchangeImpersonationHeaderData',
      'ExchangeImpersonation SOAP header must not exist for this type of OAuth token.',
    );
  }
  if (header === undefined) {
    if (caller.account !== undefined) return caller.account;
    throw new RequestError(
      'ErrorInvalidExchangeImpersonationHeaderData',
      'ExchangeImpersonation SOAP header must be present for this type of OAuth token.',
    );
  }
  if (caller.account !== undefined && !mayImpersonate(caller.account)) {
    throw new RequestError(
      'ErrorImpersonateUserDenied',
      'The account does not have permission to impersonate the requested user.',
    );
  }
  const account = header.kind !== 'SID' && header.value.includes('@') ? store.findAccount(header.value) : undefined;
  if (account === undefined) {
    throw new RequestError('ErrorNonExistentMailbox', 'The SMTP address has no mailbox associated with it.');
  }
  return account;
}
