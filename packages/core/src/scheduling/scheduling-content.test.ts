import { expect, test } from 'vitest';
import type { NewEvent } from '../model/event-input.ts';
import { fakeConnection } from '../provider/__fixtures__/fake-connection.ts';
import { sampleEvent } from '../provider/__fixtures__/sample-event.ts';
import type { SchedulingInput } from './scheduling-input.ts';
import type { SchedulingRequest } from './schedule-meeting.ts';
import { directTransport } from './scheduling-transport.ts';

const wall = (clock: string) => ({ dateTime: `2026-11-16T${clock}:00`, timeZone: 'Europe/Berlin' });
const time = { kind: 'timed', start: wall('09:00'), end: wall('10:00') } as const;
const request = { notify: 'nobody', idempotencyKey: 'k1' } as const;

test('a body and attendees do not type-check, and reach neither the meeting service nor the calendar', async () => {
  const requests: readonly SchedulingRequest[] = [
    // @ts-expect-error a meeting to schedule has no body
    { ...request, meeting: { title: 'Review', time, body: { contentType: 'text', content: 'canary' } } },
    // @ts-expect-error nor a description
    { ...request, meeting: { title: 'Review', time, description: 'canary' } },
    // @ts-expect-error nor attendees
    { ...request, meeting: { title: 'Review', time, attendees: [{ address: 'canary@tidewater.example' }] } },
  ];
  const told: SchedulingInput[] = [];
  const written: NewEvent[] = [];
  const transport = directTransport({
    meetings: {
      create({ input }) {
        told.push(input);
        return Promise.resolve({ meetingId: 'm1', joinUrl: 'https://meet.example/1', isNew: true });
      },
      remove: () => Promise.resolve(),
    },
    connection: fakeConnection({
      events: {
        create({ event }) {
          written.push(event);
          return Promise.resolve(sampleEvent());
        },
      },
    }),
  });
  for (const one of requests) expect(await transport.schedule(one)).toMatchObject({ kind: 'scheduled' });
  expect(told).toHaveLength(requests.length);
  expect(written.map((event) => Object.keys(event).toSorted())).toEqual(
    requests.map(() => ['conference', 'time', 'title']),
  );
  expect(JSON.stringify([told, written])).not.toContain('canary');
});
