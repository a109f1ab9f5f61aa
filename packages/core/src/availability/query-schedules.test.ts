import { expect, test } from 'vitest';
import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorCode } from '../errors/error-code.ts';
import type { CalendarConnection } from '../provider/connection.ts';
import { fakeConnection } from '../provider/__fixtures__/fake-connection.ts';
import { findTimes } from './find-times.ts';
import { querySchedules } from './query-schedules.ts';

const window = { start: '2026-11-16T08:00:00Z', end: '2026-11-16T12:00:00Z' };

function answering(busy: { start: string; end: string }[] | CalendarErrorCode): CalendarConnection {
  return fakeConnection({
    freeBusy: {
      query: ({ mailboxes }) =>
        typeof busy === 'string'
          ? Promise.reject(new CalendarError({ code: busy, message: 'm' }))
          : Promise.resolve({
              schedules: mailboxes.map((mailbox) => ({
                kind: 'known',
                mailbox,
                busy: busy.map((period) => ({ ...period, kind: 'busy' })),
              })),
              isComplete: true,
            }),
    },
  });
}
const nine = { start: '2026-11-16T08:00:00Z', end: '2026-11-16T09:00:00Z' };

test('puts the answers of several services together, in their order', async () => {
  const { schedules, isComplete } = await querySchedules({
    window,
    queries: [
      { connection: answering([nine]), mailboxes: ['ada@tidewater.example', 'ben@tidewater.example'] },
      { connection: answering([]), mailboxes: ['harbour@tidewater.example'] },
    ],
  });
  expect(schedules.map(({ mailbox }) => mailbox.split('@')[0])).toEqual(['ada', 'ben', 'harbour']);
  expect(isComplete).toBe(true);
});

test.each([
  ['accessDenied', 'accessDenied'],
  ['rateLimited', 'rateLimited'],
  ['timeout', 'timeout'],
  ['reauthorizationRequired', 'serviceFailed'],
] as const)('a connection that fails with %s makes its mailboxes unknown and nobody free', async (code, reason) => {
  const { schedules, isComplete } = await querySchedules({
    window,
    queries: [
      { connection: answering([]), mailboxes: ['ada@tidewater.example'] },
      { connection: answering(code), mailboxes: ['ben@tidewater.example'] },
    ],
  });
  expect(isComplete).toBe(false);
  expect(schedules).toMatchObject([{ kind: 'known' }, { kind: 'unknown', reason, error: { code } }]);
  const required = schedules.map(({ mailbox }) => ({ mailbox }));
  expect(findTimes({ window, durationMinutes: 30, timeZone: 'UTC', schedules, required })).toMatchObject({
    proposals: [],
    requiredUnknown: ['ben@tidewater.example'],
  });
});

test.each(['aborted', 'invalidArgument'] as const)('%s is the caller’s and ends the call', async (code) => {
  const queries = [{ connection: answering(code), mailboxes: ['ben@tidewater.example'] }];
  await expect(querySchedules({ window, queries })).rejects.toMatchObject({ code });
});

test('whoever a service says nothing about is unknown', async () => {
  const connection = fakeConnection({
    freeBusy: { query: () => Promise.resolve({ schedules: [], isComplete: true }) },
  });
  expect(await querySchedules({ window, queries: [{ connection, mailboxes: ['ada@tidewater.example'] }] })).toEqual({
    schedules: [{ kind: 'unknown', mailbox: 'ada@tidewater.example', reason: 'invalidResponse' }],
    isComplete: false,
  });
});
