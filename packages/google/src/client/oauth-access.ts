import { CalendarError } from '@kalends/core';
import type { Clock, Fetch, OAuthCredential } from '@kalends/core';
import { AccessTokens } from '../auth/access-tokens.ts';
import { requestTokensByRefreshToken } from '../auth/token-requests.ts';
import { toCalendarError } from '../errors/to-calendar-error.ts';
import type { ResolvedSettings } from '../google-settings.ts';
import { aborted } from '../session.ts';
import { requestOptions } from './calendar-access.ts';
import type { CalendarAccess, ClientCall } from './calendar-access.ts';
import { createCalendarClient } from './create-calendar-client.ts';
import type { GoogleCalendarClient } from './google-calendar-client.ts';

/** Settings of {@link oauthAccess}. */
export interface OAuthAccessOptions {
  readonly settings: ResolvedSettings;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly credential: OAuthCredential;
  readonly onCredentialChanged?: ((credential: OAuthCredential) => Promise<void>) | undefined;
  /** Ends a refresh when the connection is closed; a refresh is shared, so one call's own signal does not end it. */
  readonly closeSignal: AbortSignal;
}

/** Access with a refresh token. A refused access token is replaced once per call. */
export function oauthAccess(options: OAuthAccessOptions): CalendarAccess {
  const { settings, fetch, clock, closeSignal } = options;
  const tokens = new AccessTokens({
    credential: options.credential,
    clock,
    onCredentialChanged: options.onCredentialChanged,
    requestTokens: (refreshToken) =>
      requestTokensByRefreshToken({ settings, fetch, clock, signal: closeSignal }, refreshToken),
  });
  let latest: { readonly accessToken: string; readonly client: GoogleCalendarClient } | undefined;

  const clientFor = (accessToken: string): GoogleCalendarClient => {
    if (latest?.accessToken !== accessToken) {
      const client = createCalendarClient({ accessToken, fetch, apiRootUrl: settings.endpoints.apiRootUrl });
      latest = { accessToken, client };
    }
    return latest.client;
  };
  const send = async (call: ClientCall, accessToken: string, signal: AbortSignal): Promise<unknown> => {
    try {
      return (await call(clientFor(accessToken), { ...requestOptions, signal })).data;
    } catch (error) {
      throw toCalendarError(error, { clock });
    }
  };

  return {
    async attempt(call, signal) {
      const accessToken = await unlessAborted(tokens.get(), signal);
      try {
        return await send(call, accessToken, signal);
      } catch (error) {
        if (!(CalendarError.is(error) && error.status === 401)) throw error;
        return send(call, await unlessAborted(tokens.get(accessToken), signal), signal);
      }
    },
    close() {
      tokens.clear();
      latest = undefined;
    },
  };
}

/** Stops waiting for shared work when the caller gives up; the work goes on for the others. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(aborted());
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
