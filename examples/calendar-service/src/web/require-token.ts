import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

/**
 * Lets requests pass that carry the token (`Authorization: Bearer`, RFC 6750). Browsers never add it by themselves, so that no other
 * site can ask in somebody's name.
 *
 * @param token - Absent: the address does not exist.
 */
export function requireToken(token: string | undefined): MiddlewareHandler {
  return async (context, next) => {
    if (token === undefined) return context.notFound();
    const [, given] = /^Bearer ([^\s]+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
    if (given === undefined || !isSame(given, token)) {
      context.header('www-authenticate', 'Bearer');
      return context.json({ error: { code: 'authenticationFailed', message: 'The token is missing or wrong.' } }, 401);
    }
    return next();
  };
}

/** Digests are compared, of one length and in a time that tells nothing. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
