import type { Fetch } from '@kalends/core';
import { OAuth2Client } from 'google-auth-library';

/** What a client of one API is made of. */
export interface ApiClientOptions {
  readonly accessToken: string;
  readonly fetch: Fetch;
  /** Root of the API. */
  readonly rootUrl: string;
}

/** Authorizes a client with one access token. It knows no refresh token, so it never refreshes by itself. */
export function createApiAuth({ accessToken, fetch }: Omit<ApiClientOptions, 'rootUrl'>): OAuth2Client {
  const auth = new OAuth2Client({
    transporterOptions: { fetchImplementation: fetch },
    useAuthRequestParameters: false,
  });
  auth.setCredentials({ access_token: accessToken });
  return auth;
}
