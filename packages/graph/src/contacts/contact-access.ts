import { CalendarError } from '@kalends/core';
import type { RequiredPermission } from '@kalends/core';
import { pathSegment } from '../client/path-segment.ts';
import { providerId } from '../graph-context.ts';
import type { GraphSession } from '../graph-session.ts';

/** What every read of contacts needs of the policy. */
export const readingContacts: RequiredPermission = { group: 'contacts', access: 'read' };

/** What every write of contacts needs of the policy. */
export const writingContacts: RequiredPermission = { group: 'contacts', access: 'readWrite' };

/** Where a personal contact is, whatever folder it lies in. */
export function contactPath({ mailboxPath }: GraphSession, contactId: string): string {
  return `${mailboxPath}/contacts/${pathSegment(contactId)}`;
}

/** Objects of the directory have a GUID for an id, which no contact of a mailbox has. */
export function isDirectoryId(contactId: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(contactId);
}

/** @throws CalendarError `unsupported` for somebody of the directory, who is not the account's to change. */
export function requirePersonal(contactId: string): void {
  if (!isDirectoryId(contactId)) return;
  throw new CalendarError({
    code: 'unsupported',
    message: 'Only contacts of the account itself can be changed, not those of the directory',
    provider: providerId,
  });
}

/** Whether a refusal says that the account has no such source, which is told by its shape and not as a missing permission. */
export function isSourceLacking(error: unknown): boolean {
  if (!CalendarError.is(error)) return false;
  return error.code === 'unsupported' || (error.code === 'accessDenied' && error.status === 401);
}

/** The error for a source that an account does not have. */
export function sourceLacking(cause?: CalendarError): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: 'This account has no such source of contacts',
    provider: providerId,
    status: cause?.status,
    vendorCode: cause?.vendorCode,
    requestId: cause?.requestId,
    cure: {
      text: 'The directory needs a work account with User.ReadBasic.All: name it in the setting additionalScopes and sign in again.',
    },
  });
}
