import { describe, expect, it } from 'vitest';
import { google } from '../src/index.ts';
import { emulatedGoogle } from './support/emulated-google.ts';
import { fakeGoogle, json } from './support/fake-google.ts';
import { calendarScope, credential, eventsPath, idToken, now, primaryPath } from './support/setup.ts';
import { generateKeyPairSync } from 'node:crypto';

const listPath = '/calendar/v3/users/me/calendarList';
const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-17T00:00:00Z' };
const clock = { now: () => Date.parse(now), sleep: () => new Promise<void>(() => undefined) };

/** A service with an answer to everything. */
function answeringGoogle(): ReturnType<typeof fakeGoogle> {
  const service = fakeGoogle();
  const scope = `openid ${calendarScope}`;
  const claims = { iss: 'https://accounts.google.com', aud: 'client-1', exp: 4e9, sub: '1177' };
  service.on('/token', json({ access_token: 'a', refresh_token: 'r', scope, id_token: idToken(claims) }));
  service.on('/revoke', json({}));
  service.on(primaryPath, json({ id: 'ada@example.com' }));
  service.on(listPath, json({ items: [] }));
  service.on(eventsPath, json({ items: [] }));
  service.on(`${eventsPath}/e1`, json({ id: 'e1', start: { date: '2026-11-16' } }));
  service.on('/calendar/v3/calendars/room%40example.com/events', json({ accessRole: 'owner' }));
  return service;
}

describe('hosts', () => {
  it('are all that people’s accounts need, no more and no fewer', async () => {
    const service = answeringGoogle();
    const provider = google({
      clientId: 'client-1',
      clientSecret: 'secret-1',
      runtime: { fetch: service.fetch, clock },
    });
    const redirectUri = 'https://app.example/callback';
    await provider.signIn.exchangeCode({ code: 'c', codeVerifier: 'v', redirectUri });
    await using connection = provider.connect({ credential });
    await connection.calendars.list();
    await connection.events.list({ window });
    await connection.events.get({ eventId: 'e1' });
    await connection.diagnose({ webhookUrl: 'https://hooks.example.com/', mailboxes: ['room@example.com'] });
    await provider.tokens.revoke?.({ credential });
    expect(new Set(service.requests.map(({ url }) => url.host))).toEqual(new Set(provider.hosts));
    expect(provider.hosts).toEqual(['www.googleapis.com', 'oauth2.googleapis.com']);
  });

  it('are all that a service account needs', async () => {
    const service = answeringGoogle();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const provider = google({
      serviceAccount: {
        clientEmail: 'robot@p.iam.gserviceaccount.com',
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
      runtime: { fetch: service.fetch, clock },
    });
    const application = await provider.application({ mailbox: 'ada@example.com' });
    await using connection = provider.connect({ credential: application });
    await connection.calendars.list();
    expect(new Set(service.requests.map(({ url }) => url.host))).toEqual(new Set(provider.hosts));
  });

  it('are the one of an emulator when requests go there', async () => {
    const kit = await emulatedGoogle();
    try {
      await using connection = await kit.connect('ada');
      await connection.events.list({ window });
      await connection.diagnose();
      await kit.provider.tokens.revoke?.({ credential: await kit.credential('bob') });
      expect([...kit.contacted]).toEqual(kit.provider.hosts);
    } finally {
      await kit.emulator.close();
    }
  });
});
