import { expect, test } from 'vitest';
import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorCode } from '../errors/error-code.ts';
import type { Calendar } from '../model/calendar.ts';
import type { CalendarEvent, EventInstance } from '../model/event.ts';
import { pagedList } from '../paging/pages.ts';
import { fakeConnection } from '../provider/__fixtures__/fake-connection.ts';
import { sampleEvent } from '../provider/__fixtures__/sample-event.ts';
import { carryMailbox } from './carry-mailbox.ts';
import type { TranslateIds } from './carry-mailbox.ts';
import type { CarriedPart, StoredPart } from './stored-parts.ts';

const calendar = (id: string, parts: Partial<Calendar> = {}): Calendar => ({
  id,
  name: id,
  isPrimary: false,
  role: 'owner',
  ...parts,
});
const calendars = [
  calendar('main', { isPrimary: true }),
  calendar('club'),
  calendar('of somebody else', { role: 'writer' }),
];
const start = '2026-11-16T08:00:00Z';
const master: CalendarEvent = {
  ...sampleEvent({ id: 'm', iCalUid: 'series' }),
  kind: 'master',
  recurrence: { rules: [], excludedRules: [], additional: [start], excluded: [] },
};
const occurrence: EventInstance = {
  ...sampleEvent({ id: 'o', iCalUid: 'series-2026-11-16' }),
  kind: 'occurrence',
  masterId: 'm',
  recurrenceId: start,
};

const refused = (code: CalendarErrorCode): CalendarError => new CalendarError({ code, message: 'm' });
const translated: TranslateIds = ({ ids }) =>
  Promise.resolve(ids.map((id) => ({ kind: 'done', value: id.replace('ews-', '') })));
const failing =
  (code: CalendarErrorCode): TranslateIds =>
  ({ ids }) =>
    Promise.resolve(ids.map(() => ({ kind: 'failed', error: refused(code).toJSON() })));

/** A mailbox with these events by calendar. */
function mailbox(events: Readonly<Record<string, readonly CalendarEvent[]>>, refusal?: CalendarErrorCode) {
  const listed: string[] = [];
  const find = (id: string): CalendarEvent => {
    const found = Object.values(events)
      .flat()
      .find((event) => event.id === id);
    if (found === undefined) throw refused('notFound');
    return found;
  };
  const to = fakeConnection({
    calendars: {
      list: () => pagedList({ provider: 'fake', fetchPage: () => Promise.resolve({ items: calendars }) }),
    },
    events: {
      list: ({ calendarId = 'main' }) =>
        pagedList({
          provider: 'fake',
          fetchPage: () => {
            listed.push(calendarId);
            if (refusal !== undefined && calendarId === 'club') return Promise.reject(refused(refusal));
            return Promise.resolve({ items: (events[calendarId] ?? []).filter((event) => event.kind !== 'master') });
          },
        }),
      get: async (options) => find('eventId' in options ? options.eventId : ''),
      getMany: async ({ eventIds }) =>
        eventIds.map((id) => {
          try {
            return { kind: 'done', value: find(id) };
          } catch {
            return { kind: 'failed', error: refused('notFound').toJSON() };
          }
        }),
    },
  });
  return { to, listed };
}

async function carry(to: ReturnType<typeof fakeConnection>, translate: TranslateIds, ...parts: StoredPart[]) {
  const answers: CarriedPart[] = [];
  for await (const answer of carryMailbox({ to, translate, parts })) answers.push(answer);
  return answers;
}

const link = { of: 'event', key: 'k', id: 'ews-gone', iCalUid: 'u', start } as const;

test.each(['event', 'contact'] as const)('an id of an %s that could not be asked about is not lost', async (of) => {
  const part = { of, key: 'k', id: 'ews-e1' };
  const { to } = mailbox({});
  for (const code of ['rateLimited', 'serviceUnavailable', 'invalidResponse'] as const) {
    expect(await carry(to, failing(code), part)).toMatchObject([{ kind: 'failed', part, error: { code } }]);
  }
  for (const code of ['notFound', 'invalidArgument'] as const) {
    expect(await carry(to, failing(code), part)).toEqual([{ kind: 'lost', part, reason: 'untranslatable' }]);
  }
});

test('what was moved is looked for in every calendar of its own, the primary one first', async () => {
  const moved = sampleEvent({ id: 'e2', iCalUid: 'u' });
  const { to, listed } = mailbox({ club: [moved] });
  expect(await carry(to, translated, link)).toEqual([
    { kind: 'carried', part: link, id: 'e2', calendarId: 'c1', by: 'iCalUid' },
  ]);
  expect(listed).toEqual(['main', 'club']);
});

test('an event is not lost while a calendar cannot be looked into', async () => {
  const { to } = mailbox({}, 'serviceUnavailable');
  expect(await carry(to, translated, link)).toMatchObject([{ kind: 'failed', error: { code: 'serviceUnavailable' } }]);
  const other = mailbox({});
  expect(await carry(other.to, translated, link)).toEqual([{ kind: 'lost', part: link, reason: 'gone' }]);
  expect(other.listed).toEqual(['main', 'club']);
});

test('an event that one calendar could not be asked about is not gone because the others lack it', async () => {
  const { to } = mailbox({});
  const events: typeof to.events = {
    ...to.events,
    getMany: async ({ calendarId, eventIds }) =>
      eventIds.map(() => ({
        kind: 'failed',
        error: refused(calendarId === undefined ? 'serviceUnavailable' : 'notFound').toJSON(),
      })),
  };
  const part = { of: 'event', key: 'k', id: 'ews-e1' } as const;
  expect(await carry({ ...to, events }, translated, part)).toMatchObject([
    { kind: 'failed', error: { code: 'serviceUnavailable' } },
  ]);
});

test('the id of an occurrence leads to it and not to its series: its UID is that of the series', async () => {
  const { to } = mailbox({ main: [master, occurrence] });
  const part = { ...link, id: 'ews-o', iCalUid: 'series' };
  expect(await carry(to, translated, part)).toEqual([{ kind: 'carried', part, id: 'o', calendarId: 'c1', by: 'id' }]);
  const stranger = { ...part, iCalUid: 'another', start: '2026-11-17T08:00:00Z' };
  expect(await carry(to, translated, stranger)).toEqual([{ kind: 'lost', part: stranger, reason: 'otherEvent' }]);
});

test('an event without a UID proves nothing', async () => {
  const { to } = mailbox({ main: [sampleEvent({ id: 'e1' })] });
  const part = { of: 'event', key: 'k', id: 'ews-e1', iCalUid: 'u' } as const;
  expect(await carry(to, translated, part)).toEqual([{ kind: 'lost', part, reason: 'otherEvent' }]);
});
