import type { NewEventTime, Recurrence } from '@kalends/core';
import { expect } from 'vitest';
import { addressOf } from '../fresh-company.ts';
import type { InCompany } from '../fresh-company.ts';
import { on, repeats, times } from '../recurrences.ts';
import { allDay, recurrenceIdsOf, startsOf, timed } from '../writing-times.ts';

interface SeriesCase {
  readonly title: string;
  readonly time: NewEventTime;
  readonly recurrence: Recurrence;
  /** Instants of the occurrences, or their dates; worked out by hand. */
  readonly starts: readonly string[];
}

/** Series that each service can hold. */
const seriesCases: readonly SeriesCase[] = [
  {
    title: 'Mondays in Berlin over the end of summer time',
    time: timed('2026-10-19', '09:00', '09:30'),
    recurrence: repeats(times(3), on('mo')),
    starts: ['2026-10-19T07:00:00Z', '2026-10-26T08:00:00Z', '2026-11-02T08:00:00Z'],
  },
  {
    title: 'Mondays in New York over the end of summer time',
    time: timed('2026-10-26', '09:00', '09:30', 'America/New_York'),
    recurrence: repeats(times(3), on('mo')),
    starts: ['2026-10-26T13:00:00Z', '2026-11-02T14:00:00Z', '2026-11-09T14:00:00Z'],
  },
  {
    title: 'Mondays on Lord Howe over half an hour of summer time',
    time: timed('2026-09-28', '09:00', '09:30', 'Australia/Lord_Howe'),
    recurrence: repeats(times(3), on('mo')),
    starts: ['2026-09-27T22:30:00Z', '2026-10-04T22:00:00Z', '2026-10-11T22:00:00Z'],
  },
  {
    title: 'Mondays in Kolkata, where clocks stay',
    time: timed('2026-10-19', '09:00', '09:30', 'Asia/Kolkata'),
    recurrence: repeats(times(3), on('mo')),
    starts: ['2026-10-19T03:30:00Z', '2026-10-26T03:30:00Z', '2026-11-02T03:30:00Z'],
  },
  {
    title: 'Every second Tuesday and Thursday, until a day of the series’ zone',
    time: timed('2026-06-02', '01:00', '01:30'),
    // In Berlin the last one is on the 18th, in UTC it is the 17th still.
    recurrence: repeats({ kind: 'untilDate', date: '2026-06-18' }, { interval: 2, ...on('tu', 'th') }),
    starts: ['2026-06-01T23:00:00Z', '2026-06-03T23:00:00Z', '2026-06-15T23:00:00Z', '2026-06-17T23:00:00Z'],
  },
  {
    title: 'Daily until an instant that is the last start',
    time: timed('2026-06-22', '12:00', '12:30', 'America/New_York'),
    recurrence: repeats({ kind: 'untilInstant', instant: '2026-06-24T16:00:00Z' }, { frequency: 'daily' }),
    starts: ['2026-06-22T16:00:00Z', '2026-06-23T16:00:00Z', '2026-06-24T16:00:00Z'],
  },
  {
    title: 'Every month on the 15th',
    time: timed('2026-09-15', '09:00', '09:30'),
    recurrence: repeats(times(3), { frequency: 'monthly', byMonthDay: [15] }),
    starts: ['2026-09-15T07:00:00Z', '2026-10-15T07:00:00Z', '2026-11-15T08:00:00Z'],
  },
  {
    title: 'Every second Wednesday of the month',
    time: timed('2026-09-09', '09:00', '09:30'),
    recurrence: repeats(times(3), { frequency: 'monthly', byDay: [{ day: 'we', nthOfPeriod: 2 }] }),
    starts: ['2026-09-09T07:00:00Z', '2026-10-14T07:00:00Z', '2026-11-11T08:00:00Z'],
  },
  {
    title: 'Whole days, every Friday',
    time: allDay('2026-10-23', '2026-10-24'),
    recurrence: repeats(times(3), on('fr')),
    starts: ['2026-10-23', '2026-10-30', '2026-11-06'],
  },
];

/** Rules that RFC 5545 has and one Outlook pattern has not. */
const richCases: readonly SeriesCase[] = [
  {
    title: 'First and last working day of the month',
    time: timed('2026-09-01'),
    recurrence: repeats(times(3), {
      frequency: 'monthly',
      ...on('mo', 'tu', 'we', 'th', 'fr'),
      bySetPosition: [1, -1],
    }),
    starts: ['2026-09-01T08:00:00Z', '2026-09-30T08:00:00Z', '2026-10-01T08:00:00Z'],
  },
  {
    title: 'The 31st, only where there is one',
    time: timed('2026-08-31'),
    recurrence: repeats(times(3), { frequency: 'monthly', byMonthDay: [31] }),
    starts: ['2026-08-31T08:00:00Z', '2026-10-31T09:00:00Z', '2026-12-31T09:00:00Z'],
  },
  {
    title: 'With one day more',
    time: timed('2026-09-07'),
    recurrence: { ...repeats(times(2), on('mo')), additional: ['2026-09-16T08:00:00Z'] },
    starts: ['2026-09-07T08:00:00Z', '2026-09-14T08:00:00Z', '2026-09-16T08:00:00Z'],
  },
];

/** Creating series: occurrences at the right instants, each with its name. */
export function describeSeries(inCompany: InCompany): void {
  inCompany('a series', (company) => {
    for (const { title, time, recurrence, starts } of seriesCases) {
      company.test(`${title}: has the right occurrences`, ['create'], async () => {
        const master = await company.create({ title, time, recurrence });
        expect(master).toMatchObject({
          kind: 'master',
          recurrence: { rules: [{ interval: recurrence.rules[0]?.interval }] },
        });
        const occurrences = await company.titled(title);
        expect(startsOf(occurrences)).toEqual(starts);
        expect(recurrenceIdsOf(occurrences)).toEqual(starts);
        expect(occurrences.map((event) => [event.kind, 'masterId' in event && event.masterId])).toEqual(
          starts.map(() => ['occurrence', master.id]),
        );
        expect(occurrences[0]?.time).toEqual(master.time);
      });
    }

    for (const { title, time, recurrence, starts } of richCases) {
      company.test(`${title}: is kept or refused`, ['create'], async () => {
        if (company.writes().recurrence === 'outlook') {
          await company.refused(() => company.create({ title, time, recurrence }));
          return;
        }
        await company.create({ title, time, recurrence });
        expect(startsOf(await company.titled(title))).toEqual(starts);
      });
    }

    company.test('leaves out what is excluded', ['create'], async () => {
      const recurrence = { ...repeats(times(4), on('mo')), excluded: ['2026-11-09T09:00:00Z'] };
      const { id: eventId } = await company.create({ title: 'With a gap', time: timed('2026-11-02'), recurrence });
      expect(startsOf(await company.titled('With a gap'))).toEqual([
        '2026-11-02T09:00:00Z',
        '2026-11-16T09:00:00Z',
        '2026-11-23T09:00:00Z',
      ]);
      expect(await company.as('ada').events.get({ eventId })).toMatchObject({
        recurrence: { excluded: ['2026-11-09T09:00:00Z'] },
      });
    });

    company.test('comes to those invited as a whole', ['create'], async () => {
      const attendees = [{ address: addressOf('ben') }];
      const recurrence = repeats(times(2), on('tu'));
      await company.create({ title: 'For two', time: timed('2026-11-03'), recurrence, attendees });
      await company.settle();
      expect(startsOf(await company.titled('For two', 'ben'))).toEqual(startsOf(await company.titled('For two')));
    });

    company.test('gives each occurrence by its series and recurrence id', ['create'], async () => {
      const recurrence = repeats(times(3), on('we'));
      const { id: masterId } = await company.create({ title: 'By name', time: timed('2026-11-04'), recurrence });
      const { events } = company.as('ada');
      for (const listed of await company.titled('By name')) {
        const recurrenceId = ('recurrenceId' in listed ? listed.recurrenceId : undefined) ?? '';
        expect(await events.get({ masterId, recurrenceId })).toMatchObject({
          id: listed.id,
          time: listed.time,
          recurrenceId,
        });
      }
      for (const recurrenceId of ['2026-11-05T09:00:00Z', '2026-11-25T09:00:00Z']) {
        await company.unchanged('notFound', () => events.get({ masterId, recurrenceId }));
      }
      await company.unchanged(['notFound', 'invalidArgument'], () =>
        events.get({ masterId, recurrenceId: '2026-11-04' }),
      );
    });
  });
}
