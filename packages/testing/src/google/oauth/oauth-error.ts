import type { HandlerResponse } from '../../server/loopback-server.ts';

/** A refusal by the token, revocation or tokeninfo endpoint: a flat body, unlike the API's envelope (RFC 6749, section 5.2). */
export class OAuthError extends Error {
  readonly status: number;
  readonly error: string;
  readonly subtype: string | undefined;

  constructor(status: number, error: string, description: string, subtype?: string) {
    super(description);
    this.name = 'OAuthError';
    this.status = status;
    this.error = error;
    this.subtype = subtype;
  }
}

/** The JSON body of an {@link OAuthError}. */
export function oauthErrorBody(error: OAuthError): string {
  return JSON.stringify(
    {
      error: error.error,
      ...(error.message === '' ? {} : { error_description: error.message }),
      ...(error.subtype === undefined ? {} : { error_subtype: error.subtype }),
    },
    undefined,
    2,
  );
}

/** Runs an endpoint and turns what it throws into the answer. */
export async function answerOAuth(endpoint: () => unknown): Promise<HandlerResponse> {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    pragma: 'no-cache',
  };
  try {
    return { status: 200, headers, body: JSON.stringify(await endpoint(), undefined, 2) };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return { status: error.status, headers, body: oauthErrorBody(error) };
  }
}
