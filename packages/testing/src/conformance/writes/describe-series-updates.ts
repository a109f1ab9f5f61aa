import type { CalendarEvent, EventPatch, SeriesScope } from '@kalends/core';
import { expect } from 'vitest';
import { addressOf } from '../fresh-company.ts';
import type { FreshCompany, InCompany } from '../fresh-company.ts';
import { on, repeats, times } from '../recurrences.ts';
import { allDay, recurrenceIdsOf, startOf, startsOf, timed } from '../writing-times.ts';

/** Four Mondays, of which the second is behind a change of clocks. */
const mondays = [
  '2026-10-19T08:00:00Z',
  '2026-10-26T09:00:00Z',
  '2026-11-02T09:00:00Z',
  '2026-11-09T09:00:00Z',
] as const;
const [first, second, third, fourth] = mondays;

async function makeMondays(company: FreshCompany, title: string): Promise<CalendarEvent> {
  return company.create({ title, time: timed('2026-10-19'), recurrence: repeats(times(4), on('mo')) });
}

/** Changing one occurrence, some, or all of a series. */
export function describeSeriesUpdates(inCompany: InCompany): void {
  inCompany('events.update of a series', (company) => {
    const can = (scope: SeriesScope): boolean => company.writes().seriesScopes.update.includes(scope);
    /** Makes a change, or sees it refused where capabilities lack the scope. */
    const update = async (
      target: { masterId: string; recurrenceId: string } | { eventId: string },
      patch: EventPatch,
      scope: SeriesScope,
    ): Promise<CalendarEvent | undefined> => {
      const call = () => company.as('ada').events.update({ ...target, scope, patch, notify: 'everyone' });
      if (can(scope)) return call();
      await company.refused(call);
      return undefined;
    };
    const titles = async (starting: string): Promise<readonly string[]> =>
      (
        await company
          .as('ada')
          .events.list({ window: { start: '2026-10-01T00:00:00Z', end: '2027-03-01T00:00:00Z' } })
          .toArray()
      )
        .filter(({ title }) => title?.startsWith(starting))
        .sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1))
        .map((event) => `${startOf(event)} ${event.title ?? ''}`);

    company.test('one occurrence alone', ['create', 'update'], async () => {
      const { id: masterId } = await makeMondays(company, 'One');
      const changed = await update({ masterId, recurrenceId: second }, { title: 'One, changed' }, 'occurrence');
      if (changed === undefined) return;
      const kind = company.has('unmovedExceptionsUnmarked') ? 'occurrence' : 'exception';
      expect(changed).toMatchObject({ kind, masterId, recurrenceId: second, title: 'One, changed' });
      expect(await titles('One')).toEqual([`${first} One`, `${second} One, changed`, `${third} One`, `${fourth} One`]);
    });

    company.test('an occurrence by its id is what is meant without a scope', ['create', 'update'], async () => {
      await makeMondays(company, 'Meant');
      const [, , third3] = await company.titled('Meant');
      if (!can('occurrence')) return;
      const patch = { title: 'Meant, changed' };
      await company.as('ada').events.update({ eventId: third3?.id ?? '', patch, notify: 'nobody' });
      expect(startsOf(await company.titled('Meant, changed'))).toEqual([third]);
    });

    company.test('a moved occurrence keeps its name, wherever it goes', ['create', 'update'], async () => {
      const { id: masterId } = await makeMondays(company, 'Moved far');
      const time = timed('2027-02-01', '15:00', '16:00', 'America/New_York');
      if ((await update({ masterId, recurrenceId: fourth }, { time }, 'occurrence')) === undefined) return;
      const { events } = company.as('ada');
      expect(await events.get({ masterId, recurrenceId: fourth })).toMatchObject({
        kind: 'exception',
        recurrenceId: fourth,
        time: { start: { instant: '2027-02-01T20:00:00Z', timeZone: 'America/New_York' } },
      });
      const again = await events.update({
        masterId,
        recurrenceId: fourth,
        patch: { title: 'Moved far, named' },
        notify: 'nobody',
      });
      expect(again).toMatchObject({ recurrenceId: fourth, title: 'Moved far, named' });
      expect(startOf(again)).toBe('2027-02-01T20:00:00Z');
      expect(startsOf(await company.titled('Moved far'))).toEqual([first, second, third]);
    });

    company.test('all of it, by the master or by an occurrence', ['create', 'update'], async () => {
      const { id: masterId } = await makeMondays(company, 'All');
      if ((await update({ eventId: masterId }, { title: 'All, once' }, 'all')) === undefined) return;
      expect(startsOf(await company.titled('All, once'))).toEqual(mondays);
      const changed = await update({ masterId, recurrenceId: third }, { title: 'All, twice' }, 'all');
      expect(changed).toMatchObject({ kind: 'master', id: masterId });
      expect(startsOf(await company.titled('All, twice'))).toEqual(mondays);
      await company.as('ada').events.update({ eventId: masterId, patch: { title: 'All, thrice' }, notify: 'nobody' });
      expect(startsOf(await company.titled('All, thrice'))).toEqual(mondays);
    });

    company.test('one and all that follow', ['create', 'update'], async () => {
      const { id: masterId } = await makeMondays(company, 'Split');
      const patch = { title: 'Split, later' };
      const changed = await update({ masterId, recurrenceId: third }, patch, 'following');
      if (changed === undefined) return;
      const halves = [`${first} Split`, `${second} Split`, `${third} Split, later`, `${fourth} Split, later`];
      expect(await titles('Split')).toEqual(halves);
      expect(changed).toMatchObject({ kind: 'master', title: 'Split, later' });
      expect(changed.id).not.toBe(masterId);
      expect(recurrenceIdsOf(await company.titled('Split, later'))).toEqual([third, fourth]);
    });

    company.test('a series is split once, however often it is asked for', ['create', 'update'], async () => {
      const { id: masterId } = await makeMondays(company, 'Once');
      const options = { masterId, recurrenceId: third, patch: { title: 'Once, later' }, notify: 'everyone' } as const;
      const split = () => company.as('ada').events.update({ ...options, scope: 'following' });
      if (!can('following')) return company.refused(split);
      const made = await split();
      expect((await split()).id).toBe(made.id);
      expect(await titles('Once')).toEqual([
        `${first} Once`,
        `${second} Once`,
        `${third} Once, later`,
        `${fourth} Once, later`,
      ]);
    });

    company.test('a split takes along everything that the patch does not name', ['create', 'update'], async () => {
      const said = {
        body: { contentType: company.writes().bodyContentTypes[0] ?? ('text' as const), content: 'Goes along' },
        locations: [{ name: 'Quay 7' }],
        attendees: [{ address: addressOf('ben'), role: 'optional' as const }],
        busyStatus: 'free' as const,
      };
      const series = { time: timed('2026-10-19'), recurrence: repeats(times(4), on('mo')) };
      const { id: masterId } = await company.create({ ...said, ...series, title: 'Luggage' });
      const patch = { title: 'Luggage, later', time: timed('2026-11-02', '14:00', '15:00') };
      if ((await update({ masterId, recurrenceId: third }, patch, 'following')) === undefined) return;
      await company.settle();
      for (const event of await company.titled('Luggage, later', 'ada', { include: ['body'] })) {
        expect(event).toMatchObject({ busyStatus: 'free', locations: [{ name: 'Quay 7' }] });
        expect(event.body?.content).toContain('Goes along');
        expect(event.attendees).toMatchObject([{ role: 'optional', participationStatus: 'needsAction' }]);
      }
      expect(await titles('Luggage')).toEqual([
        `${first} Luggage`,
        `${second} Luggage`,
        '2026-11-02T13:00:00Z Luggage, later',
        '2026-11-09T13:00:00Z Luggage, later',
      ]);
      expect(startsOf(await company.titled('Luggage', 'ben'))).toEqual([first, second]);
      expect(startsOf(await company.titled('Luggage, later', 'ben'))).toHaveLength(2);
    });

    company.test('those that follow the first are all', ['create', 'update'], async () => {
      const { id: masterId } = await makeMondays(company, 'From the first');
      const patch = { title: 'From the first, all' };
      const changed = await update({ masterId, recurrenceId: first }, patch, 'following');
      if (changed === undefined) return;
      expect(changed.id).toBe(masterId);
      expect(await titles('From the first')).toEqual(mondays.map((start) => `${start} From the first, all`));
    });

    company.test('a series of whole days, by dates', ['create', 'update'], async () => {
      const recurrence = repeats(times(3), on('fr'));
      const time = allDay('2026-10-23', '2026-10-24');
      const { id: masterId } = await company.create({ title: 'Fridays', time, recurrence });
      const patch = { time: allDay('2026-10-31', '2026-11-01') };
      if ((await update({ masterId, recurrenceId: '2026-10-30' }, patch, 'occurrence')) === undefined) return;
      const events = await company.titled('Fridays');
      expect(startsOf(events)).toEqual(['2026-10-23', '2026-10-31', '2026-11-06']);
      expect(recurrenceIdsOf(events)).toEqual(['2026-10-23', '2026-10-30', '2026-11-06']);
      const later = { masterId, recurrenceId: '2026-11-06', patch: { title: 'Fridays, later' } };
      const split = () => company.as('ada').events.update({ ...later, scope: 'following', notify: 'nobody' });
      if (!can('following') || company.has('changedSeriesNotSplit')) return company.refused(split);
      await split();
      expect(startsOf(await company.titled('Fridays, later'))).toEqual(['2026-11-06']);
      expect(startsOf(await company.titled('Fridays'))).toEqual(['2026-10-23', '2026-10-31']);
    });

    company.test('refuses scopes that mean nothing', ['create', 'update'], async () => {
      const { id: masterId } = await makeMondays(company, 'Meaningless');
      const { id: eventId } = await company.create({ title: 'A single one', time: timed('2026-12-01') });
      const recurrence = repeats(times(2));
      const { events } = company.as('ada');
      const patch = { title: 'Changed' };
      const notify = 'nobody';
      const calls: readonly Parameters<typeof events.update>[0][] = [
        { eventId: masterId, scope: 'occurrence', patch, notify },
        { eventId: masterId, scope: 'following', patch, notify },
        { eventId, scope: 'following', patch, notify },
        { masterId, recurrenceId: second, scope: 'occurrence', patch: { recurrence }, notify },
        { masterId, recurrenceId: second, patch: { recurrence }, notify },
        { masterId, recurrenceId: second, scope: 'occurrence', patch: { recurrence: null }, notify },
      ];
      for (const call of calls) await company.unchanged('invalidArgument', () => events.update(call));
      for (const scope of ['occurrence', 'all'] as const) {
        const renamed = await events.update({ eventId, scope, patch: { title: `Single, ${scope}` }, notify: 'nobody' });
        expect(renamed).toMatchObject({ kind: 'single', title: `Single, ${scope}` });
      }
    });

    company.test('finds no occurrence that there is none', ['create', 'update'], async () => {
      const { id: masterId } = await makeMondays(company, 'None there');
      await company.unchanged('notFound', () =>
        company.as('ada').events.update({
          masterId,
          recurrenceId: '2026-10-20T08:00:00Z',
          patch: { title: 'Changed' },
          notify: 'nobody',
        }),
      );
    });
  });
}
