import { createState } from '@kalends/core';
import { wallTimeAt } from '@kalends/core/time';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { Agenda } from '../agenda/agenda.ts';
import { agendaQuery } from '../agenda/agenda-query.ts';
import type { AgendaQuery } from '../agenda/agenda-query.ts';
import { loadAgenda } from '../agenda/load-agenda.ts';
import type { ServiceContext } from '../service-context.ts';
import { agendaPage } from './agenda-page.ts';
import { ensureSession } from './browser-session.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { formTokenOf } from './disconnect-routes.ts';

/** The agenda as a page and as JSON, the connections, and the health check. */
export function agendaRoutes(service: ServiceContext): Hono {
  const routes = new Hono();
  const isSecure = service.publicUrl.startsWith('https:');

  const read = async (context: Context): Promise<{ readonly query: AgendaQuery; readonly agenda: Agenda }> => {
    const query = agendaQuery(
      { from: context.req.query('from'), to: context.req.query('to'), tz: context.req.query('tz') },
      { timeZone: service.timeZone, nowMs: service.clock.now() },
    );
    const agenda = await loadAgenda(query, {
      team: service.team,
      clock: service.clock,
      logger: service.logger,
      signal: context.req.raw.signal,
    });
    return { query, agenda };
  };

  routes.get('/', async (context) => {
    const { query, agenda } = await read(context);
    const nonce = context.req.query('tz') === undefined ? createState(service.random) : undefined;
    context.header('content-security-policy', contentSecurityPolicy(nonce));
    return context.html(
      agendaPage({
        agenda,
        query,
        // After the agenda: reading it may have found a connection ended.
        people: await service.team.list(),
        isAdminConsentWanted: await service.sso.isAdminConsentWanted(),
        formToken: formTokenOf(ensureSession(context, { random: service.random, isSecure })),
        slots: service.slots,
        today: wallTimeAt(service.clock.now(), query.timeZone).slice(0, 10),
        ...(nonce === undefined ? {} : { detectZoneNonce: nonce }),
      }),
    );
  });

  routes.get('/api/agenda', async (context) => context.json((await read(context)).agenda));
  routes.get('/api/connections', async (context) => context.json({ connections: await service.team.list() }));
  routes.get('/healthz', (context) =>
    service.isReady() ? context.json({ status: 'ok' }) : context.json({ status: 'starting' }, 503),
  );
  return routes;
}
