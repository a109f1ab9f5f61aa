import { instantOfWallTime } from '@kalends/core/time';
import { describe, expect, test } from 'vitest';
import type { AgendaEvent } from '../src/agenda/agenda.ts';
import { agendaQuery } from '../src/agenda/agenda-query.ts';
import { agendaPage } from '../src/web/agenda-page.ts';

const timeZone = 'Europe/Berlin';

function event(start: string, end: string, changes: Partial<AgendaEvent> = {}): AgendaEvent {
  const moment = (dateTime: string): { dateTime: string; timeZone: string; instant: string } => ({
    dateTime,
    timeZone,
    instant: new Date(instantOfWallTime(dateTime, timeZone)).toISOString(),
  });
  return {
    person: 'Ada',
    provider: 'google',
    key: 'key',
    kind: 'single',
    status: 'confirmed',
    title: 'Review',
    time: { kind: 'timed', start: moment(start), end: moment(end) },
    participants: [],
    locations: [],
    rooms: [],
    hasRoom: false,
    ...changes,
  };
}

async function pageOf(...events: readonly AgendaEvent[]): Promise<string> {
  const query = agendaQuery({ from: '2026-03-23', to: '2026-03-30', tz: timeZone }, { timeZone, nowMs: 0 });
  const agenda = {
    from: query.window.start,
    to: query.window.end,
    timeZone,
    isComplete: true,
    sources: [],
    events,
  };
  const page = await agendaPage({
    agenda,
    query,
    people: [],
    slots: [],
    today: '2026-03-24',
    formToken: 'token',
    isAdminConsentWanted: false,
  });
  return page.toString().replaceAll(/\s+/g, ' ');
}

/** The days shown, each with the time of its one event. */
function timesOf(page: string): string[] {
  return [...page.matchAll(/<h2>(\w+).*?<time>([^<]*)</g)].map(([, day, time]) => `${day} ${time}`);
}

describe('an event of several days', () => {
  test('says on each what lies there', async () => {
    expect(timesOf(await pageOf(event('2026-03-24T22:00:00', '2026-03-26T06:30:00')))).toEqual([
      'Tuesday 22:00 – …',
      'Wednesday … – …',
      'Thursday … – 06:30',
    ]);
  });

  test('that ends at midnight ends on the day before, and on no earlier one', async () => {
    expect(timesOf(await pageOf(event('2026-03-24T22:00:00', '2026-03-26T00:00:00')))).toEqual([
      'Tuesday 22:00 – …',
      'Wednesday … – 00:00',
    ]);
  });
});

describe('the same meeting in the calendars of several people', () => {
  const at = ['2026-03-24T09:00:00', '2026-03-24T10:00:00'] as const;
  const articles = (page: string): number => page.split('<article').length - 1;

  test('is shown once, with everybody in it', async () => {
    const page = await pageOf(event(...at), event(...at, { person: 'Ben' }), event(...at, { person: 'Ben' }));
    expect(articles(page)).toBe(1);
    expect(page).toContain('Ada, Ben');
  });

  test.each<[string, Partial<AgendaEvent>]>([
    ['has another title', { title: 'Retrospective' }],
    ['is called off for one of them', { status: 'cancelled' }],
    ['has another link', { meetingUrl: 'https://meet.google.com/abc-defg-hij' }],
    [
      'is called by somebody else',
      { participants: [{ name: 'Cleo', role: 'organizer', participationStatus: 'accepted' }] },
    ],
  ])('is not the same when it %s', async (_title, changes) => {
    expect(articles(await pageOf(event(...at), event(...at, { person: 'Ben', ...changes })))).toBe(2);
  });
});

test('a meeting that is called off cannot be joined', async () => {
  const meetingUrl = 'https://meet.google.com/abc-defg-hij';
  const at = ['2026-03-24T09:00:00', '2026-03-24T10:00:00'] as const;
  expect(await pageOf(event(...at, { meetingUrl }))).toContain(`href="${meetingUrl}" rel="noopener noreferrer"`);
  expect(await pageOf(event(...at, { meetingUrl, status: 'cancelled' }))).not.toContain(meetingUrl);
});
