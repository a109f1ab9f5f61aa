import { createHash } from 'node:crypto';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import type { Rig } from './fixture.ts';

export const redirectUri: string = 'http://localhost:3000/callback';
export const verifier: string = 'verifier-of-the-test-with-forty-three-characters-and-more';
const challenge = createHash('sha256').update(verifier).digest('base64url');
export const scope: string = 'openid profile offline_access Calendars.Read';

/** What the token endpoint may say. */
export interface TokenReply {
  readonly status: number;
  readonly body: {
    readonly token_type: string;
    readonly access_token: string;
    readonly refresh_token: string;
    readonly id_token: string;
    readonly client_info: string;
    readonly expires_in: number;
    readonly scope: string;
    readonly error: string;
    readonly error_codes: readonly number[];
    readonly error_description: string;
    readonly suberror?: string;
    readonly claims?: string;
  };
}

export function authorizeUrl(
  rig: Rig,
  change: Readonly<Record<string, string>> = {},
  tenant: string = rig.emulator.tenantId,
): string {
  const query = new URLSearchParams({
    client_id: demoEntraClient.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope,
    state: 'state&1',
    nonce: 'nonce-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...change,
  });
  return `${rig.emulator.origin}/${tenant}/oauth2/v2.0/authorize?${query.toString()}`;
}

/** Walks the page: reads where its form goes, fills it in, returns the answer without following it. */
export async function signIn(
  rig: Rig,
  change: Readonly<Record<string, string>> = {},
  fields: Readonly<Record<string, string>> = { username: 'ada@tidewater.example', password: 'ada-password' },
): Promise<Response> {
  return submit(rig, await (await fetch(authorizeUrl(rig, change))).text(), fields);
}

/** Fills in the form of a page, hidden fields included, and returns the answer without following it. */
export function submit(
  rig: Rig,
  page: string,
  fields: Readonly<Record<string, string>>,
  cookie: string = '',
): Promise<Response> {
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const form = new URLSearchParams({
    ...Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value])),
    decision: 'accept',
    ...fields,
  });
  return fetch(new URL(action, rig.emulator.origin), {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: cookie === '' ? {} : { cookie },
  });
}

/** The parameters of a redirect. */
export function redirected(answer: Response): URLSearchParams {
  return new URL(answer.headers.get('location') ?? '').searchParams;
}

/** The session cookie of an answer, as a browser sends it back. */
export function cookieOf(answer: Response): string {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

export async function codeOf(rig: Rig, change: Readonly<Record<string, string>> = {}): Promise<string> {
  const location = (await signIn(rig, change)).headers.get('location') ?? '';
  return new URL(location).searchParams.get('code') ?? '';
}

export async function token(
  rig: Rig,
  fields: Readonly<Record<string, string>>,
  tenant: string = rig.emulator.tenantId,
  headers: Readonly<Record<string, string>> = {},
): Promise<TokenReply> {
  const form = new URLSearchParams({
    client_id: demoEntraClient.clientId,
    client_secret: demoEntraClient.clientSecret ?? '',
    ...fields,
  });
  const empty = [...form].filter(([, value]) => value === '').map(([name]) => name);
  for (const name of empty) form.delete(name);
  const response = await fetch(`${rig.emulator.origin}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: form,
    headers,
  });
  // The assertions check every member that matters.
  return { status: response.status, body: (await response.json()) as TokenReply['body'] };
}

export const redeem = (rig: Rig, code: string, change: Readonly<Record<string, string>> = {}): Promise<TokenReply> =>
  token(rig, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, ...change });

export const refresh = (
  rig: Rig,
  refreshToken: string,
  change: Readonly<Record<string, string>> = {},
): Promise<TokenReply> => token(rig, { grant_type: 'refresh_token', refresh_token: refreshToken, scope, ...change });

export function claimsOf(jwt: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
}
