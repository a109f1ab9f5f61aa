import { describe, expect, it } from 'vitest';
import { readFreeBusyAnswer } from './read-free-busy-answer.ts';

const ada = 'ada@example.com';
const busy = [{ start: '2026-11-16T10:00:00+01:00', end: '2026-11-16T10:30:00+01:00' }];
const takenOf = (answer: unknown, address = ada) => readFreeBusyAnswer(answer, [address]).get(address);

describe('readFreeBusyAnswer', () => {
  it('finds addresses whatever their case', () => {
    expect(takenOf({ calendars: { 'Ada@Example.com': { busy } } })).toMatchObject({ kind: 'known', intervals: [{}] });
    expect(takenOf({ calendars: { [ada]: { busy: [], errors: [] } } })).toEqual({ kind: 'known', intervals: [] });
  });

  it.each([
    ['notFound', 'notFound'],
    ['internalError', 'serviceFailed'],
    ['groupTooBig', 'tooManyMembers'],
    ['tooManyCalendarsRequested', 'tooManyMembers'],
    ['forbidden', 'accessDenied'],
    ['rateLimitExceeded', 'rateLimited'],
    ['somethingNew', 'serviceFailed'],
    ['constructor', 'serviceFailed'],
    [undefined, 'serviceFailed'],
  ])('says why nothing is known: %s', (reason, expected) => {
    const errors = [{ domain: 'global', ...(reason === undefined ? {} : { reason }) }];
    expect(takenOf({ calendars: { [ada]: { busy: [], errors } } })).toMatchObject({
      kind: 'unknown',
      reason: expected,
    });
    expect(takenOf({ groups: { [ada]: { calendars: [], errors } } })).toMatchObject({
      kind: 'unknown',
      reason: expected,
    });
  });

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['somebody else', { calendars: { 'bob@example.com': { busy } } }],
    ['null', { calendars: { [ada]: null } }],
    ['no list', { calendars: { [ada]: {} } }],
    ['a text', { calendars: { [ada]: 'free' } }],
    [
      'a time without an offset',
      { calendars: { [ada]: { busy: [{ start: '2026-11-16T10:00:00', end: '2026-11-16T11:00:00' }] } } },
    ],
    ['half a period', { calendars: { [ada]: { busy: [{ start: '2026-11-16T10:00:00Z' }] } } }],
    ['a group of nobody knows whom', { groups: { [ada]: {} } }],
    ['a group that is a text', { groups: { [ada]: 'all' } }],
    ['a member that is missing', { calendars: {}, groups: { [ada]: { calendars: ['bob@example.com'] } } }],
  ])('takes nobody for free whom the answer does not tell: %s', (_what, answer) => {
    expect(takenOf(answer)).toMatchObject({
      kind: 'unknown',
      reason: 'invalidResponse',
      error: { code: 'invalidResponse' },
    });
  });

  it('does not take a group that shows no members for free', () => {
    const answer = { groups: { 'team@example.com': { calendars: [] } } };
    expect(readFreeBusyAnswer(answer, ['team@example.com']).get('team@example.com')).toMatchObject({ kind: 'unknown' });
  });

  it('spoils no calendar with another', () => {
    const answer = readFreeBusyAnswer({ calendars: { [ada]: { busy }, 'bob@example.com': 7 } }, [
      ada,
      'bob@example.com',
    ]);
    expect([...answer.values()].map(({ kind }) => kind)).toEqual(['known', 'unknown']);
  });

  it.each([[], null, 'x', { calendars: 7 }])('throws for what is no answer at all: %j', (answer) => {
    expect(() => readFreeBusyAnswer(answer, [ada])).toThrow(expect.objectContaining({ code: 'invalidResponse' }));
  });
});
