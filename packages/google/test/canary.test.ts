import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { CalendarError, Secret } from '@kalends/core';
import type { LogFields, Logger } from '@kalends/core';
import { describe, expect, it } from 'vitest';
import { google } from '../src/index.ts';
import { apiError, fakeGoogle, json, page } from './support/fake-google.ts';
import type { Answer } from './support/fake-google.ts';
import { credential, rejection, setup } from './support/setup.ts';

const canary = 'CANARY7f3a';
const listPath = '/calendar/v3/users/me/calendarList';
const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-17T00:00:00Z' };

function recordingLogger(): { readonly logger: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const write = (event: string, fields?: LogFields): void =>
    void lines.push(`${event} ${inspect(fields, { depth: 9 })}`);
  return { logger: { debug: write, info: write, warn: write, error: write }, lines };
}

function everythingOf(error: unknown): string {
  const shown = error instanceof Error ? [error.message, String(error.stack), String(error)] : [];
  return [...shown, JSON.stringify(error), inspect(error, { depth: 20, showHidden: true })].join('\n');
}

const event = (more: object): Answer =>
  json({
    timeZone: 'UTC',
    items: [
      {
        id: `${canary}id`,
        summary: `${canary} subject`,
        description: `${canary} body`,
        attendees: [{ email: `${canary}@example.com` }],
        start: { dateTime: '2026-11-16T10:00:00Z' },
        ...more,
      },
    ],
  });

describe('secrets and content', () => {
  it.each<[string, string, Answer]>([
    ['a refused token', listPath, apiError(401, 'authError', { message: `${canary} token` })],
    [
      'a quota text',
      listPath,
      apiError(403, 'rateLimitExceeded', {
        message: canary,
        details: [{ reason: canary, metadata: { [canary]: canary } }],
      }),
    ],
    ['an odd reason', listPath, apiError(400, `${canary}@example.com`)],
    ['a web page', listPath, page(`<html>${canary}</html>`, 500)],
    ['a text', listPath, page(canary, 200, 'text/plain')],
    ['a wrong shape', listPath, json({ items: [{ id: 1, summary: canary }] })],
    [
      'an error of the transport',
      listPath,
      () => {
        throw new TypeError(`fetch failed for ${canary}`, { cause: new Error(canary) });
      },
    ],
    [
      'a refresh',
      '/token',
      json({ error: 'invalid_grant', error_description: canary, error_subtype: `${canary}-x` }, 400),
    ],
    ['a token answer', '/token', json({ access_token: 7, refresh_token: canary, id_token: canary })],
    ['an unreadable event', '/calendar/v3/calendars/ada%40example.com/events', event({ end: { date: '2026-11-17' } })],
    ['an unreadable time', '/calendar/v3/calendars/ada%40example.com/events', event({ start: { dateTime: canary } })],
  ])('do not get out through %s', async (_what, path, answer) => {
    const { logger, lines } = recordingLogger();
    const { service, connection } = setup({
      settings: {
        clientSecret: `${canary}-client-secret`,
        retry: { maxAttempts: 2 },
        timeoutMs: 7_777,
        runtime: {
          logger,
          clock: {
            now: () => Date.parse('2026-11-16T08:00:00Z'),
            sleep: (ms) => (ms === 7_777 ? new Promise(() => undefined) : Promise.resolve()),
          },
        },
      },
      connect: { credential: { ...credential, refreshToken: new Secret(`${canary}-refresh`) } },
    });
    service.on('/token', json({ access_token: `${canary}-access`, expires_in: 3599 }));
    service.on(path, answer);
    const call = path.endsWith('/events') ? connection.events.list({ window }) : connection.calendars.list();
    const error = await rejection(call);
    expect(CalendarError.is(error)).toBe(true);
    expect(everythingOf(error)).not.toContain(canary);
    expect(lines.join('\n')).not.toContain(canary);
  });

  it('do not get out through a failed sign-in', async () => {
    const { provider, service } = setup({ settings: { clientSecret: `${canary}-client-secret` } });
    service.on('/token', json({ error: 'invalid_grant', error_description: canary }, 400));
    const exchange = {
      code: `${canary}-code`,
      codeVerifier: `${canary}-verifier`,
      redirectUri: 'https://app.example/cb',
    };
    expect(everythingOf(await rejection(provider.signIn.exchangeCode(exchange)))).not.toContain(canary);
  });

  it('do not get out through a printed connection or credential', async () => {
    const { service, connection, provider } = setup({
      settings: { clientSecret: new Secret(`${canary}-client-secret`) },
      connect: { credential: { ...credential, refreshToken: new Secret(`${canary}-refresh`) } },
    });
    service.on('/token', json({ access_token: `${canary}-access`, expires_in: 3599 }));
    service.on(listPath, json({ items: [] }));
    await connection.calendars.list();
    for (const value of [connection, provider, credential]) expect(everythingOf(value)).not.toContain(canary);
  });

  it('do not get out through a diagnosis', async () => {
    const { service, connection } = setup();
    service.on('/token', json({ error: 'invalid_grant', error_description: canary, error_subtype: canary }, 400));
    expect(JSON.stringify(await connection.diagnose())).not.toContain(canary);
    const other = setup();
    other.service.on(
      '/calendar/v3/users/me/calendarList/primary',
      apiError(403, 'forbidden', { message: canary, details: [{ reason: `${canary}!`, metadata: { a: canary } }] }),
    );
    const { findings } = await other.connection.diagnose();
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toContain(canary);
  });

  it('do not get out through a service account, printed or failing', async () => {
    const service = fakeGoogle();
    service.on('/token', json({ error: 'invalid_grant', error_description: `Account disabled ${canary}` }, 400));
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const keyFile = {
      type: 'service_account',
      client_email: 'robot@p.iam.gserviceaccount.com',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      private_key_id: canary,
    };
    const provider = google({ serviceAccount: JSON.stringify(keyFile), runtime: { fetch: service.fetch } });
    const error = await rejection(provider.application({ mailbox: 'ada@example.com' }));
    const sent = service.sentTo('/token')[0]?.form.get('assertion') ?? canary;
    for (const value of [error, provider]) {
      expect(everythingOf(value)).not.toContain(canary);
      expect(everythingOf(value)).not.toContain(sent);
      expect(everythingOf(value)).not.toContain('BEGIN');
    }
  });
});
