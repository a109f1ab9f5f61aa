import { Hono } from 'hono';
import type { Context } from 'hono';
import { loadContacts } from '../contacts/load-contacts.ts';
import type { TeamContacts } from '../contacts/team-contacts.ts';
import type { ServiceContext } from '../service-context.ts';
import { contactsPage } from './contacts-page.ts';

/** The contact directory as a page and as JSON; the agenda beside it is the list of meetings. */
export function contactsRoutes(service: ServiceContext): Hono {
  const routes = new Hono();
  const read = (context: Context): Promise<TeamContacts> => {
    const { team, contacts: access, clock, logger } = service;
    return loadContacts({ team, access, clock, logger, signal: context.req.raw.signal });
  };

  routes.get('/api/contacts', async (context) => context.json(await read(context)));
  routes.get('/contacts', async (context) => {
    const contacts = await read(context);
    // After the contacts: reading them may have found a connection ended.
    return context.html(contactsPage({ contacts, people: await service.team.list() }));
  });
  return routes;
}
