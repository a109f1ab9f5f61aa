import { CalendarError } from '@kalends/core';
import type { Authorization, AuthorizationSource, BearerAuthorization, Clock, Fetch } from '@kalends/core';
import { toCalendarError } from '../errors/to-calendar-error.ts';
import { requestOptions } from './calendar-access.ts';
import type { CalendarAccess, ClientCall } from './calendar-access.ts';
import { createCalendarClient } from './create-calendar-client.ts';
import type { GoogleCalendarClient } from './google-calendar-client.ts';

/** Settings of {@link authorizedAccess}. */
export interface AuthorizedAccessOptions {
  readonly authorization: AuthorizationSource;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly apiRootUrl: string;
}

/**
 * Access with what a source hands out, asked before every request. A refused token is replaced once per attempt, for writes too: whoever
 * is told 401 was not listened to.
 */
export function authorizedAccess(options: AuthorizedAccessOptions): CalendarAccess {
  const { authorization: source, fetch, clock, apiRootUrl } = options;
  let latest: { readonly token: string; readonly client: GoogleCalendarClient } | undefined;

  const clientFor = (token: string): GoogleCalendarClient => {
    if (latest?.token !== token) {
      latest = { token, client: createCalendarClient({ accessToken: token, fetch, apiRootUrl }) };
    }
    return latest.client;
  };
  const send = async (call: ClientCall, held: BearerAuthorization, signal: AbortSignal): Promise<unknown> => {
    const accessToken = (): string => held.token.reveal();
    try {
      const answer = await call(
        clientFor(accessToken()),
        { ...requestOptions, signal },
        { fetch, accessToken, apiRootUrl },
      );
      return answer.data;
    } catch (error) {
      throw toCalendarError(error, { clock });
    }
  };

  return {
    async authorize({ signal, permission }) {
      requireBearer(await source.get({ signal, ...(permission === undefined ? {} : { permission }) }));
    },
    async attempt(call, { signal, permission }) {
      let held: BearerAuthorization;
      try {
        held = requireBearer(await source.get({ signal, ...(permission === undefined ? {} : { permission }) }));
      } catch (refusal) {
        return { refusal };
      }
      try {
        return { data: await send(call, held, signal) };
      } catch (error) {
        if (!(CalendarError.is(error) && error.status === 401)) throw error;
      }
      try {
        held = requireBearer(await source.replace({ refused: held, signal }));
      } catch (refusal) {
        return { refusal };
      }
      return { data: await send(call, held, signal) };
    },
    close() {
      latest = undefined;
    },
  };
}

function requireBearer(authorization: Authorization): BearerAuthorization {
  if (authorization.kind === 'bearer') return authorization;
  throw new CalendarError({
    code: 'invalidArgument',
    message: 'Google needs access tokens; the authorization of this connection gives a user name and password',
    provider: 'google',
  });
}
