import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import type { rrulestr as RRuleStr } from 'rrule';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import type { RecurrenceRule } from '../model/recurrence.ts';
import type { EventTime } from '../model/time.ts';
import { rules, starts } from './__fixtures__/generated-rules.ts';
import { series } from './__fixtures__/series.ts';
import { expandRecurrence } from './expand-recurrence.ts';
import { formatRecurrenceRule } from './format-recurrence.ts';

/** Its ESM entry has names only for bundlers; Node finds them on the CommonJS one. */
const { rrulestr }: { rrulestr: typeof RRuleStr } = createRequire(import.meta.url)('rrule');
const limit = 40;

/**
 * The occurrences as a library of other authors counts them, in wall times as if they were UTC, and as Temporal places those in
 * the zone. It has no opinion on starts that the rule does not give: those are put in front here.
 */
function otherwise(rule: RecurrenceRule, time: EventTime): string[] {
  const startWall = time.kind === 'allDay' ? `${time.startDate}T00:00:00` : time.start.dateTime;
  const { end } = rule;
  const text = formatRecurrenceRule({ ...rule, end: { kind: 'untilInstant', instant: '2120-01-01T00:00:00Z' } }, utc);
  const walls = rrulestr(`DTSTART:${startWall.replaceAll(/[-:]/g, '')}Z\nRRULE:${text}`)
    .all((_date, index) => index < 100)
    .map((date) => date.toISOString().slice(0, 19));
  const all = walls[0] === startWall ? walls : [startWall, ...walls];
  const counted = end.kind === 'count' ? all.slice(0, end.count) : all;
  const ids = counted.filter((wall, index) => index === 0 || isBy(end, wall, time)).map((wall) => idOf(wall, time));
  return [...new Set(ids)].toSorted().slice(0, limit);
}

function isBy(end: RecurrenceRule['end'], wall: string, time: EventTime): boolean {
  if (end.kind === 'untilDate') return wall.slice(0, 10) <= end.date;
  return (
    end.kind !== 'untilInstant' || idOf(wall, time) <= end.instant.slice(0, time.kind === 'allDay' ? 10 : undefined)
  );
}

function idOf(wall: string, time: EventTime): string {
  if (time.kind === 'allDay') return wall.slice(0, 10);
  const placed = Temporal.PlainDateTime.from(wall).toZonedDateTime(time.start.timeZone, {
    disambiguation: 'compatible',
  });
  return placed.toInstant().toString();
}

const utc: EventTime = {
  kind: 'timed',
  start: { dateTime: '2026-01-01T00:00:00', timeZone: 'UTC', instant: '2026-01-01T00:00:00Z' },
  end: { dateTime: '2026-01-01T00:00:00', timeZone: 'UTC', instant: '2026-01-01T00:00:00Z' },
};

test('an independent library finds the same occurrences', async () => {
  await fc.assert(
    fc.asyncProperty(rules, starts, async (rule, time) => {
      const until = time.kind === 'allDay' ? '2119-12-30' : '2119-12-30T00:00:00Z';
      const found = await expandRecurrence({ recurrence: series(rule), time, until, limit });
      expect(found).toEqual(otherwise(rule, time).filter((id) => id <= until));
    }),
    { numRuns: 120 },
  );
});
