import { expect } from 'vitest';
import { expectSaid } from '../event-said.ts';
import type { InCompany } from '../fresh-company.ts';
import { startOf, timed } from '../writing-times.ts';

/** Wall times that clocks skip: what they are moved to (RFC 5545, section 3.3.5). */
const skipped = [
  ['Europe/Berlin', '2027-03-28T02:30:00', '2027-03-28T03:30:00', '2027-03-28T01:30:00Z'],
  ['America/New_York', '2027-03-14T02:30:00', '2027-03-14T03:30:00', '2027-03-14T07:30:00Z'],
  // Half an hour is skipped here.
  ['Australia/Lord_Howe', '2026-10-04T02:15:00', '2026-10-04T02:45:00', '2026-10-03T15:45:00Z'],
] as const;

/** Wall times that clocks repeat: the instants of both. */
const repeated = [
  ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
  ['America/New_York', '2026-11-01T01:30:00', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
  ['Australia/Lord_Howe', '2027-04-04T01:45:00', '2027-04-03T14:45:00Z', '2027-04-03T15:15:00Z'],
] as const;

const later = (wall: string): string => `${wall.slice(0, 11)}12:00:00`;

/** Wall times and the instants that they have to become. */
export function describeClockChanges(inCompany: InCompany): void {
  inCompany('wall times where clocks change', (company) => {
    for (const [timeZone, wall, moved, instant] of skipped) {
      company.test(`${wall} in ${timeZone}, which clocks skip, is moved on`, ['create'], async () => {
        const title = `Skipped in ${timeZone}`;
        const start = { dateTime: wall, timeZone };
        await company.create({ title, time: { kind: 'timed', start, end: { dateTime: later(wall), timeZone } } });
        expect((await company.one(title)).time).toMatchObject({ start: { dateTime: moved, timeZone, instant } });
      });
    }

    for (const [timeZone, wall, first, second] of repeated) {
      company.test(`${wall} in ${timeZone}, which clocks repeat, is the first`, ['create'], async () => {
        const title = `First in ${timeZone}`;
        const start = { dateTime: wall, timeZone };
        await company.create({ title, time: { kind: 'timed', start, end: { dateTime: later(wall), timeZone } } });
        expect((await company.one(title)).time).toMatchObject({ start: { dateTime: wall, timeZone, instant: first } });
      });

      company.test(`${wall} in ${timeZone} can be the second, where the service says so`, ['create'], async () => {
        const title = `Second in ${timeZone}`;
        const start = { dateTime: wall, timeZone, instant: second };
        const time = { kind: 'timed', start, end: { dateTime: later(wall), timeZone } } as const;
        if (company.writes().repeatedHours) {
          await company.create({ title, time });
          expect((await company.one(title)).time).toMatchObject({ start });
        } else await company.refused(() => company.create({ title, time }));
      });
    }

    company.test('keeps a zone for each end, and events without length', ['create', 'update'], async () => {
      const start = { dateTime: '2026-06-08T13:00:00', timeZone: 'Europe/Berlin' };
      const flight = {
        kind: 'timed',
        start,
        end: { dateTime: '2026-06-08T15:30:00', timeZone: 'America/New_York' },
      } as const;
      const moment = { kind: 'timed', start, end: start } as const;
      for (const [title, time] of Object.entries({ Flight: flight, Moment: moment })) {
        const { id: eventId } = await company.create({ title, time });
        expectSaid(await company.one(title), { time });
        await company.as('ada').events.update({ eventId, patch: { title: `${title}, renamed` }, notify: 'nobody' });
        expectSaid(await company.one(`${title}, renamed`), { time });
      }
    });

    company.test('keeps a zone that Windows has no name for, or refuses it', ['create'], async () => {
      const time = timed('2026-06-09', '13:00', '14:00', 'Antarctica/Troll');
      const create = () => company.create({ title: 'At the station', time });
      if (company.writes().timeZones === 'windows') return company.refused(create);
      await create();
      expectSaid(await company.one('At the station'), { time });
    });

    company.test('keeps the zone of a far place', ['create'], async () => {
      const timeZone = 'Asia/Kolkata';
      const time = {
        kind: 'timed',
        start: { dateTime: '2026-10-25T09:00:00', timeZone },
        end: { dateTime: '2026-10-25T10:00:00', timeZone },
      } as const;
      const created = await company.create({ title: 'Far', time });
      expect(startOf(created)).toBe('2026-10-25T03:30:00Z');
      expect((await company.one('Far')).time).toMatchObject({ ...time, end: { ...time.end } });
    });
  });
}
