import { Hono } from 'hono';
import { z } from 'zod';
import type { ServiceContext } from '../service-context.ts';
import { beginAdminConsent, microsoftOf } from './admin-consent.ts';
import { beginSignIn } from './begin-sign-in.ts';
import { ensureSession } from './browser-session.ts';
import { errorPage } from './error-page.ts';
import { parseInput } from './parse-input.ts';
import { requireToken } from './require-token.ts';

const signedInSchema = z.object({
  user: z.email().max(320),
  administrator: z.enum(['true', 'false']).default('false'),
});

/**
 * `/sso/signed-in` is asked by a front end each time somebody has signed in there, and says whether to send the browser on;
 * `/sso/connect` is where it is sent.
 */
export function ssoRoutes(service: ServiceContext): Hono {
  const routes = new Hono();
  const isSecure = service.publicUrl.startsWith('https:');

  routes.get('/sso/signed-in', requireToken(service.adminToken), async (context) => {
    const { user, administrator } = parseInput(signedInSchema, context.req.query());
    const answer = await service.sso.signedIn(user, { isAdministrator: administrator === 'true' });
    if (answer.outcome === 'none') return context.json(answer);
    return context.json({ outcome: 'redirect', url: `${service.publicUrl}/sso/connect?ticket=${answer.ticket}` });
  });

  routes.get('/sso/connect', async (context) => {
    const ticket = service.sso.take(context.req.query('ticket') ?? '');
    if (ticket === undefined) return context.html(errorPage(staleTicket), 400);
    const session = ensureSession(context, { random: service.random, isSecure });
    const { user } = ticket;
    if (ticket.to === 'adminConsent') return context.redirect(await beginAdminConsent(service, session, user));
    const slot = microsoftOf(service);
    // Only the account that signed in at the front end may come back.
    const request = { provider: slot.slug, ssoUser: user, expectedAccount: { address: user } };
    return context.redirect(await beginSignIn(service, slot, request, session));
  });

  return routes;
}

const staleTicket = {
  code: 'signInRefused',
  message: 'This link was used before, or is older than ten minutes.',
  cure: { text: 'Connect from the agenda, or sign in at the front end again.' },
} as const;
