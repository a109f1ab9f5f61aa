import { CalendarError, calendarAccessLevels, contactAccessLevels } from '@kalends/core';
import type { AccessPolicy } from '@kalends/core';
import type { Account } from '@kalends/core/accounts';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { allAccounts } from '../connections/all-accounts.ts';
import { isMoreThan } from '../connections/contact-permission.ts';
import type { ServiceContext } from '../service-context.ts';
import { parseInput, parseJsonBody } from './parse-input.ts';
import { requireToken } from './require-token.ts';

const maxBodyBytes = 16 * 1024;
const policySchema = z.strictObject({
  calendars: z.enum(calendarAccessLevels),
  contacts: z.enum(contactAccessLevels),
});
const listSchema = z.object({ state: z.enum(['active', 'reauthorizationRequired', 'tenantAccessRevoked']).optional() });
const diagnosisSchema = z.object({
  webhook: z
    .url({ protocol: /^https$/ })
    .max(2_048)
    .optional(),
});

/** Who the audit says acts here. */
const actor = 'admin-api';

/** What administrators do with accounts: look, remove, narrow, examine, look after them all, and turn keys. */
export function adminRoutes(service: ServiceContext): Hono {
  const { accounts } = service;
  const routes = new Hono();
  routes.use('/api/admin/*', requireToken(service.adminToken), bodyLimit({ maxSize: maxBodyBytes }));

  const required = async (id: string): Promise<Account> => {
    const account = await accounts.get(id);
    if (account !== undefined) return account;
    throw new CalendarError({ code: 'notFound', message: 'There is no such account' });
  };

  routes.get('/api/admin/accounts', async (context) => {
    const { state } = parseInput(listSchema, context.req.query());
    return context.json({ accounts: await allAccounts(accounts, state === undefined ? {} : { state }) });
  });

  routes.get('/api/admin/accounts/:id', async (context) => context.json(await required(context.req.param('id'))));

  routes.delete('/api/admin/accounts/:id', async (context) => {
    const id = context.req.param('id');
    const account = await accounts.get(id);
    const result = await accounts.disconnect(id, { actor, purpose: 'removed by an administrator' });
    if (account !== undefined) await service.sso.disconnected(account, 'administrator');
    return context.json(result);
  });

  routes.put('/api/admin/accounts/:id/policy', async (context) => {
    const policy = await parseJsonBody(policySchema, context);
    const id = context.req.param('id');
    const account = await accounts.get(id);
    if (account !== undefined) requireContactsWithin(service, account, policy);
    return context.json(await accounts.updatePolicy(id, { policy, actor }));
  });

  routes.get('/api/admin/accounts/:id/diagnosis', async (context) => {
    const { webhook } = parseInput(diagnosisSchema, context.req.query());
    const connection = await accounts.connection((await required(context.req.param('id'))).id);
    const { signal } = context.req.raw;
    return context.json(
      await connection.diagnose({ signal, ...(webhook === undefined ? {} : { webhookUrl: webhook }) }),
    );
  });

  routes.post('/api/admin/maintain', async (context) => context.json(await accounts.maintain()));
  routes.post('/api/admin/rewrap', async (context) =>
    context.json(await accounts.vault.handle(actor, 'rotate').rewrap()),
  );

  return routes;
}

/**
 * Nobody is allowed what the service does not let itself do: sign-in would never ask for it. Where the service's grant has no such
 * switch, there is nothing to allow.
 *
 * @throws CalendarError `policyDenied`.
 */
function requireContactsWithin({ slots, contacts }: ServiceContext, account: Account, policy: AccessPolicy): void {
  const provider = slots.find((slot) => slot.provider.id === account.provider)?.provider;
  if (provider?.permissionControl.contacts !== true || !isMoreThan(policy.contacts, contacts)) return;
  throw new CalendarError({
    code: 'policyDenied',
    message: `This service does not let itself do more with contacts than: ${contacts}`,
    cure: { text: 'Allow the service more with the setting KALENDS_CONTACTS.' },
  });
}
