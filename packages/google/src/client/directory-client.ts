import { admin } from '@googleapis/admin';
import { createApiAuth } from './create-api-auth.ts';
import type { ApiClientOptions } from './create-api-auth.ts';
import type { GoogleAnswer, GoogleRequestOptions } from './google-calendar-client.ts';

interface ListParams {
  readonly customer: string;
  readonly maxResults: number;
  readonly fields: string;
  readonly pageToken?: string;
}

/** What is used of a client of the Admin SDK's directory. */
export interface DirectoryClient {
  readonly resources: {
    readonly calendars: {
      list(params: ListParams & { readonly query: string }, options: GoogleRequestOptions): Promise<GoogleAnswer>;
    };
    readonly buildings: {
      list(params: ListParams, options: GoogleRequestOptions): Promise<GoogleAnswer>;
    };
  };
}

/** Makes a client of the vendor's for one access token, see `createCalendarClient`. */
export function createDirectoryClient(options: ApiClientOptions): DirectoryClient {
  return admin({
    version: 'directory_v1',
    auth: createApiAuth(options),
    rootUrl: options.rootUrl,
    universeDomain: 'googleapis.com',
  });
}
