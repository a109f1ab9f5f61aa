import type { CalendarConnection, EventInstance } from '@kalends/core';
import { calendarEventSchema, calendarSchema } from '@kalends/core/schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceOptions, ConformanceSubject } from './conformance-subject.ts';
import { describeContent } from './describe-content.ts';
import { describeInterruption } from './describe-interruption.ts';
import { describeIsolation } from './describe-isolation.ts';
import { describeRepetition } from './describe-repetition.ts';
import type { DifferenceId } from './differences.ts';
import { describeContacts } from './directory/describe-contacts.ts';
import { describeFreeBusy } from './directory/describe-free-busy.ts';
import { describeRooms } from './directory/describe-rooms.ts';
import { byKey, expectationOf, summaryOf } from './event-summary.ts';
import { expectCode } from './expect-code.ts';
import { conformanceWindow, expectedEvents } from './expected-events.ts';
import { companiesOf } from './fresh-company.ts';
import { describeGetMany } from './reads/describe-get-many.ts';
import { describeOmissions } from './reads/describe-omissions.ts';
import { describeRecurrenceIds } from './reads/describe-recurrence-ids.ts';
import type { Suite } from './suite.ts';
import { describeWrites } from './writes/describe-writes.ts';

/**
 * Runs the conformance suite over a provider. Every provider passes the same tests with the same company and the same
 * expected occurrences; a third party can run it over a provider of its own.
 *
 * @example
 * ```ts
 * import { conformanceCompany } from '@kalends/testing';
 * import type { Company } from '@kalends/testing';
 * import { describeProvider } from '@kalends/testing/conformance';
 * import type { ConformanceSubject } from '@kalends/testing/conformance';
 *
 * declare function startAcmeWith(company: Company): Promise<ConformanceSubject>;
 *
 * describeProvider('acme', { create: () => startAcmeWith(conformanceCompany) });
 * ```
 * @public
 */
export function describeProvider(name: string, options: ConformanceOptions): void {
  const has = (id: DifferenceId): boolean => options.differences?.some((difference) => difference.id === id) ?? false;

  describe(`${name} conforms`, () => {
    let subject: ConformanceSubject;
    let ada: CalendarConnection;

    beforeAll(async () => {
      subject = await options.create();
      ada = await subject.connect('ada');
    });
    afterAll(async () => {
      await ada.close();
      await subject.close();
    });

    const list = (extra: object = {}): Promise<EventInstance[]> =>
      ada.events.list({ window: conformanceWindow, timeZone: 'Europe/Berlin', ...extra }).toArray();

    const suite: Suite = {
      subject: () => subject,
      ada: () => ada,
      list,
      find: async (title, extra) => {
        const [event, ...others] = (await list(extra)).filter((one) => one.title === title);
        if (event === undefined || others.length > 0) throw new Error(`There is not exactly one '${title}'`);
        return event;
      },
    };

    describe('calendars.list', () => {
      test('lists each calendar once, exactly one of them primary', async () => {
        const calendars = await ada.calendars.list().toArray();
        expect(calendars.map((calendar) => calendarSchema.parse(calendar))).toEqual(calendars);
        expect(new Set(calendars.map((calendar) => calendar.id)).size).toBe(calendars.length);
        expect(calendars.filter((calendar) => calendar.isPrimary)).toHaveLength(1);
        const garden = calendars.filter((calendar) => calendar.name === 'Garden');
        expect(garden).toMatchObject([{ isPrimary: false, role: 'owner' }]);
      });
    });

    describe('events.list', () => {
      test('gives the expected occurrences, and no others', async () => {
        const expected = expectedEvents.filter((event) => event.absentWhen === undefined || !has(event.absentWhen));
        const actual = await list();
        expect(actual.map(summaryOf).sort(byKey)).toEqual(
          expected.map((event) => expectationOf(event, has)).sort(byKey),
        );
      });

      test('returns what the schema says, without a body and without masters', async () => {
        const events = await list();
        expect(events.map((event) => calendarEventSchema.parse(event))).toEqual(events);
        expect(events.filter((event) => event.body !== undefined)).toEqual([]);
        expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
      });

      test('puts the body in when it is asked for', async () => {
        const release = (await list({ include: ['body'] })).find((event) => event.title?.includes('Freigabe'));
        expect(release?.body?.content).toContain('ümlauts');
        expect(release?.description).toContain('a < b && c > d');
      });

      test('names the organizer once and marks who is who', async () => {
        const planning = (await list()).find((event) => event.title === 'Quarter planning');
        expect(planning?.organizer).toMatchObject({ address: 'chitra@tidewater.example', isSelf: false });
        expect(planning?.attendees.filter((attendee) => attendee.isSelf).map((attendee) => attendee.address)).toEqual([
          'ada@tidewater.example',
        ]);
        expect(planning?.attendees).toContainEqual(
          expect.objectContaining({ address: 'harbour@tidewater.example', kind: 'resource' }),
        );
        expect(planning?.attendees).toContainEqual(
          expect.objectContaining({ address: 'ben@tidewater.example', role: 'optional' }),
        );
      });

      test('keeps texts with markup characters as they are', async () => {
        const dinner = (await list()).find((event) => event.title === 'Maybe dinner');
        expect(dinner?.locations.map((location) => location.name)).toEqual(['Zum Anker & Co. <Hafen>']);
      });

      test('keeps calendars apart', async () => {
        const calendars = await ada.calendars.list().toArray();
        const calendarId = calendars.find((calendar) => calendar.name === 'Garden')?.id ?? '';
        const events = await list({ calendarId });
        expect(events.map((event) => event.title)).toEqual(['Seedlings']);
        expect(events.map((event) => event.calendarId)).toEqual([calendarId]);
      });

      test.each([
        ['Pacific/Auckland', ['Offsite']],
        ['America/Los_Angeles', []],
      ])('places whole days in %s', async (timeZone, expected) => {
        // 1 April, 16:00 to 24:00 UTC: 2 April has begun in Auckland, and is far away in Los Angeles.
        const events = await list({ window: { start: '2026-04-01T16:00:00Z', end: '2026-04-02T00:00:00Z' }, timeZone });
        expect(events.filter((event) => event.time.kind === 'allDay').map((event) => event.title)).toEqual(expected);
      });

      test('pages: small pages give the same events as one large one', async () => {
        const whole = await list();
        const paged = await list({ pageSize: 2 });
        expect(paged.map((event) => event.id).sort()).toEqual(whole.map((event) => event.id).sort());
      });

      test('pages: a page can be awaited and continued by its token', async () => {
        const seen: string[] = [];
        let pageToken: string | undefined;
        do {
          const page = await ada.events.list({
            window: conformanceWindow,
            timeZone: 'Europe/Berlin',
            pageSize: 3,
            ...(pageToken === undefined ? {} : { pageToken }),
          });
          seen.push(...page.items.map((event) => event.id));
          pageToken = page.nextPageToken;
        } while (pageToken !== undefined);
        expect([...new Set(seen)].sort()).toEqual((await list()).map((event) => event.id).sort());
      });

      test('refuses a page token of another query', async () => {
        const page = await ada.events.list({ window: conformanceWindow, pageSize: 1 });
        expect(page.nextPageToken).toBeDefined();
        const other = { window: { ...conformanceWindow, end: '2026-04-05T00:00:00Z' }, pageSize: 1 };
        await expectCode('invalidArgument', () => ada.events.list({ ...other, pageToken: page.nextPageToken ?? '' }));
      });

      test('finds nothing in an empty stretch of time', async () => {
        expect(await list({ window: { start: '2031-01-01T00:00:00Z', end: '2031-01-02T00:00:00Z' } })).toEqual([]);
      });

      test('reaches over more than two years', async () => {
        const events = await list({ window: { start: '2025-01-01T00:00:00Z', end: '2028-01-01T00:00:00Z' } });
        // The last Fridays of January 2026 to December 2027.
        expect(events.filter((event) => event.title === 'Month end')).toHaveLength(24);
      });

      test.each([
        [
          'a window that ends before it starts',
          { window: { start: '2026-04-06T00:00:00Z', end: '2026-03-23T00:00:00Z' } },
        ],
        ['an instant without an offset', { window: { start: '2026-03-23T00:00:00', end: '2026-04-06T00:00:00Z' } }],
        ['an unknown option', { windows: [] }],
        ['a zone that is none', { timeZone: 'Mars/Olympus' }],
        ['a page size of nothing', { pageSize: 0 }],
      ])('refuses %s', async (_what, extra) => {
        await expectCode('invalidArgument', () => list(extra));
      });

      test('reports a calendar that is not there', async () => {
        const someone = await subject.connect('ben');
        const foreign = await someone.calendars.list().toArray();
        await someone.close();
        const calendarId = `${foreign[0]?.id ?? ''}x`;
        await expectCode(['notFound', 'invalidArgument', 'accessDenied'], () => list({ calendarId }));
      });
    });

    describe('events.get', () => {
      test('reads an occurrence as the list showed it', async () => {
        const listed = (await list()).find((event) => event.title === 'Design review');
        const event = await ada.events.get({ eventId: listed?.id ?? '' });
        expect(event).toMatchObject({ kind: 'occurrence', title: 'Design review', time: listed?.time });
      });

      test('reads the master of a series with its rule and its deleted occurrences', async () => {
        const occurrence = (await list()).find((event) => event.title === 'Standup');
        const masterId = occurrence !== undefined && 'masterId' in occurrence ? occurrence.masterId : '';
        const master = calendarEventSchema.parse(await ada.events.get({ eventId: masterId }));
        expect(master).toMatchObject({
          kind: 'master',
          id: masterId,
          title: 'Standup',
          time: { kind: 'timed', start: { dateTime: '2026-03-02T09:00:00', timeZone: 'Europe/Berlin' } },
          recurrence: {
            rules: [{ frequency: 'weekly', interval: 1, byDay: [{ day: 'mo' }, { day: 'we' }] }],
            excluded: ['2026-03-30T07:00:00Z'],
          },
        });
      });

      test('reads the master of a series of whole days', async () => {
        const occurrence = (await list()).find((event) => event.title === 'Focus Friday');
        const masterId = occurrence !== undefined && 'masterId' in occurrence ? occurrence.masterId : '';
        expect(await ada.events.get({ eventId: masterId })).toMatchObject({
          kind: 'master',
          time: { kind: 'allDay', startDate: '2026-03-06', endDate: '2026-03-07' },
          recurrence: {
            rules: [{ frequency: 'weekly', byDay: [{ day: 'fr' }], end: { kind: 'count', count: 6 } }],
            excluded: ['2026-03-20'],
          },
        });
      });

      test('says of an unknown event that it is not there', async () => {
        const [event] = await list();
        // Same shape, one character changed somewhere in the middle.
        const id = event?.id ?? '';
        const at = Math.floor(id.length / 2);
        const unknown = `${id.slice(0, at)}${id[at] === 'a' ? 'b' : 'a'}${id.slice(at + 1)}`;
        await expectCode(['notFound', 'invalidArgument'], () => ada.events.get({ eventId: unknown }));
      });
    });

    describe('every call', () => {
      test('can be aborted', async () => {
        await expectCode('aborted', () => list({ signal: AbortSignal.abort() }));
      });

      test('is refused after close', async () => {
        const connection = await subject.connect('chitra');
        await connection.close();
        await expectCode('disposed', () => connection.calendars.list().toArray());
        await expectCode('disposed', () => connection.events.list({ window: conformanceWindow }).toArray());
      });

      test('sees its own mailbox only', async () => {
        const chitra = await subject.connect('chitra');
        const events = await chitra.events.list({ window: conformanceWindow, timeZone: 'Asia/Kolkata' }).toArray();
        await chitra.close();
        expect(new Set(events.map((event) => event.title))).toEqual(
          new Set(['Standup', 'Quarter planning', 'Tokyo sync']),
        );
      });
    });

    describeContent(suite);
    describeRepetition(suite);
    describeInterruption(suite);
    describeIsolation(suite);
    describeRecurrenceIds(suite);
    describeGetMany(suite);
    describeOmissions(suite);

    const inCompany = companiesOf(options);
    describeWrites(inCompany);
    describeFreeBusy(inCompany);
    describeRooms(inCompany);
    describeContacts(inCompany);
  });
}
