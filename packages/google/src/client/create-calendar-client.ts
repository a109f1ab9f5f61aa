import { calendar } from '@googleapis/calendar';
import type { Fetch } from '@kalends/core';
import { createApiAuth } from './create-api-auth.ts';
import type { GoogleCalendarClient } from './google-calendar-client.ts';

/**
 * Makes a client of the vendor's for one access token. It knows no refresh token, so it never refreshes by itself, and
 * every byte goes through `fetch`.
 */
export function createCalendarClient(options: {
  readonly accessToken: string;
  readonly fetch: Fetch;
  readonly apiRootUrl: string;
}): GoogleCalendarClient {
  return calendar({
    version: 'v3',
    auth: createApiAuth(options),
    rootUrl: options.apiRootUrl,
    // Else an environment variable (GOOGLE_CLOUD_UNIVERSE_DOMAIN) could send requests elsewhere.
    universeDomain: 'googleapis.com',
  });
}
