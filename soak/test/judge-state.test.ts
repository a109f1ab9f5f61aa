import { describe, expect, test } from 'vitest';
import type { ServiceTarget, StoredMeeting } from '../src/service-target.ts';
import { judgeInvitations, judgeState } from '../src/writes/judge-state.ts';
import type { Expected } from '../src/writes/judge-state.ts';
import { weeklyOccurrences } from '../src/writes/planned-event.ts';
import type { PlannedEvent } from '../src/writes/planned-event.ts';
import { effectsOf } from '../src/writes/step-effects.ts';

const series: PlannedEvent = {
  mark: 'm',
  title: 'm',
  eventId: 'e1',
  attendees: new Set(['ben@tidewater.example']),
  isSeries: true,
  hasGaps: false,
  occurrences: weeklyOccurrences(9, 3, 'm'),
};
const split = effectsOf(
  {
    kind: 'renameFollowing',
    event: series,
    recurrenceId: series.occurrences[1]?.recurrenceId ?? '',
    title: 'm 2',
  },
  'e2',
);
const expected: Expected = { before: [series], ...split };

/** A calendar in which these events lie, with these of their occurrences. */
function calendar(
  events: readonly PlannedEvent[],
  occurrences: PlannedEvent['occurrences'] = events.flatMap((event) => event.occurrences),
) {
  const stored = events.map(({ title, attendees }, index): StoredMeeting => ({
    uid: String(index),
    title,
    attendees: [...attendees],
  }));
  const listed = occurrences.map(({ recurrenceId, title }) => ({
    title,
    status: 'confirmed',
    time: { kind: 'timed', start: { instant: recurrenceId } },
  }));
  // The judge uses nothing else of a target.
  return {
    stored: () => stored,
    observer: { events: { list: () => ({ toArray: () => Promise.resolve(listed) }) } },
  } as unknown as ServiceTarget;
}
const judge = (target: ServiceTarget) => judgeState(target, 'ada', 'm', expected);

describe('judgeState', () => {
  test('tells before, between and after', async () => {
    expect(await judge(calendar([series]))).toBe('before');
    expect(await judge(calendar(split.between ?? []))).toBe('between');
    expect(await judge(calendar(split.after))).toBe('after');
    expect(await judgeState(calendar([series]), 'ada', 'm', { before: [series], after: [series] })).toBe('both');
  });

  test.each<[string, ServiceTarget]>([
    ['a second event', calendar([series, series])],
    ['a second event without occurrences', calendar([series, series], series.occurrences)],
    ['an event that is gone', calendar([])],
    ['an occurrence that is gone', calendar([series], series.occurrences.slice(1))],
    ['an occurrence that is twice there', calendar([series], [...series.occurrences, ...series.occurrences.slice(2)])],
    ['the second half alone', calendar(split.after.slice(1))],
    ['the first half alone', calendar(split.after.slice(0, 1))],
    ['somebody who is not invited any more', calendar([{ ...series, attendees: new Set() }])],
    ['another title', calendar([{ ...series, title: 'm!' }])],
  ])('finds %s', async (_what, target) => {
    await expect(judge(target)).rejects.toThrow('neither');
  });
});

test('judgeInvitations finds who was invited twice', () => {
  const mails = ['ben@tidewater.example', 'chitra@tidewater.example'].map((to) => ({ uid: 'u', to }));
  expect(() => judgeInvitations(mails)).not.toThrow();
  expect(() => judgeInvitations([...mails, { uid: 'v', to: 'Ben@tidewater.example' }])).toThrow('twice');
});
