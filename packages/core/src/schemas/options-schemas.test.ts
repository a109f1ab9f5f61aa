import { describe, expect, test } from 'vitest';
import { credentialFromPlaintext, credentialToPlaintext } from './credential-schema.ts';
import { getEventOptionsSchema, listEventsOptionsSchema, parseOptions } from './options-schemas.ts';
import { Secret } from '../runtime/secret.ts';

const window = { start: '2026-03-23T00:00:00Z', end: '2026-03-24T00:00:00Z' };

describe('parseOptions', () => {
  test('takes what the interface describes', () => {
    const options = {
      calendarId: 'c',
      window,
      timeZone: 'Europe/Berlin',
      include: ['body' as const],
      pageSize: 50,
      signal: AbortSignal.timeout(1),
    };
    expect(parseOptions(listEventsOptionsSchema, options, 'events.list')).toEqual(options);
  });

  test.each([
    ['window', { window: { start: window.end, end: window.start } }],
    ['window.start', { window: { ...window, start: 'yesterday' } }],
    ['window.start', { window: { ...window, start: '2026-02-30T00:00:00Z' } }],
    ['its options', { window, other: 1 }],
    ['timeZone', { window, timeZone: 'Central European' }],
    ['timeZone', { window, timeZone: 'PST' }],
    ['calendarId', { window, calendarId: '' }],
    ['pageSize', { window, pageSize: 1.5 }],
    ['include.0', { window, include: ['everything'] }],
    ['window', undefined],
  ])('names %s when it is wrong', (path, options) => {
    expect(() => parseOptions(listEventsOptionsSchema, options ?? {}, 'events.list')).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(`events.list: ${path}`) }),
    );
  });

  test('does not repeat values', () => {
    expect(() => parseOptions(getEventOptionsSchema, { eventId: 'canary-id', canary: 1 }, 'events.get')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary-id') }),
    );
  });
});

describe('credentials', () => {
  const oauth = {
    kind: 'oauth' as const,
    provider: 'graph',
    account: { id: 'u1', address: 'ada@tidewater.example', tenantId: 't1' },
    scopes: ['Calendars.Read'],
    refreshToken: new Secret('canary-refresh'),
    issuedAt: '2026-03-20T08:00:00.000Z',
  };
  const basic = {
    kind: 'basic' as const,
    provider: 'ews',
    account: { id: 'ada@tidewater.example' },
    username: new Secret('canary-user'),
    password: new Secret('canary-password'),
    issuedAt: '2026-03-20T08:00:00.000Z',
  };

  test.each([oauth, basic])('survive being written and read: $kind', (credential) => {
    const restored = credentialFromPlaintext(credentialToPlaintext(credential));
    expect(JSON.parse(credentialToPlaintext(restored))).toEqual(JSON.parse(credentialToPlaintext(credential)));
    expect(JSON.stringify(restored)).not.toContain('canary');
  });

  test.each(['', '{}', 'null', '{"kind":"oauth"}', credentialToPlaintext(oauth).replace('oauth', 'magic')])(
    'refuse %j',
    (text) => {
      const read = (): unknown => credentialFromPlaintext(text);
      expect(read).toThrow(
        expect.objectContaining({ code: 'invalidArgument', message: expect.not.stringContaining('canary') }),
      );
    },
  );
});
