import { CalendarError } from '@kalends/core';
import type { TrafficLimiter } from '@kalends/core';
import { requireScopes } from '../auth/require-scopes.ts';
import type { GrantPart } from '../auth/scopes.ts';
import { apiCall } from '../client/api-call.ts';
import type { ClientCall } from '../client/calendar-access.ts';
import type { GoogleAnswer, GoogleRequestOptions } from '../client/google-calendar-client.ts';
import { createPeopleClient } from '../client/people-client.ts';
import type { PeopleClient } from '../client/people-client.ts';
import type { Session, SessionCall } from '../session.ts';
import type { CreatedContacts } from './created-contacts.ts';

/** How contacts are reached. */
export interface ContactAccess {
  /** What the application lets itself do. */
  readonly access: 'read' | 'readWrite';
  /** The organization's directory is open too. */
  readonly directory: boolean;
  /** Root of the People API. */
  readonly rootUrl: string;
  /** What was granted; `undefined`: not known. */
  readonly scopes: readonly string[] | undefined;
  /** Google wants the changes of one account one after the other. */
  readonly writes: TrafficLimiter;
  /** Contacts that this process made, by their keys. */
  readonly created: CreatedContacts;
}

/** Makes a request to the People API. */
export type PeopleRequest = (client: PeopleClient, options: GoogleRequestOptions) => Promise<GoogleAnswer>;

/** Whose words are read: the person's own, not what the people themselves have on their profiles, which nobody else can change. */
export const contactSources: string[] = ['READ_SOURCE_TYPE_CONTACT'];

/** Also those of the organization about its people. */
export const allSources: string[] = [...contactSources, 'READ_SOURCE_TYPE_PROFILE', 'READ_SOURCE_TYPE_DOMAIN_CONTACT'];

/** Turns a request to the People API into a call of the session. */
export function peopleCall(session: Session, { rootUrl }: ContactAccess, request: PeopleRequest): ClientCall {
  const api = { subject: 'contacts', rootUrl, createClient: createPeopleClient } as const;
  return apiCall(api, session.runtime.clock, request);
}

/** Makes a reading request, with retries. */
export function readPeople(
  session: Session,
  access: ContactAccess,
  call: SessionCall,
  request: PeopleRequest,
): Promise<unknown> {
  return session.read(call, peopleCall(session, access, request));
}

/**
 * Refuses a call that needs something which was not granted.
 *
 * @throws CalendarError `consentRequired`.
 */
export function requireContactScopes(parts: readonly GrantPart[], { scopes }: ContactAccess, operation: string): void {
  requireScopes(parts, scopes, operation);
}

/**
 * Refuses a change that the application does not let itself make, or that was not granted.
 *
 * @throws CalendarError `policyDenied`, `consentRequired`.
 */
export function requireWriting({ access, scopes }: ContactAccess, operation: string): void {
  if (access !== 'readWrite') {
    throw new CalendarError({
      code: 'policyDenied',
      message: "The application opened contacts for reading only; this call needs contacts.access 'readWrite'",
      provider: 'google',
      operation,
      cure: { text: "Set contacts to { access: 'readWrite' } and connect the account again." },
    });
  }
  requireScopes(['writeContacts'], scopes, operation);
}

/** The error of an id that no contact has. */
export function contactNotFound(operation: string): CalendarError {
  return new CalendarError({
    code: 'notFound',
    message: 'The contact does not exist, or this account cannot see it',
    provider: 'google',
    operation,
  });
}

/**
 * Tells whether a text could be the id of a contact. Others would lead the request elsewhere: `people/me` is the account's own profile, a
 * slash more another method.
 */
export function isContactId(contactId: string): boolean {
  return /^people\/[A-Za-z0-9_-]{1,256}$/.test(contactId) && contactId !== 'people/me';
}
