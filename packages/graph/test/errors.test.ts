import { inspect } from 'node:util';
import { CalendarError, Secret } from '@kalends/core';
import { describe, expect, it, test } from 'vitest';
import { errorTable, statusTable } from '../src/errors/error-table.ts';
import {
  connectTo,
  credential,
  fakeMicrosoft,
  recordingLogger,
  sleepyClock,
  tokenAnswer,
} from './support/fake-microsoft.ts';
import type { FakeAnswer, FakeMicrosoft } from './support/fake-microsoft.ts';

const once = { retry: { maxAttempts: 1 } };

async function failure(answer: FakeAnswer, fake: FakeMicrosoft = fakeMicrosoft()): Promise<CalendarError> {
  fake.on('/me/calendars', answer);
  const reason: unknown = await connectTo(fake, { settings: once })
    .calendars.list()
    .then(undefined, (error: unknown) => error);
  if (!CalendarError.is(reason)) throw new Error('a CalendarError was expected', { cause: reason });
  return reason;
}

describe('errors of Graph', () => {
  test.each(errorTable.map((row) => [row.vendorCode, row] as const))('%s', async (vendorCode, row) => {
    const error = await failure({
      status: row.status ?? 400,
      // Codes are compared without regard to case.
      json: {
        error: {
          code: vendorCode.toUpperCase(),
          message: 'canary',
          innererror: { 'request-id': '0e6a7c3a-5d3f-4a52-9d42-6f5f0f7c1a01' },
        },
      },
    });
    expect(error).toMatchObject({
      code: row.code,
      provider: 'graph',
      operation: 'calendars.list',
      vendorCode: vendorCode.toUpperCase(),
      requestId: '0e6a7c3a-5d3f-4a52-9d42-6f5f0f7c1a01',
    });
    expect(error.retryable).toBe(row.retryable ?? ['rateLimited', 'serviceUnavailable'].includes(row.code));
    expect(error.cure?.text).toBe(row.cure?.text);
    expect(error.message).not.toContain('canary');
  });

  test.each(statusTable.map((row) => [row.status, row.code] as const))(
    'status %i without a known code',
    async (status, code) => {
      expect(
        await failure({
          status,
          json: { error: { code: '', message: '' } },
          headers: { 'www-authenticate': 'Bearer' },
        }),
      ).toMatchObject({ code, status });
      expect(await failure({ status, text: '<html>canary</html>' })).toMatchObject({ code, status });
    },
  );

  test.each([
    [500, 'serviceUnavailable'],
    [503, 'serviceUnavailable'],
    [504, 'serviceUnavailable'],
    [418, 'invalidResponse'],
  ])('status %i', async (status, code) => {
    expect(await failure({ status })).toMatchObject({ code });
  });

  test.each([
    ['a web page', '<html>canary</html>'],
    ['a cut-off answer', '{"value":[{"id":"canary'],
    ['an empty answer', ''],
    ['an answer of another shape', '{"value":{}}'],
    ['no object', 'null'],
  ])('%s in place of JSON', async (_case, text) => {
    const error = await failure({ text });
    expect(error).toMatchObject({ code: 'invalidResponse', retryable: false });
    expect(error.message).not.toContain('canary');
  });

  test.each([
    ['ErrorAccessDenied', /contacts/],
    ['Authorization_RequestDenied', /User\.ReadBasic\.All/],
  ])('says what opens contacts: %s', async (code, cure) => {
    const fake = fakeMicrosoft();
    fake.on('/me/contacts', { status: 403, json: { error: { code, message: '' } } });
    const connection = connectTo(fake, { policy: { calendars: 'read', contacts: 'read' }, settings: once });
    await expect(connection.contacts.list()).rejects.toMatchObject({
      code: 'accessDenied',
      cure: { text: expect.stringMatching(cure) },
    });
  });

  it('refuses an answer above the limit while reading it', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendars', { text: `{"value":[],"x":"${'y'.repeat(2_000)}"}` });
    await expect(connectTo(fake, { settings: { maxResponseBytes: 1_000 } }).calendars.list()).rejects.toMatchObject({
      code: 'responseTooLarge',
    });
  });

  it('refuses a redirect', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendars', { status: 302, headers: { location: 'https://elsewhere.example/' } });
    await expect(connectTo(fake).calendars.list()).rejects.toMatchObject({ code: 'untrustedUrl' });
    expect(fake.graphRequests()).toHaveLength(1);
  });
});

describe('retries', () => {
  const empty = { json: { value: [] } };

  test.each([
    ['seconds', '17', 17_000],
    ['a fraction', '0.5', 500],
    ['a date', 'Mon, 16 Nov 2026 08:00:20 GMT', 20_000],
  ])('wait as long as the service asks in %s', async (_case, retryAfter, waitMs) => {
    const fake = fakeMicrosoft();
    fake.on(
      '/me/calendars',
      { status: 429, headers: { 'retry-after': retryAfter }, json: { error: { code: 'ApplicationThrottled' } } },
      empty,
    );
    const clock = sleepyClock();
    await connectTo(fake, { settings: { runtime: { fetch: fake.fetch, clock } } }).calendars.list();
    expect(clock.slept).toEqual([waitMs]);
    expect(fake.graphRequests()).toHaveLength(2);
    const ids = fake.graphRequests().map((request) => request.headers.get('client-request-id'));
    expect(new Set(ids).size).toBe(2);
  });

  it('never shorten the wait: what is longer than allowed is the caller’s to decide', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendars', { status: 429, headers: { 'retry-after': '7200' } });
    await expect(connectTo(fake).calendars.list()).rejects.toMatchObject({
      code: 'rateLimited',
      retryAfterMs: 7_200_000,
      retryable: true,
    });
    expect(fake.graphRequests()).toHaveLength(1);
  });

  it('end after the tries that are allowed', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendars', { status: 503 });
    await expect(connectTo(fake, { settings: { retry: { maxAttempts: 2 } } }).calendars.list()).rejects.toMatchObject({
      code: 'serviceUnavailable',
    });
    expect(fake.graphRequests()).toHaveLength(2);
  });

  it('do not repeat what will not change', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendars', { status: 404, json: { error: { code: 'MailboxNotEnabledForRESTAPI' } } });
    await expect(connectTo(fake).calendars.list()).rejects.toMatchObject({
      code: 'mailboxUnavailable',
      retryable: false,
      cure: { text: expect.stringContaining('Exchange Online') },
    });
    expect(fake.graphRequests()).toHaveLength(1);
  });
});

describe('what must not be seen', () => {
  const canaries = [
    'canary-token',
    'canary-refresh',
    'canary-secret',
    'canary-subject',
    'canary@tidewater.example',
    'canary-body',
  ];
  const planted = {
    error: {
      code: 'canary-body <b>',
      message: 'canary-subject of canary@tidewater.example',
      innerError: { 'request-id': 'canary-body canary@tidewater.example', message: 'canary-body' },
    },
  };

  test.each<[string, (fake: FakeMicrosoft) => void]>([
    ['a refused call', (fake) => fake.on('/me/calendars', { status: 403, json: planted })],
    ['an unauthorized call', (fake) => fake.on('/me/calendars', { status: 401, json: planted })],
    ['a broken service', (fake) => fake.on('/me/calendars', { status: 500, text: 'canary-body' })],
    [
      'an answer with content in its request id',
      (fake) =>
        fake.on('/me/calendars', {
          status: 200,
          headers: { 'request-id': 'canary-token' },
          json: { value: {} },
        }),
    ],
    [
      'a refused call with content in its request id',
      (fake) => fake.on('/me/calendars', { status: 400, headers: { 'request-id': 'canary@tidewater.example' } }),
    ],
    [
      'an unreadable answer',
      (fake) => fake.on('/me/calendars', { json: { value: [{ id: 'canary-subject', name: ['canary-body'] }] } }),
    ],
    [
      'a next link to elsewhere',
      (fake) => fake.on('/me/calendars', { json: { value: [], '@odata.nextLink': 'https://canary-body.example/' } }),
    ],
    [
      'a refused refresh',
      (fake) =>
        fake.on('/token', {
          status: 400,
          json: {
            error: 'invalid_grant',
            error_description: 'AADSTS1 canary-refresh canary@tidewater.example',
            trace_id: 'canary-body <>',
          },
        }),
    ],
    [
      'a broken transport',
      (fake) =>
        fake.on('/me/calendars', () => {
          throw new TypeError('fetch failed: Bearer canary-token', { cause: new Error('canary-secret') });
        }),
    ],
  ])('stays out of errors and logs after %s', async (_case, arrange) => {
    const fake = fakeMicrosoft();
    fake.on('/token', { json: tokenAnswer({ access_token: 'canary-token', refresh_token: 'canary-refresh' }) });
    arrange(fake);
    const logger = recordingLogger();
    const connection = connectTo(fake, {
      credential: credential({ refreshToken: new Secret('canary-refresh') }),
      settings: { clientSecret: 'canary-secret', runtime: { fetch: fake.fetch, clock: sleepyClock(), logger } },
    });

    const error: unknown = await connection.calendars.list().then(undefined, (reason: unknown) => reason);

    expect(CalendarError.is(error)).toBe(true);
    const seen = [
      String(error),
      JSON.stringify(error),
      inspect(error, { depth: 9 }),
      error instanceof Error ? error.stack : '',
      JSON.stringify(logger.entries),
    ].join('\n');
    for (const canary of canaries) expect(seen).not.toContain(canary);
    expect(logger.entries.length + fake.requests.length).toBeGreaterThan(0);
  });
});
