import { revealBrokerAnswer, tokenBroker } from '@kalends/core/accounts';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { ServiceContext } from '../service-context.ts';
import { parseJsonBody } from './parse-input.ts';
import { requireToken } from './require-token.ts';

/** The longest token and its claims challenge fit. */
const maxBodyBytes = 96 * 1024;
const id = z.string().min(1).max(256);
const requestSchema = z.strictObject({
  consumer: z.enum(['userClient', 'room', 'connectorDevice']),
  accountId: id,
  ownerId: id,
  actor: id,
});
const exchangeSchema = requestSchema.extend({
  token: z.string().min(1).max(65_536),
  claims: z.string().max(8_192).exactOptional(),
});

/**
 * Where the programs on people's machines and in rooms get what they talk to the calendar services with. Whoever holds the broker's
 * token has found out who asks, and says so: owner, kind of consumer, and a name for the audit.
 */
export function brokerRoutes(service: ServiceContext): Hono {
  const routes = new Hono();
  const broker = tokenBroker({ accounts: service.accounts });
  routes.use('/api/broker/*', requireToken(service.brokerToken), bodyLimit({ maxSize: maxBodyBytes }));

  routes.post('/api/broker/authorize', async (context) => {
    const request = await parseJsonBody(requestSchema, context);
    return context.json(revealBrokerAnswer(await broker.authorize({ ...request, signal: context.req.raw.signal })));
  });

  routes.post('/api/broker/exchange-invalid', async (context) => {
    const request = await parseJsonBody(exchangeSchema, context);
    const { signal } = context.req.raw;
    return context.json(revealBrokerAnswer(await broker.exchangeInvalid({ ...request, signal })));
  });

  return routes;
}
