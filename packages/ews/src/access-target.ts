import { CalendarError } from '@kalends/core';
import type { Credential } from '@kalends/core';

/** Whose mailbox requests are about, and in which of the two ways they say so. */
export interface AccessTarget {
  /** Address to impersonate on every call. Absent: no call carries the header. */
  readonly impersonated: string | undefined;
  /** Address to name in folder ids. Absent: the mailbox of whoever is authorized. */
  readonly mailbox: string | undefined;
  /** Address of the mailbox that is opened, as far as it is known. */
  readonly address: string | undefined;
}

/** What {@link accessTarget} decides by. */
export interface AccessTargetOptions {
  /** Absent: not known, because somebody else keeps the credential. */
  readonly kind: Credential['kind'] | undefined;
  readonly useImpersonation: boolean | undefined;
  /** Address of the account, or the mailbox given for this connection. */
  readonly address: string | undefined;
  /** Whether `address` was given for this connection. */
  readonly isExplicit: boolean;
  /** User name, where there is one. */
  readonly username: string | undefined;
}

/**
 * Decides between impersonation and naming the mailbox. A token of the application's own opens nothing without impersonation, one
 * of a person nothing with it.
 *
 * @throws CalendarError `invalidArgument` when the setting asks for what the credential cannot do, or the address that has to be
 *   named is missing or none.
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-authenticate-an-ews-application-by-using-oauth | Authenticate an EWS application by using OAuth}
 */
export function accessTarget(options: AccessTargetOptions): AccessTarget {
  const { kind, useImpersonation, address } = options;
  if (address !== undefined && !/^[^\s@]+@[^\s@]+$/.test(address)) throw invalid('the address of the mailbox is none');
  if (kind === 'application' && useImpersonation === false) {
    throw invalid("useImpersonation is off, and a token of the application's own opens nothing without it");
  }
  if ((kind === 'oauth' || kind === 'password') && useImpersonation === true) {
    throw invalid('useImpersonation is on, and Exchange refuses it for the token of a person or service user');
  }
  const isOwn = address === undefined || address.toLowerCase() === options.username?.toLowerCase();
  if (kind === 'application' || useImpersonation === true) {
    if (address === undefined && kind !== 'basic') throw invalid('impersonation needs the address of the mailbox');
    // Whoever signs in with a password needs no right to act as themselves.
    const impersonated = kind !== 'application' && isOwn ? undefined : address;
    return { impersonated, mailbox: undefined, address };
  }
  // Naming one's own mailbox is needless, and a person signs in with a name that need not be an address of the mailbox.
  const isImplied = isOwn || (kind === 'oauth' && !options.isExplicit);
  return { impersonated: undefined, mailbox: isImplied ? undefined : address, address };
}

function invalid(what: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `ews: ${what}`, provider: 'ews' });
}
