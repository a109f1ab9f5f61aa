import type { Session, SessionCall } from '../session.ts';
import type { ContactAccess } from './contact-access.ts';

/**
 * Changes contacts when the earlier changes of the account are through: Google wants them one after the other.
 *
 * @see {@link https://developers.google.com/people/api/rest/v1/people/updateContact | people.updateContact}
 */
export function inTurn<T>(
  session: Session,
  { writes }: ContactAccess,
  { signal }: SessionCall,
  change: () => Promise<T>,
): Promise<T> {
  return writes.run({ mailbox: session.account.id, signal }, change);
}
