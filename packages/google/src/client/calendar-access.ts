import type { Fetch, RequiredPermission } from '@kalends/core';
import type { GoogleAnswer, GoogleCalendarClient, GoogleRequestOptions } from './google-calendar-client.ts';

/** What reaches another API of Google than the calendar client does, with the same authorization. */
export interface ApiChannel {
  /** Guarded: it lets through what the provider contacts, and nothing else. */
  readonly fetch: Fetch;
  /** The access token of this attempt. */
  readonly accessToken: () => string;
  /** Root of the Calendar API and of its batches. */
  readonly apiRootUrl: string;
}

/**
 * One call on the vendor's client.
 *
 * @param channel - Absent on a connection over somebody else's client, whose token is not known here.
 */
export type ClientCall = (
  client: GoogleCalendarClient,
  options: GoogleRequestOptions,
  channel: ApiChannel | undefined,
) => Promise<GoogleAnswer>;

/** What is the same in every request. */
export const requestOptions: Omit<GoogleRequestOptions, 'signal' | 'headers'> = { retry: false, responseType: 'json' };

/** How a request is to be made. */
export interface AccessOptions {
  readonly signal: AbortSignal;
  readonly permission?: RequiredPermission;
}

/**
 * What came of an attempt: the answer's data, unread, or the refusal of whoever authorizes requests. That is handed back, not
 * thrown, because it has made its own tries: asking it again for every try of ours would multiply them.
 */
export type AttemptOutcome = { readonly data: unknown } | { readonly refusal: unknown };

/** The way a connection reaches the API. */
export interface CalendarAccess {
  /**
   * Makes one call.
   *
   * @throws CalendarError for whatever goes wrong at the service or on the way.
   */
  attempt(call: ClientCall, options: AccessOptions): Promise<AttemptOutcome>;
  /**
   * Sees to it that the next call could be authorized.
   *
   * @throws CalendarError when it could not.
   */
  authorize(options: AccessOptions): Promise<void>;
  /** Forgets tokens. */
  close(): void;
}
