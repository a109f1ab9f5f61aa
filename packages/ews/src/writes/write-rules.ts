import { CalendarError } from '@kalends/core';
import type { Cure, NotifyIntent } from '@kalends/core';
import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { isContentHidden } from '../mapping/event-mapping.ts';
import { isOrganizersCopy } from '../mapping/meeting-role.ts';

/**
 * Refuses to tell only those outside, which Exchange cannot.
 *
 * @param hasAttendees - Whether there is anybody to tell.
 * @throws CalendarError `unsupported`
 */
export function requireNotify(notify: NotifyIntent, hasAttendees: boolean): void {
  if (notify !== 'externalOnly' || !hasAttendees) return;
  throw unsupported('notify: Exchange tells everybody or nobody; it cannot leave out those inside');
}

/** @throws CalendarError `accessDenied` for anybody but the organizer. */
export function requireOrganizer({ item }: Pick<Located, 'item'>): void {
  if (isOrganizersCopy(item)) return;
  throw new CalendarError({
    code: 'accessDenied',
    message: 'Only the organizer of a meeting can do this',
    provider: 'ews',
  });
}

/** What lets an account see private items of somebody else. */
export const grantPrivateItems: Cure = {
  text: 'Ask the owner of the mailbox to let this account see private items (CanViewPrivateItems).',
};

/**
 * Refuses to write to what may not be seen: whom it concerns is not known then, and what is made of it would be empty.
 *
 * @throws CalendarError `accessDenied`
 */
export function requireVisible({ mailbox }: Session, { item }: Pick<Located, 'item'>): void {
  if (mailbox === undefined || !isContentHidden(item)) return;
  throw new CalendarError({
    code: 'accessDenied',
    message: 'The event is private and hidden from this account',
    provider: 'ews',
    cure: grantPrivateItems,
  });
}

/** What Exchange cannot do. */
export function unsupported(message: string): CalendarError {
  return new CalendarError({ code: 'unsupported', message, provider: 'ews' });
}

/** What makes no sense in a call. */
export function invalidArgument(message: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message, provider: 'ews' });
}

/** Whether an error of a call has a code. */
export function hasCode(error: unknown, code: CalendarError['code']): error is CalendarError {
  return CalendarError.is(error) && error.code === code;
}

/** Takes for done what asks to take away something that is gone. */
export async function orWhenGone(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!hasCode(error, 'notFound')) throw error;
  }
}
