import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactUrl } from '../index.ts';

describe('redactUrl', () => {
  test.each([
    [
      'https://graph.microsoft.com/v1.0/users/ada@example.com/calendarView/delta?$deltatoken=x',
      'https://graph.microsoft.com/v1.0/users/*/calendarView/delta',
    ],
    [
      'https://www.googleapis.com/calendar/v3/calendars/primary/events?syncToken=x',
      'https://www.googleapis.com/calendar/v3/calendars/primary/events',
    ],
    ['https://outlook.office365.com/EWS/Exchange.asmx', 'https://outlook.office365.com/EWS/Exchange.asmx'],
    ['https://us02web.zoom.us/j/81234567890?pwd=abc#x', 'https://us02web.zoom.us/j/*'],
    ['https://ada:secret@example.com:8443/', 'https://example.com:8443/'],
    ['mailto:ada@example.com', '[url]'],
    ['data:text/plain,secret', '[url]'],
    ['not a url', '[url]'],
  ])('%s', (url, expected) => {
    expect(redactUrl(url)).toBe(expected);
  });

  test('accepts a URL object', () => {
    expect(redactUrl(new URL('https://example.com/secret?x=1'))).toBe('https://example.com/*');
  });

  test('no secret survives in path, query, fragment or user name', () => {
    const secret = fc.stringMatching(/^canary[a-z0-9]{4,30}$/);
    const place = fc.constantFrom(
      (s: string) => `https://graph.microsoft.com/v1.0/me/events/${s}`,
      (s: string) => `https://graph.microsoft.com/v1.0/me/events?$filter=${s}`,
      (s: string) => `https://example.com/#access_token=${s}`,
      (s: string) => `https://${s}:${s}@example.com/`,
      (s: string) => `https://example.com/${encodeURIComponent(`a/${s}`)}`,
      (s: string) => `${s}:${s}`,
      (s: string) => `https://example.com:99999/${s}`,
    );
    fc.assert(
      fc.property(secret, place, (s, at) => {
        expect(redactUrl(at(s))).not.toContain(s);
      }),
    );
  });
});
