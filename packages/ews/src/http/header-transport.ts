import type { Authorization, Fetch } from '@kalends/core';
import { basicAuthorization } from './basic-authorization.ts';
import type { ExchangeTransport } from './transport.ts';

/** Authorizes each request by itself: Basic and bearer. `fetch` is guarded. */
export function headerTransport(fetch: Fetch): ExchangeTransport {
  return {
    send: ({ url, headers, body, authorization, signal }) =>
      fetch(url, {
        method: 'POST',
        headers: { ...headers, authorization: authorizationHeader(authorization) },
        body,
        ...(signal === undefined ? {} : { signal }),
      }),
    close: () => Promise.resolve(),
  };
}

/** The value of the `Authorization` header. */
export function authorizationHeader(authorization: Authorization): string {
  return authorization.kind === 'bearer'
    ? `Bearer ${authorization.token.reveal()}`
    : basicAuthorization(authorization.username.reveal(), authorization.password.reveal());
}
