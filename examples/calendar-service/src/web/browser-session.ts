import { createState } from '@kalends/core';
import type { Random } from '@kalends/core';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

const cookieName = 'kalends_session';

/** The browser's session id, if it has one. It only ties the two halves of a sign-in together. */
export function sessionOf(context: Context): string | undefined {
  return getCookie(context, cookieName);
}

/** The browser's session id, made and set when it has none. */
export function ensureSession(
  context: Context,
  options: { readonly random: Random; readonly isSecure: boolean },
): string {
  const existing = sessionOf(context);
  if (existing !== undefined && /^[\w-]{43}$/.test(existing)) return existing;
  const session = createState(options.random);
  // Lax: the callback is a navigation that comes from the provider's site and must carry the cookie.
  setCookie(context, cookieName, session, { httpOnly: true, sameSite: 'Lax', secure: options.isSecure, path: '/' });
  return session;
}
