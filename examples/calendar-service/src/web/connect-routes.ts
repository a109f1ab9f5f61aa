import { CalendarError } from '@kalends/core';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ProviderSlot } from '../connections/provider-slot.ts';
import type { ServiceContext } from '../service-context.ts';
import { ensureSession, sessionOf } from './browser-session.ts';
import { errorPage } from './error-page.ts';
import { exchangeForm } from './exchange-form.ts';

const maxFormBytes = 16 * 1024;

/** `/connect/:provider` begins a sign-in, `/callback` and the Exchange form end it. */
export function connectRoutes(service: ServiceContext): Hono {
  const routes = new Hono();

  routes.get('/connect/:provider', async (context) => {
    const slot = service.slots.find((candidate) => candidate.slug === context.req.param('provider'));
    if (slot === undefined) return context.html(errorPage(unknownProvider), 404);
    const session = ensureSession(context, {
      random: service.random,
      isSecure: service.publicUrl.startsWith('https:'),
    });
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
    const pending = service.signIns.take(parameters.get('state') ?? '', sessionOf(context));
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
    const pending = service.signIns.take(text(form['state']), sessionOf(context));
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
      return askAgain(context, slot, service);
    }
    service.logger.info('connection.added', { provider: slot.slug });
    return context.redirect('/', 303);
  });

  return routes;
}

async function askAgain(context: Context, slot: ProviderSlot, service: ServiceContext): Promise<Response> {
  const { state } = await service.signIns.begin(slot.slug, sessionOf(context) ?? '');
  const problem = 'The server does not accept this user name and password.';
  return context.html(exchangeForm({ state, label: slot.label, problem }), 401);
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
