import { Hono } from 'hono';
import type { ServiceContext } from '../service-context.ts';
import { suggestTimes } from '../times/suggest-times.ts';
import { timesQuery } from '../times/times-query.ts';

/** `GET /api/times`: when people can meet. */
export function timesRoutes(service: ServiceContext): Hono {
  const routes = new Hono();
  routes.get('/api/times', async (context) => {
    const { team, clock, logger, timeZone } = service;
    const query = timesQuery(new URL(context.req.url).searchParams, { timeZone, nowMs: clock.now() });
    return context.json(await suggestTimes(query, { team, clock, logger, signal: context.req.raw.signal }));
  });
  return routes;
}
