import { RequestError } from '../soap/ews-errors.ts';
import type { ImpersonationHeader } from '../soap/read-envelope.ts';
import type { Account } from '../store/account.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import type { Caller } from './authenticate.ts';

/**
 * Decides as whom a request is carried out.
 *
 * @param mayActAs - Whether roles and policies let the caller act as the owner of a mailbox.
 * @throws RequestError when the impersonation header is missing, forbidden, or names somebody out of reach.
 */
export function chooseActor(
  caller: Caller,
  header: ImpersonationHeader | undefined,
  store: ExchangeStore,
  mayActAs: (caller: Caller, mailbox: Account) => boolean,
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
  const mailbox = findMailbox(header, store);
  if (mailbox === undefined) {
    throw new RequestError('ErrorNonExistentMailbox', 'The SMTP address has no mailbox associated with it.');
  }
  if (!mayActAs(caller, mailbox)) {
    throw new RequestError(
      'ErrorImpersonateUserDenied',
      'The account does not have permission to impersonate the requested user.',
    );
  }
  return mailbox;
}

function findMailbox({ kind, value }: ImpersonationHeader, store: ExchangeStore): Account | undefined {
  if (kind === 'SID') return store.accounts.find(({ sid }) => sid === value.toUpperCase());
  return value.includes('@') ? store.findAccount(value) : undefined;
}
