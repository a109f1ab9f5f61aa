import { CalendarError } from '@kalends/core';
import type { Clock } from '@kalends/core';
import type { ErrorSubject } from '../errors/describe-error.ts';
import { toCalendarError } from '../errors/to-calendar-error.ts';
import type { ClientCall } from './calendar-access.ts';
import type { ApiClientOptions } from './create-api-auth.ts';
import type { GoogleAnswer, GoogleRequestOptions } from './google-calendar-client.ts';

/** An API beside that of the calendars. */
export interface Api<Client> {
  readonly subject: ErrorSubject;
  readonly rootUrl: string;
  readonly createClient: (options: ApiClientOptions) => Client;
}

/** Turns a request to another API into a call that is authorized, limited and repeated like those to the calendars. */
export function apiCall<Client>(
  api: Api<Client>,
  clock: Pick<Clock, 'now'>,
  request: (client: Client, options: GoogleRequestOptions) => Promise<GoogleAnswer>,
): ClientCall {
  return async (_calendarClient, options, channel) => {
    if (channel === undefined) throw unreachable();
    const { rootUrl, createClient, subject } = api;
    const client = createClient({ accessToken: channel.accessToken(), fetch: channel.fetch, rootUrl });
    try {
      return await request(client, options);
    } catch (error) {
      // Here, where it is known what the request was about.
      throw toCalendarError(error, { clock, subject });
    }
  };
}

function unreachable(): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: 'A connection over a calendar client reaches calendars only',
    provider: 'google',
  });
}
