import { CalendarError } from '@kalends/core';
import type { ExchangeCodeOptions, SignInPrompt } from '@kalends/core';
import { readClaims } from '../wire/parse-wire.ts';
import type { ApplicationOptions, EntraAuthorizationUrlOptions, PasswordSignInOptions } from './entra-sign-in.ts';

const prompts: readonly SignInPrompt[] = ['none', 'selectAccount', 'login', 'consent'];

/** Names the option that is wrong. */
export type RefuseOption = (what: string) => CalendarError;

/** Makes the errors of one call's options. */
export function refusing(provider: string, operation: string): RefuseOption {
  return (what) =>
    new CalendarError({ code: 'invalidArgument', message: `${operation}: ${what}`, provider, operation });
}

/** Checks what a sign-in starts with. MSAL leaves an empty `state` or challenge out, and with it the protection of the callback. */
export function checkAuthorization(options: EntraAuthorizationUrlOptions, provider: string): void {
  const refuse = refusing(provider, 'signIn.createAuthorizationUrl');
  if (!URL.canParse(options.redirectUri)) throw refuse('redirectUri must be an absolute URL');
  if (!isText(options.state)) throw refuse('state must be an unguessable text, see createState');
  if (!isText(options.codeChallenge) || !/^[\w-]{43}$/.test(options.codeChallenge))
    throw refuse('codeChallenge must be the S256 challenge of a verifier, see createPkcePair');
  if (options.claims !== undefined && readClaims(options.claims) === undefined)
    throw refuse('claims must be a JSON object');
  if (options.prompt !== undefined && !prompts.includes(options.prompt))
    throw refuse(`prompt must be one of ${prompts.join(', ')}`);
  if (options.domainHint !== undefined && !/^[A-Za-z0-9.-]+$/.test(options.domainHint))
    throw refuse('domainHint must be a domain');
}

/** Checks what a sign-in ends with. */
export function checkExchange(options: ExchangeCodeOptions, provider: string): void {
  const refuse = refusing(provider, 'signIn.exchangeCode');
  if (!URL.canParse(options.redirectUri)) throw refuse('redirectUri must be an absolute URL');
  if (!isText(options.code)) throw refuse('code must be that of the callback');
  if (!isText(options.codeVerifier)) throw refuse('codeVerifier must be the one the challenge was made from');
}

/** Checks a user name and password. */
export function checkPassword(options: PasswordSignInOptions, provider: string): void {
  const refuse = refusing(provider, 'signIn.signInWithPassword');
  if (!isText(options.username)) throw refuse('username must be a user principal name');
  if (!isText(options.password)) throw refuse('password must be a text');
}

/** Checks which mailbox the application is to open. */
export function checkApplication(options: ApplicationOptions, provider: string): void {
  const refuse = refusing(provider, 'signIn.application');
  if (typeof options.mailbox !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(options.mailbox))
    throw refuse('mailbox must be a mail address');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
