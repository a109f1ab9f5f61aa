import { createState } from '@kalends/core';
import type { Random } from '@kalends/core';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** Behind https the prefix keeps other hosts of the domain from setting the cookie (RFC 6265bis, section 4.1.3). */
const cookieName = 'kalends_session';
const prefixFor = (isSecure: boolean): { readonly prefix?: 'host' } => (isSecure ? { prefix: 'host' } : {});

/** The browser's session id, if it has one. It only ties the two halves of a sign-in together. */
export function sessionOf(context: Context, isSecure: boolean): string | undefined {
  const session = isSecure ? getCookie(context, cookieName, 'host') : getCookie(context, cookieName);
  return session !== undefined && /^[\w-]{43}$/.test(session) ? session : undefined;
}

/** The browser's session id, made and set when it has none. */
export function ensureSession(
  context: Context,
  options: { readonly random: Random; readonly isSecure: boolean },
): string {
  const existing = sessionOf(context, options.isSecure);
  if (existing !== undefined) return existing;
  const session = createState(options.random);
  // Lax: the callback is a navigation that comes from the provider's site and must carry the cookie.
  setCookie(context, cookieName, session, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: options.isSecure,
    path: '/',
    ...prefixFor(options.isSecure),
  });
  return session;
}
