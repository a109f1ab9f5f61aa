import { CalendarError } from '@kalends/core';
import type { Account } from '@kalends/core/accounts';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { withContactsUpTo } from '../connections/contact-permission.ts';
import type { PendingSignIn, SignInRequest } from '../sign-in/pending-sign-ins.ts';
import type { ServiceContext } from '../service-context.ts';
import { beginAdminConsent, keepAdminConsent } from './admin-consent.ts';
import { beginSignIn } from './begin-sign-in.ts';
import { ensureSession, sessionOf } from './browser-session.ts';
import { errorPage } from './error-page.ts';
import { exchangeForm } from './exchange-form.ts';
import { parseForm } from './parse-input.ts';

const maxFormBytes = 16 * 1024;

/**
 * `/connect/:provider` begins a sign-in, `/connect/organization` the consent of an administrator; `/callback` and the Exchange form
 * end it.
 */
export function connectRoutes(service: ServiceContext): Hono {
  const routes = new Hono();
  const isSecure = service.publicUrl.startsWith('https:');

  routes.get('/connect/organization', async (context) => {
    const session = ensureSession(context, { random: service.random, isSecure });
    return context.redirect(await beginAdminConsent(service, session));
  });

  routes.get('/connect/:provider', async (context) => {
    const slot = service.slots.find((candidate) => candidate.slug === context.req.param('provider'));
    if (slot === undefined) return context.html(errorPage(unknownProvider), 404);
    const account = await accountToConnectAgain(service, context);
    const session = ensureSession(context, { random: service.random, isSecure });
    const request: SignInRequest = {
      provider: slot.slug,
      ...(account === undefined ? {} : whatToAskAgain(account, service)),
    };
    if (slot.kind === 'oauth') return context.redirect(await beginSignIn(service, slot, request, session));
    const { state } = await service.signIns.begin({ provider: slot.slug }, session);
    return context.html(exchangeForm({ state, label: slot.label }));
  });

  routes.get('/callback', async (context) => {
    const parameters = new URL(context.req.url).searchParams;
    const pending = service.signIns.take(parameters.get('state') ?? '', sessionOf(context, isSecure));
    if (pending === undefined) return context.html(errorPage(staleSignIn), 400);
    try {
      if (pending.isAdminConsent === true) await keepAdminConsent(service, pending, parameters);
      else await finishSignIn(service, pending, parameters);
    } catch (error) {
      if (pending.ssoUser !== undefined) await service.sso.failed(pending.ssoUser, error);
      throw error;
    }
    return context.redirect('/');
  });

  routes.post('/connect/exchange', bodyLimit({ maxSize: maxFormBytes }), async (context) => {
    const { state: begun = '', username = '', password = '' } = await parseForm(context);
    const pending = service.signIns.take(begun, sessionOf(context, isSecure));
    const slot = service.slots.find((candidate) => candidate.slug === pending?.provider);
    if (pending === undefined || slot?.kind !== 'basic') return context.html(errorPage(staleSignIn), 400);
    try {
      const credential = await slot.provider.signIn.verify({ username, password });
      await service.team.connect(credential);
    } catch (error) {
      if (!CalendarError.is(error) || error.code !== 'authenticationFailed') throw error;
      const session = ensureSession(context, { random: service.random, isSecure });
      const { state } = await service.signIns.begin({ provider: slot.slug }, session);
      const problem = 'The server does not accept this user name and password.';
      return context.html(exchangeForm({ state, label: slot.label, problem }), 401);
    }
    service.logger.info('connection.added', { provider: slot.slug });
    return context.redirect('/', 303);
  });

  return routes;
}

/** What the account may do, and what its service wants of the next sign-in; nobody else may come back. */
function whatToAskAgain(
  { policy, requestedPolicy, identity, status }: Account,
  { contacts }: ServiceContext,
): Omit<SignInRequest, 'provider'> {
  return {
    policy: withContactsUpTo(requestedPolicy ?? policy, contacts),
    expectedAccount: { id: identity.id },
    ...(status.state === 'reauthorizationRequired' && status.claims !== undefined ? { claims: status.claims } : {}),
  };
}

/** The account that `?account=` names: what it may do is asked for again, and nobody else may come back. */
async function accountToConnectAgain(service: ServiceContext, context: Context): Promise<Account | undefined> {
  const id = context.req.query('account');
  if (id === undefined) return undefined;
  const account = await service.team.find(id);
  const slot = service.slots.find(({ slug }) => slug === context.req.param('provider'));
  if (account !== undefined && account.provider === slot?.provider.id) return account;
  throw new CalendarError({ code: 'notFound', message: 'Nobody of this id is connected there.' });
}

async function finishSignIn(
  service: ServiceContext,
  pending: PendingSignIn,
  parameters: URLSearchParams,
): Promise<void> {
  const slot = service.slots.find((candidate) => candidate.slug === pending.provider);
  if (slot?.kind !== 'oauth') throw new CalendarError({ code: 'signInRefused', message: staleSignIn.message });
  const code = parameters.get('code');
  if (parameters.has('error') || code === null) throw slot.provider.signIn.callbackError(parameters);
  const { policy, expectedAccount } = pending;
  const credential = await slot.provider.signIn.exchangeCode({
    code,
    codeVerifier: pending.pkce.codeVerifier,
    redirectUri: service.redirectUri,
    ...(policy === undefined ? {} : { policy }),
    ...(expectedAccount === undefined ? {} : { expectedAccount }),
  });
  const account = await service.team.connect(credential, { policy, offered: slot.policy });
  await service.sso.connected(account);
  service.logger.info('connection.added', { provider: slot.slug });
}

const unknownProvider = { code: 'notFound', message: 'There is no such provider.', cure: undefined } as const;
const staleSignIn = {
  code: 'signInRefused',
  message: 'This sign-in was not begun in this browser, or it took longer than ten minutes.',
  cure: { text: 'Begin again from the agenda.' },
} as const;
