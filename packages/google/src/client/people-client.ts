import { people } from '@googleapis/people';
import { createApiAuth } from './create-api-auth.ts';
import type { ApiClientOptions } from './create-api-auth.ts';
import type { GoogleAnswer, GoogleRequestOptions } from './google-calendar-client.ts';

/** Parameters that decide what is told of a person. */
interface PersonMask {
  readonly personFields: string;
  readonly sources: string[];
  readonly fields: string;
}

/** Parameters that decide what is told of people that are found. */
interface FoundMask {
  readonly readMask: string;
  readonly sources: string[];
  readonly fields: string;
}

/** What is used of a People API client. */
export interface PeopleClient {
  readonly people: {
    readonly connections: {
      list(
        params: PersonMask & {
          readonly resourceName: string;
          readonly pageSize: number;
          readonly pageToken?: string;
          readonly requestSyncToken?: boolean;
          readonly syncToken?: string;
          readonly sortOrder?: string;
        },
        options: GoogleRequestOptions,
      ): Promise<GoogleAnswer>;
    };
    get(params: PersonMask & { readonly resourceName: string }, options: GoogleRequestOptions): Promise<GoogleAnswer>;
    searchContacts(
      params: FoundMask & { readonly query: string; readonly pageSize: number },
      options: GoogleRequestOptions,
    ): Promise<GoogleAnswer>;
    listDirectoryPeople(
      params: FoundMask & { readonly pageSize: number; readonly pageToken?: string },
      options: GoogleRequestOptions,
    ): Promise<GoogleAnswer>;
    searchDirectoryPeople(
      params: FoundMask & { readonly query: string; readonly pageSize: number },
      options: GoogleRequestOptions,
    ): Promise<GoogleAnswer>;
    createContact(
      params: PersonMask & { readonly requestBody: object },
      options: GoogleRequestOptions,
    ): Promise<GoogleAnswer>;
    updateContact(
      params: PersonMask & {
        readonly resourceName: string;
        readonly updatePersonFields: string;
        readonly requestBody: object;
      },
      options: GoogleRequestOptions,
    ): Promise<GoogleAnswer>;
    deleteContact(params: { readonly resourceName: string }, options: GoogleRequestOptions): Promise<GoogleAnswer>;
  };
}

/** Makes a client of the vendor's for one access token, see `createCalendarClient`. */
export function createPeopleClient(options: ApiClientOptions): PeopleClient {
  return people({
    version: 'v1',
    auth: createApiAuth(options),
    rootUrl: options.rootUrl,
    universeDomain: 'googleapis.com',
  });
}
