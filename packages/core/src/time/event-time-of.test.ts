import { expect, test } from 'vitest';
import { eventTimeOf, isSecondReading } from './event-time-of.ts';

const berlin = (dateTime: string, instant?: string): Parameters<typeof eventTimeOf>[0] => {
  const wall = { dateTime, timeZone: 'Europe/Berlin', ...(instant === undefined ? {} : { instant }) };
  return { kind: 'timed', start: wall, end: wall };
};

test.each([
  ['2026-06-01T09:00:00', undefined, '2026-06-01T09:00:00', '2026-06-01T07:00:00Z', false],
  ['2026-03-29T02:30:00', undefined, '2026-03-29T03:30:00', '2026-03-29T01:30:00Z', false],
  ['2026-10-25T02:30:00', undefined, '2026-10-25T02:30:00', '2026-10-25T00:30:00Z', false],
  ['2026-10-25T02:30:00', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00', '2026-10-25T01:30:00Z', true],
])('%s in Berlin, instant %s', (dateTime, instant, wall, means, isSecond) => {
  const time = eventTimeOf(berlin(dateTime, instant));
  expect(time).toMatchObject({ start: { dateTime: wall, instant: means, timeZone: 'Europe/Berlin' } });
  expect(time.kind === 'timed' && isSecondReading(time.start)).toBe(isSecond);
});

test('dates stay dates', () => {
  const time = { kind: 'allDay', startDate: '2026-06-01', endDate: '2026-06-02' } as const;
  expect(eventTimeOf(time)).toEqual(time);
});
