import type { GoogleAnswer, GoogleCalendarClient, GoogleRequestOptions } from './google-calendar-client.ts';

/** One call on the vendor's client. */
export type ClientCall = (client: GoogleCalendarClient, options: GoogleRequestOptions) => Promise<GoogleAnswer>;

/** What is the same in every request. */
export const requestOptions: Omit<GoogleRequestOptions, 'signal'> = { retry: false, responseType: 'json' };

/** The way a connection reaches the API. */
export interface CalendarAccess {
  /**
   * Makes one call and returns the answer's data, unread.
   *
   * @throws CalendarError for whatever goes wrong at the service or on the way.
   */
  attempt(call: ClientCall, signal: AbortSignal): Promise<unknown>;
  /** Forgets tokens. */
  close(): void;
}
