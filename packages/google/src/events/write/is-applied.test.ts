import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../../wire/event.ts';
import type { WireEventBody } from '../../wire/event-body.ts';
import { isApplied } from './is-applied.ts';

const berlin = (dateTime: string) => ({ dateTime, timeZone: 'Europe/Berlin' });
const event: WireEvent = {
  id: 'e1',
  summary: 'A',
  description: 'B',
  start: berlin('2026-11-20T09:00:00+01:00'),
  end: berlin('2026-11-20T10:00:00+01:00'),
  recurrence: ['RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20261231T225959Z;BYDAY=FR', 'EXDATE:20261127T080000Z'],
  reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] },
  extendedProperties: { private: { a: '1' } },
  conferenceData: {
    createRequest: { requestId: 'r1' },
    entryPoints: [{ entryPointType: 'video', uri: 'https://meet.google.com/abc-defg-hij' }],
  },
};

describe('isApplied', () => {
  it.each<[string, WireEventBody]>([
    ['nothing', {}],
    ['a text', { summary: 'A' }],
    ['a cleared text', { location: null, colorId: null }],
    ['defaults, which are not said', { transparency: 'opaque', visibility: 'default' }],
    ['a time in another form', { start: { date: null, ...berlin('2026-11-20T08:00:00Z') } }],
    [
      'a rule in another order',
      {
        recurrence: ['EXDATE:20261127T080000Z', 'RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=FR;UNTIL=20261231T225959Z'],
      },
    ],
    ['a reminder', { reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] } }],
    ['properties', { extendedProperties: { private: { a: '1', b: null } } }],
    [
      'a conference that was asked for',
      { conferenceData: { createRequest: { requestId: 'r1', conferenceSolutionKey: { type: 'hangoutsMeet' } } } },
    ],
  ])('holds for %s', (_what, body) => {
    expect(isApplied(body, event)).toBe(true);
  });

  it.each<[string, WireEventBody]>([
    ['another text', { summary: 'B' }],
    ['a text to clear', { description: null }],
    ['free time', { transparency: 'transparent' }],
    ['another instant', { end: berlin('2026-11-20T10:00:00Z') }],
    ['another zone', { end: { dateTime: '2026-11-20T10:00:00+01:00', timeZone: 'Europe/Paris' } }],
    ['a date', { start: { date: '2026-11-20', dateTime: null } }],
    ['another rule', { recurrence: ['RRULE:FREQ=WEEKLY;UNTIL=20261231T225959Z;BYDAY=FR'] }],
    ['no rule', { recurrence: null }],
    ['no reminder', { reminders: { useDefault: false, overrides: [] } }],
    ['another property', { extendedProperties: { private: { a: null } } }],
    ['no conference', { conferenceData: null }],
    [
      'a later request for a conference',
      { conferenceData: { createRequest: { requestId: 'r2', conferenceSolutionKey: { type: 'hangoutsMeet' } } } },
    ],
    [
      'another link',
      {
        conferenceData: {
          conferenceSolution: { key: { type: 'addOn' }, name: 'Webex' },
          entryPoints: [{ entryPointType: 'video', uri: 'https://a.webex.com/b' }],
        },
      },
    ],
  ])('does not for %s', (_what, body) => {
    expect(isApplied(body, event)).toBe(false);
  });
});
