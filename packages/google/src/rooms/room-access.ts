import { CalendarError } from '@kalends/core';
import { requireScopes } from '../auth/require-scopes.ts';
import { apiCall } from '../client/api-call.ts';
import { createDirectoryClient } from '../client/directory-client.ts';
import type { DirectoryClient } from '../client/directory-client.ts';
import type { GoogleAnswer, GoogleRequestOptions } from '../client/google-calendar-client.ts';
import { isConsumerAddress } from '../mapping/consumer-address.ts';
import type { Session, SessionCall } from '../session.ts';

/** How rooms are reached. */
export interface RoomAccess {
  /** Root of the Admin SDK. */
  readonly rootUrl: string;
  /** What was granted; `undefined`: not known. */
  readonly scopes: readonly string[] | undefined;
}

/** The API's alias for the organization of whoever asks. */
export const ownCustomer = 'my_customer';

/** Makes a request to the directory's resources, with retries. */
export async function readDirectory(
  session: Session,
  { rootUrl, scopes }: RoomAccess,
  call: SessionCall,
  request: (client: DirectoryClient, options: GoogleRequestOptions) => Promise<GoogleAnswer>,
): Promise<unknown> {
  if (isConsumerAddress(session.account.address)) throw withoutOrganization(call.operation);
  requireScopes(['readRooms'], scopes, call.operation);
  const api = { subject: 'rooms', rootUrl, createClient: createDirectoryClient } as const;
  try {
    return await session.read(call, apiCall(api, session.runtime.clock, request));
  } catch (error) {
    // There is nothing else in the request that could be missing.
    throw CalendarError.is(error) && error.code === 'notFound' ? withoutOrganization(call.operation) : error;
  }
}

function withoutOrganization(operation: string): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: `${operation}: this account belongs to no organization, and only organizations have rooms`,
    provider: 'google',
    operation,
  });
}
