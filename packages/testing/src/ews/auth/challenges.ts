import type { HandlerResponse } from '../../server/loopback-server.ts';

/** Which ways to sign in a server offers and takes. @public */
export interface ExchangeAuthentication {
  /** User name and password with every request. Default true; false for `15.20`, where it is gone. */
  readonly basic?: boolean;
  /** NTLM, under the schemes `NTLM` and `Negotiate`. Default true; false for `15.20`. */
  readonly ntlm?: boolean;
  /** Access tokens. Default true. */
  readonly bearer?: boolean;
}

const resourceAppId = '00000002-0000-0ff1-ce00-000000000000';

/** A 401 as Exchange gives it: an empty body, one challenge a line, and for tokens the reason in `x-ms-diagnostics`. */
export function unauthorizedAnswer(
  offered: Readonly<Required<ExchangeAuthentication>>,
  diagnostics?: string,
): HandlerResponse {
  return {
    status: 401,
    headers: {
      'WWW-Authenticate': [
        ...(offered.bearer
          ? [
              `Bearer client_id="${resourceAppId}", trusted_issuers="${resourceAppId}@*", token_types="app_asserted_user_v1 service_asserted_app_v1"`,
            ]
          : []),
        ...(offered.ntlm ? ['Negotiate', 'NTLM'] : []),
        ...(offered.basic ? ['Basic realm="mail.exchange.example"'] : []),
      ],
      ...(diagnostics === undefined ? {} : { 'x-ms-diagnostics': diagnostics }),
    },
    body: '',
  };
}

/** The second answer of an NTLM handshake: nothing but the message, under the scheme that the client used. */
export function ntlmChallengeAnswer(scheme: 'NTLM' | 'Negotiate', message: Buffer): HandlerResponse {
  return { status: 401, headers: { 'WWW-Authenticate': [`${scheme} ${message.toString('base64')}`] }, body: '' };
}

/** 456: the account is locked, or needs the administrator. */
export const lockedAnswer: HandlerResponse = { status: 456, body: '' };
