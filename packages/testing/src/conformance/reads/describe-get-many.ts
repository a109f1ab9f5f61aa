import type { CalendarEvent, Outcome } from '@kalends/core';
import { describe, expect, test } from 'vitest';
import { expectCode } from '../expect-code.ts';
import { masterIdOf } from '../suite.ts';
import type { Suite } from '../suite.ts';

const eventsOf = (outcomes: readonly Outcome<CalendarEvent>[]): readonly unknown[] =>
  outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.value : outcome.error.code));

/** Reading many events at once. */
export function describeGetMany(suite: Suite): void {
  describe('events.getMany', () => {
    const getMany = (eventIds: readonly string[], more: object = {}) =>
      suite.ada().events.getMany({ eventIds, ...more });

    test('gives what events.get gives, in the order of the ids', async () => {
      const listed = await suite.list();
      const series = listed.find(({ title }) => title === 'Standup');
      const eventIds = [
        ...listed.map(({ id }) => id).toReversed(),
        ...(series === undefined ? [] : [masterIdOf(series)]),
      ];
      const single = [];
      for (const eventId of eventIds) single.push(await suite.ada().events.get({ eventId }));
      expect(eventsOf(await getMany(eventIds))).toEqual(single);
    });

    test('judges each by itself', async () => {
      const [first, second] = await suite.list();
      const [firstId, secondId] = [first?.id ?? '', second?.id ?? ''];
      const at = Math.floor(firstId.length / 2);
      const unknown = `${firstId.slice(0, at)}${firstId[at] === 'a' ? 'b' : 'a'}${firstId.slice(at + 1)}`;
      const outcomes = await getMany([firstId, unknown, secondId, firstId]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'failed', 'done', 'done']);
      expect(['notFound', 'invalidArgument']).toContain(eventsOf(outcomes)[1]);
      expect(eventsOf(outcomes)[3]).toEqual(eventsOf(outcomes)[0]);
    });

    test('takes more ids than one request of a service does', async () => {
      const window = { start: '2026-01-01T00:00:00Z', end: '2028-01-01T00:00:00Z' };
      const ids = (await suite.list({ window })).map(({ id }) => id);
      const eventIds = [...ids, ...ids, ...ids];
      expect(eventIds.length).toBeGreaterThan(110);
      const outcomes = await getMany(eventIds);
      expect(outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.value.id : outcome.error))).toEqual(eventIds);
    });

    test('reads bodies when they are asked for', async () => {
      const { id: eventId } = await suite.find('Quarter planning');
      const [outcome] = await getMany([eventId], { include: ['body'] });
      const { body } = await suite.ada().events.get({ eventId, include: ['body'] });
      expect(outcome).toMatchObject({ kind: 'done', value: { body } });
      const [plain] = eventsOf(await getMany([eventId]));
      expect(plain).not.toHaveProperty('body');
    });

    test('reads from the calendar that is named', async () => {
      const calendars = await suite.ada().calendars.list().toArray();
      const calendarId = calendars.find(({ name }) => name === 'Garden')?.id ?? '';
      const seedlings = await suite.find('Seedlings', { calendarId });
      expect(eventsOf(await getMany([seedlings.id], { calendarId }))).toMatchObject([
        { title: 'Seedlings', calendarId },
      ]);
    });

    test('refuses no ids, too many, and a call that is aborted', async () => {
      await expectCode('invalidArgument', () => getMany([]));
      await expectCode('invalidArgument', () => getMany(Array.from({ length: 1_001 }, () => 'x')));
      await expectCode('aborted', () => getMany(['x'], { signal: AbortSignal.abort() }));
    });
  });
}
