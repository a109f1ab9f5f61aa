import type { Authorization, Clock, Fetch } from '@kalends/core';
import { basicAuthorization } from './basic-authorization.ts';
import { PasswordProof } from './password-proof.ts';
import type { ExchangeTransport, TransportRequest } from './transport.ts';

/**
 * Authorizes each request by itself: Basic and bearer. A password that has not worked yet is sent by one request at a time, and
 * not at all for a while once it was refused.
 *
 * @param fetch - Guarded.
 */
export function headerTransport(fetch: Fetch, clock: Pick<Clock, 'now'>): ExchangeTransport {
  const proof = new PasswordProof(clock);
  const sendNow = ({ url, headers, body, authorization, signal }: TransportRequest): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { ...headers, authorization: authorizationHeader(authorization) },
      body,
      ...(signal === undefined ? {} : { signal }),
    });
  return {
    async send(request) {
      const { authorization, signal } = request;
      if (authorization.kind !== 'basic') return sendNow(request);
      if (!proof.isProved(authorization)) {
        // Those who waited for the first to succeed go on side by side.
        const attempt = async (): Promise<Response | undefined> =>
          proof.isProved(authorization) ? undefined : sendNow(request);
        const proved = await proof.prove(authorization, signal, attempt);
        if (proved !== undefined) return proved;
      }
      const response = await sendNow(request);
      if (response.status === 401) proof.doubt();
      return response;
    },
    close: () => Promise.resolve(),
  };
}

/** The value of the `Authorization` header. */
export function authorizationHeader(authorization: Authorization): string {
  return authorization.kind === 'bearer'
    ? `Bearer ${authorization.token.reveal()}`
    : basicAuthorization(authorization.username.reveal(), authorization.password.reveal());
}
