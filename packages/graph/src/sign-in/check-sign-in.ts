import { CalendarError } from '@kalends/core';
import type { AuthorizationUrlOptions, ExchangeCodeOptions } from '@kalends/core';
import { providerId } from '../graph-context.ts';

/**
 * Checks what a sign-in starts with. MSAL leaves an empty `state` or challenge out, and with it the protection of the callback.
 *
 * @throws CalendarError `invalidArgument` naming the option.
 */
export function checkAuthorization(options: AuthorizationUrlOptions): void {
  const refuse = refusing('signIn.createAuthorizationUrl');
  if (!URL.canParse(options.redirectUri)) throw refuse('redirectUri must be an absolute URL');
  if (!isText(options.state)) throw refuse('state must be an unguessable text, see createState');
  if (!isText(options.codeChallenge) || !/^[\w-]{43}$/.test(options.codeChallenge))
    throw refuse('codeChallenge must be the S256 challenge of a verifier, see createPkcePair');
}

/**
 * Checks what a sign-in ends with.
 *
 * @throws CalendarError `invalidArgument` naming the option.
 */
export function checkExchange(options: ExchangeCodeOptions): void {
  const refuse = refusing('signIn.exchangeCode');
  if (!URL.canParse(options.redirectUri)) throw refuse('redirectUri must be an absolute URL');
  if (!isText(options.code)) throw refuse('code must be that of the callback');
  if (!isText(options.codeVerifier)) throw refuse('codeVerifier must be the one the challenge was made from');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function refusing(operation: string): (what: string) => CalendarError {
  return (what) =>
    new CalendarError({ code: 'invalidArgument', message: `${operation}: ${what}`, provider: providerId, operation });
}
