import { createHash, timingSafeEqual } from 'node:crypto';
import { CalendarError } from '@kalends/core';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ServiceContext } from '../service-context.ts';
import { sessionOf } from './browser-session.ts';
import { parseForm } from './parse-input.ts';

const maxFormBytes = 4 * 1024;

/** `POST /disconnect` removes a person, from the button on the page and from nowhere else. */
export function disconnectRoutes(service: ServiceContext): Hono {
  const routes = new Hono();
  const isSecure = service.publicUrl.startsWith('https:');

  routes.post('/disconnect', bodyLimit({ maxSize: maxFormBytes }), async (context) => {
    const { id = '', token = '' } = await parseForm(context);
    const session = sessionOf(context, isSecure);
    if (isForeign(context, service) || session === undefined || !isSame(token, formTokenOf(session)))
      throw notFromHere();
    const account = await service.team.find(id);
    const { wasConnected } = await service.team.disconnect(id, { actor: 'page' });
    if (account !== undefined && wasConnected) await service.sso.disconnected(account, 'person');
    return context.redirect('/', 303);
  });

  return routes;
}

/**
 * What a form of the page carries: only who knows the session can make it, and it does not give the session away. Nothing has to be
 * kept for it, so that it works whichever process answers.
 */
export function formTokenOf(session: string): string {
  return createHash('sha256').update(`kalends form ${session}`).digest('base64url');
}

/**
 * Whether another site sent the form. Browsers say so in `Sec-Fetch-Site` (Fetch Metadata); older ones name the origin at least, and
 * `null` under our referrer policy, where the token alone decides.
 */
function isForeign(context: Context, service: ServiceContext): boolean {
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin';
  const origin = context.req.header('origin');
  if (origin === undefined || origin === 'null') return false;
  const host = URL.parse(origin)?.host;
  return host === undefined || !service.acceptedHosts.has(host);
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function notFromHere(): CalendarError {
  return new CalendarError({
    code: 'accessDenied',
    message: 'This was not sent from the agenda in this browser.',
    cure: { text: 'Open the agenda and press the button there.' },
  });
}
