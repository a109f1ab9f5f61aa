import { describe, expect, test } from 'vitest';
import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorCode } from '../errors/error-code.ts';
import { fakeConnection } from '../provider/__fixtures__/fake-connection.ts';
import { sampleEvent } from '../provider/__fixtures__/sample-event.ts';
import type { MeetingService } from './meeting-service.ts';
import type { SchedulingRequest } from './schedule-meeting.ts';
import { answerSchedulingMessage, clientTransport, directTransport } from './scheduling-transport.ts';

const wall = (clock: string) => ({ dateTime: `2026-11-16T${clock}:00`, timeZone: 'Europe/Berlin' });
const request: SchedulingRequest = {
  meeting: { title: 'Review', time: { kind: 'timed', start: wall('09:00'), end: wall('10:00') } },
  notify: 'nobody',
  idempotencyKey: 'k1',
};

interface Failures {
  readonly meeting?: readonly CalendarErrorCode[];
  readonly calendar?: readonly CalendarErrorCode[];
  readonly removal?: readonly CalendarErrorCode[];
}

/** A meeting service and a calendar; each fails as told, then works. */
function world(failures: Failures = {}) {
  const meetings = new Map<string, string>();
  const events = new Map<string, string>();
  const told: object[] = [];
  const calls = new Map<keyof Failures, number>();
  const failing = (part: keyof Failures, doIt: () => void) => {
    const call = calls.get(part) ?? 0;
    calls.set(part, call + 1);
    const code = failures[part]?.[call];
    if (code === undefined) return doIt();
    // The answer is lost after the work is done.
    if (code === 'networkError' || code === 'outcomeUnknown' || code === 'disposed') doIt();
    throw new CalendarError({ code, message: 'm' });
  };
  const service: MeetingService = {
    async create({ input, idempotencyKey }) {
      told.push(input);
      const isNew = !meetings.has(idempotencyKey);
      failing('meeting', () => void meetings.set(idempotencyKey, `m-${idempotencyKey}`));
      return { meetingId: `m-${idempotencyKey}`, joinUrl: 'https://meet.example/1', isNew };
    },
    async remove({ meetingId }) {
      failing('removal', () => void meetings.delete(meetingId.slice(2)));
    },
  };
  const connection = fakeConnection({
    events: {
      create: async ({ event, idempotencyKey = '' }) => {
        failing('calendar', () => void events.set(idempotencyKey, event.title ?? ''));
        return sampleEvent({ id: `e-${idempotencyKey}` });
      },
    },
  });
  return { meetings, events, told, transport: directTransport({ connection, meetings: service }) };
}

test('makes the meeting and the entry that leads to it', async () => {
  const { transport, meetings, events, told } = world();
  expect(await transport.schedule(request)).toEqual({
    kind: 'scheduled',
    meeting: { meetingId: 'm-k1', joinUrl: 'https://meet.example/1' },
    eventId: 'e-k1',
  });
  expect([meetings.size, events.get('k1')]).toEqual([1, 'Review']);
  expect(told).toEqual([
    {
      subject: 'Review',
      start: '2026-11-16T09:00:00',
      end: '2026-11-16T10:00:00',
      timeZone: 'Europe/Berlin',
      isRecurring: false,
    },
  ]);
});

test('tells the meeting service nothing else, whatever is passed', async () => {
  const { transport, told } = world();
  const weekly = {
    frequency: 'weekly',
    interval: 1,
    skip: 'omit',
    firstDayOfWeek: 'mo',
    end: { kind: 'never' },
  } as const;
  const meeting = {
    ...request.meeting,
    time: { ...request.meeting.time, end: { dateTime: '2026-11-16T09:00:00', timeZone: 'Europe/London' } },
    recurrence: { rules: [weekly], excludedRules: [], additional: [], excluded: [] },
    body: { contentType: 'text', content: 'canary-body' },
    attendees: [{ address: 'canary@tidewater.example' }],
  } as const;
  await transport.schedule({ ...request, meeting });
  expect(told).toEqual([expect.objectContaining({ end: '2026-11-16T10:00:00', isRecurring: true })]);
  expect(Object.keys(told[0] ?? {}).toSorted()).toEqual(['end', 'isRecurring', 'start', 'subject', 'timeZone']);
  expect(JSON.stringify(told)).not.toContain('canary');
});

test.each([
  ['2026-10-25T02:15:00', '2026-10-25T00:15:00Z', '2026-10-25T02:45:00', '2026-10-25T00:45:00Z', 'Europe/Berlin'],
  ['2026-10-25T02:15:00', '2026-10-25T01:15:00Z', '2026-10-25T02:45:00', '2026-10-25T01:45:00Z', 'UTC'],
  ['2026-10-25T02:30:00', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00', '2026-10-25T01:30:00Z', 'UTC'],
])(
  'from %s (%s) to %s (%s) is told so that it means one thing, in %s',
  async (start, startAt, end, endAt, timeZone) => {
    const { transport, told } = world();
    const at = (dateTime: string, instant: string) => ({ dateTime, timeZone: 'Europe/Berlin', instant });
    const time = { kind: 'timed', start: at(start, startAt), end: at(end, endAt) } as const;
    expect(await transport.schedule({ ...request, meeting: { title: 'Night', time } })).toMatchObject({
      kind: 'scheduled',
    });
    const said = timeZone === 'UTC' ? [startAt.slice(0, -1), endAt.slice(0, -1)] : [start, end];
    expect(told).toMatchObject([{ start: said[0], end: said[1], timeZone }]);
  },
);

test('a time that clocks skip is told as the one that takes its place', async () => {
  const { transport, told } = world();
  const at = (clock: string) => ({ dateTime: `2026-03-29T${clock}:00`, timeZone: 'Europe/Berlin' });
  const time = { kind: 'timed', start: at('02:30'), end: at('04:00') } as const;
  await transport.schedule({ ...request, meeting: { title: 'Night', time } });
  expect(told).toMatchObject([{ start: '2026-03-29T03:30:00', end: '2026-03-29T04:00:00' }]);
});

describe('when one of the two fails', () => {
  test.each([
    ['the meeting is refused', { meeting: ['accessDenied'] }, 'undone', [0, 0]],
    ['the answer of the meeting service is lost', { meeting: ['networkError'] }, 'halfDone', [1, 0]],
    ['the calendar refuses', { calendar: ['accessDenied'] }, 'undone', [0, 0]],
    ['the answer of the calendar is lost', { calendar: ['outcomeUnknown'] }, 'halfDone', [1, 1]],
    ['the connection is closed meanwhile', { calendar: ['disposed'] }, 'halfDone', [1, 1]],
    [
      'the calendar refuses and the meeting stays',
      { calendar: ['conflict'], removal: ['accessDenied'] },
      'halfDone',
      [1, 0],
    ],
  ] as const)('%s', async (_what, failures, kind, left) => {
    const { transport, meetings, events } = world(failures);
    expect(await transport.schedule(request)).toMatchObject({ kind });
    expect([meetings.size, events.size]).toEqual(left);
    expect(await transport.schedule(request)).toMatchObject({ kind: 'scheduled' });
    expect([meetings.size, events.size]).toEqual([1, 1]);
  });

  test.each(['accessDenied', 'rateLimited', 'reauthorizationRequired'] as const)(
    'a repetition that the calendar refuses with %s removes no meeting that an entry may lead to',
    async (code) => {
      const { transport, meetings, events } = world({ calendar: ['outcomeUnknown', code] });
      expect(await transport.schedule(request)).toMatchObject({ kind: 'halfDone' });
      expect(await transport.schedule(request)).toMatchObject({
        kind: 'halfDone',
        meeting: { meetingId: 'm-k1' },
        error: { code },
      });
      expect([meetings.size, events.size]).toEqual([1, 1]);
      expect(await transport.schedule(request)).toMatchObject({ kind: 'scheduled' });
    },
  );

  test.each([
    'outcomeUnknown',
    'aborted',
    'disposed',
    'networkError',
    'timeout',
    'serviceUnavailable',
    'invalidResponse',
    'responseTooLarge',
  ] as const)('%s says of neither that it did not happen', async (code) => {
    expect(await world({ meeting: [code] }).transport.schedule(request)).toMatchObject({ kind: 'halfDone' });
    const { transport, meetings } = world({ calendar: [code] });
    expect(await transport.schedule(request)).toMatchObject({ kind: 'halfDone', meeting: { meetingId: 'm-k1' } });
    expect(meetings.size).toBe(1);
  });

  test('a call that is aborted before it begins does nothing', async () => {
    const { transport, meetings } = world();
    await expect(transport.schedule(request, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(meetings.size).toBe(0);
  });
});

describe('through a client', () => {
  test('the client does it, and the tool gets the result', async () => {
    const { transport, meetings } = world();
    const messages: string[] = [];
    const tool = clientTransport((message) => {
      messages.push(message);
      return answerSchedulingMessage(transport, message);
    });
    const meeting = { ...request.meeting, body: { contentType: 'text', content: 'canary' } } as const;
    expect(await tool.schedule({ ...request, meeting })).toMatchObject({ kind: 'scheduled', eventId: 'e-k1' });
    expect(meetings.size).toBe(1);
    expect(messages.join('')).not.toContain('canary');
  });

  test('results of failures come through', async () => {
    const { transport } = world({ calendar: ['accessDenied'] });
    const tool = clientTransport((message) => answerSchedulingMessage(transport, message));
    expect(await tool.schedule(request)).toMatchObject({ kind: 'undone', error: { code: 'accessDenied' } });
  });

  test.each(['', 'null', '{}', '{"meeting":{}}', JSON.stringify({ ...request, secret: 'canary' })])(
    'the client refuses %j',
    async (message) => {
      const { transport, meetings } = world();
      await expect(answerSchedulingMessage(transport, message)).rejects.toMatchObject({
        code: 'invalidArgument',
        message: expect.not.stringContaining('canary'),
      });
      expect(meetings.size).toBe(0);
    },
  );

  test.each(['', '[]', '{"kind":"scheduled"}'])('the tool refuses the answer %j', async (answer) => {
    const tool = clientTransport(() => Promise.resolve(answer));
    await expect(tool.schedule(request)).rejects.toMatchObject({ code: 'invalidResponse' });
  });
});
