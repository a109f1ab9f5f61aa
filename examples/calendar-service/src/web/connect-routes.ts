import { CalendarError } from '@kalends/core';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ServiceContext } from '../service-context.ts';
import { ensureSession, sessionOf } from './browser-session.ts';
import { errorPage } from './error-page.ts';
import { exchangeForm } from './exchange-form.ts';

const maxFormBytes = 16 * 1024;

/** `/connect/:provider` begins a sign-in, `/callback` and the Exchange form end it. */
export function connectRoutes(service: ServiceContext): Hono {
  const routes = new Hono();
  const isSecure = service.publicUrl.startsWith('https:');

  routes.get('/connect/:provider', async (context) => {
    const slot = service.slots.find((candidate) => candidate.slug === context.req.param('provider'));
    if (slot === undefined) return context.html(errorPage(unknownProvider), 404);
    const session = ensureSession(context, { random: service.random, isSecure });
    const pending = await service.signIns.begin(slot.slug, session);
    if (slot.kind === 'basic') return context.html(exchangeForm({ state: pending.state, label: slot.label }));
    const url = await slot.provider.signIn.createAuthorizationUrl({
      redirectUri: service.redirectUri,
      state: pending.state,
      codeChallenge: pending.pkce.codeChallenge,
    });
    return context.redirect(url);
  });

  routes.get('/callback', async (context) => {
    const parameters = new URL(context.req.url).searchParams;
    const pending = service.signIns.take(parameters.get('state') ?? '', sessionOf(context, isSecure));
    const slot = service.slots.find((candidate) => candidate.slug === pending?.provider);
    if (pending === undefined || slot?.kind !== 'oauth') return context.html(errorPage(staleSignIn), 400);
    const code = parameters.get('code');
    if (parameters.has('error') || code === null) throw slot.provider.signIn.callbackError(parameters);
    const credential = await slot.provider.signIn.exchangeCode({
      code,
      codeVerifier: pending.pkce.codeVerifier,
      redirectUri: service.redirectUri,
    });
    await service.registry.add(slot, credential);
    service.logger.info('connection.added', { provider: slot.slug });
    return context.redirect('/');
  });

  routes.post('/connect/exchange', bodyLimit({ maxSize: maxFormBytes }), async (context) => {
    const form = await context.req.parseBody();
    const pending = service.signIns.take(text(form['state']), sessionOf(context, isSecure));
    const slot = service.slots.find((candidate) => candidate.slug === pending?.provider);
    if (pending === undefined || slot?.kind !== 'basic') return context.html(errorPage(staleSignIn), 400);
    try {
      const credential = await slot.provider.signIn.verify({
        username: text(form['username']),
        password: text(form['password']),
      });
      await service.registry.add(slot, credential);
    } catch (error) {
      if (!CalendarError.is(error) || error.code !== 'authenticationFailed') throw error;
      const session = ensureSession(context, { random: service.random, isSecure });
      const { state } = await service.signIns.begin(slot.slug, session);
      const problem = 'The server does not accept this user name and password.';
      return context.html(exchangeForm({ state, label: slot.label, problem }), 401);
    }
    service.logger.info('connection.added', { provider: slot.slug });
    return context.redirect('/', 303);
  });

  return routes;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const unknownProvider = { code: 'notFound', message: 'There is no such provider.', cure: undefined } as const;
const staleSignIn = {
  code: 'signInRefused',
  message: 'This sign-in was not begun in this browser, or it took longer than ten minutes.',
  cure: { text: 'Begin again from the agenda.' },
} as const;
