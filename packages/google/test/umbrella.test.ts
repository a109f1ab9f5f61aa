import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { googleConnectionFromClient } from '../src/index.ts';
import type { GoogleCalendarClient } from '../src/index.ts';
import { fakeGoogle, json } from './support/fake-google.ts';
import { eventsPath, primaryPath } from './support/setup.ts';

/** What the test uses of the umbrella package; its own types would have to be installed to be checked. */
interface Umbrella {
  readonly google: {
    readonly auth: {
      readonly OAuth2: new (options: object) => { setCredentials(credentials: object): void };
    };
    calendar(options: object): GoogleCalendarClient;
  };
}

const folder = new URL('./umbrella/', import.meta.url);
const isInstalled = existsSync(new URL('node_modules/googleapis/package.json', folder));

it.skipIf(!isInstalled)(
  'a client of the umbrella package googleapis serves as a connection (skipped unless installed: npm run test:umbrella)',
  async () => {
    // 246 MB are not part of the normal install; the shape is what the package documents.
    const { google } = createRequire(new URL('package.json', folder))('googleapis') as Umbrella;
    const service = fakeGoogle();
    service.on(primaryPath, json({ id: 'ada@example.com', timeZone: 'Europe/Paris' }));
    service.on('/calendar/v3/users/me/calendarList', json({ items: [{ id: 'ada@example.com', accessRole: 'owner' }] }));
    service.on(eventsPath, json({ items: [{ id: 'e1', summary: 'Planning', start: { date: '2026-11-16' } }] }));
    service.on(`${eventsPath}/e1`, json({ error: { code: 404, errors: [{ reason: 'notFound' }] } }, 404));
    const auth = new google.auth.OAuth2({ transporterOptions: { fetchImplementation: service.fetch } });
    auth.setCredentials({ access_token: 'theirs' });
    const connection = googleConnectionFromClient({
      client: google.calendar({ version: 'v3', auth }),
      account: { id: '1177', address: 'ada@example.com' },
    });
    expect(await connection.calendars.list().toArray()).toMatchObject([{ id: 'ada@example.com', role: 'owner' }]);
    const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-17T00:00:00Z' };
    expect(await connection.events.list({ window }).toArray()).toMatchObject([
      { id: 'e1', title: 'Planning', time: { kind: 'allDay' } },
    ]);
    await expect(connection.events.get({ eventId: 'e1' })).rejects.toMatchObject({ code: 'notFound' });
    expect(service.requests.every(({ headers }) => headers.get('authorization') === 'Bearer theirs')).toBe(true);
  },
  60_000,
);
