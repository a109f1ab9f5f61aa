import { CalendarError } from '@kalends/core';
import { isConsumerAddress } from '../mapping/consumer-address.ts';
import type { Session } from '../session.ts';
import type { ContactAccess } from './contact-access.ts';

/** Everybody an organization has in its directory: its people, and contacts that all of them share. */
export const directorySources: string[] = [
  'DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE',
  'DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT',
];

/** Tells whether the account may have a directory, as far as it can be known without asking. */
export function hasDirectory(session: Session, { directory }: ContactAccess): boolean {
  return directory && !isConsumerAddress(session.account.address);
}

/**
 * Asks the directory. Accounts without one are refused with 400 `FAILED_PRECONDITION`, which has nothing to do with versions here.
 *
 * @returns `undefined` for an account without a directory.
 */
export async function unlessWithoutDirectory(
  ask: () => Promise<unknown>,
): Promise<{ readonly data: unknown } | undefined> {
  try {
    return { data: await ask() };
  } catch (error) {
    if (CalendarError.is(error) && error.code === 'conflict' && error.status === 400) return undefined;
    throw error;
  }
}
