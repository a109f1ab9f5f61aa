import type { EventBody, EventWriteCapabilities, NewEvent, NewEventTime } from '@kalends/core';
import { hostileTexts } from '../../src/conformance/hostile-texts.ts';
import { fullEvent } from '../../src/conformance/full-event.ts';
import { on, repeats, times } from '../../src/conformance/recurrences.ts';
import { allDay, timed } from '../../src/conformance/writing-times.ts';

type Sample = (writes: EventWriteCapabilities) => NewEvent;

const bodyOf = (writes: EventWriteCapabilities, content: string): EventBody => ({
  contentType: writes.bodyContentTypes[0] ?? 'text',
  content,
});
const secondReading = (writes: EventWriteCapabilities): NewEventTime => {
  const timeZone = 'Europe/Berlin';
  const instant = writes.repeatedHours ? '2026-10-25T01:30:00Z' : '2026-10-25T00:30:00Z';
  return {
    kind: 'timed',
    start: { dateTime: '2026-10-25T02:30:00', timeZone, instant },
    end: { dateTime: '2026-10-25T04:00:00', timeZone },
  };
};

/** Events as a service at hand can keep them. */
export const sampleEvents: Readonly<Record<string, Sample>> = {
  'every field': (writes) => ({
    ...fullEvent(writes),
    attendees: [
      { address: 'ben@tidewater.example', name: 'Ben Okafor' },
      { address: 'chitra@tidewater.example', role: 'optional' },
      { address: 'harbour@tidewater.example', kind: 'resource' },
      { address: 'dana@partner.example', name: 'Dana Outside' },
    ],
  }),
  'out of office': ({ busyStatuses }) => ({
    title: 'Away',
    time: timed('2026-08-03', '08:00', '18:00', 'America/New_York'),
    busyStatus: busyStatuses.includes('outOfOffice') ? 'outOfOffice' : 'busy',
  }),
  confidential: ({ privacies }) => ({
    title: 'Confidential',
    time: timed('2026-08-03', '08:00', '18:00', 'Asia/Kolkata'),
    privacy: privacies.includes('confidential') ? 'confidential' : 'private',
  }),
  'whole days': () => ({ title: 'Days', time: allDay('2026-10-24', '2026-10-27'), busyStatus: 'free' }),
  'an hour that clocks repeat': (writes) => ({ title: 'Repeated', time: secondReading(writes) }),
  'a zone that another stands for': () => ({
    title: 'Elsewhere',
    time: timed('2026-08-04', '10:00', '11:00', 'Europe/Amsterdam'),
  }),
  places: ({ maxLocations }) => ({
    title: 'Places',
    time: timed('2026-08-05'),
    locations: [{ name: 'Quay 7' }, { name: 'Quay 9' }].slice(0, maxLocations),
  }),
  'a join link': () => ({
    title: 'Call',
    time: timed('2026-08-05'),
    conference: { kind: 'link', url: 'https://meet.example/room?a=1&b=2' },
  }),
  'a join link of the service': ({
    conference: {
      create: [service],
    },
  }) => ({
    title: 'Call made here',
    time: timed('2026-08-05'),
    ...(service === undefined ? {} : { conference: { kind: 'create', service } }),
  }),
  'texts of any kind': (writes) => ({
    title: Object.values(hostileTexts).join(' '),
    time: timed('2026-08-06'),
    locations: [{ name: Object.values(hostileTexts).slice(0, 3).join(' ') }],
    body: bodyOf(writes, writes.bodyContentTypes[0] === 'html' ? '<p>a &lt; b &amp; שלום 🚀</p>' : 'a < b & שלום 🚀'),
  }),
  'a series': () => ({
    title: 'Series',
    time: timed('2026-10-19', '09:00', '09:30'),
    recurrence: repeats({ kind: 'untilDate', date: '2026-12-07' }, { interval: 2, ...on('mo', 'th') }),
  }),
  'a series with a gap': () => ({
    title: 'Series with a gap',
    time: timed('2026-10-20', '09:00', '09:30', 'America/New_York'),
    recurrence: { ...repeats(times(4), on('tu')), excluded: ['2026-11-03T14:00:00Z'] },
  }),
  'a series of whole days': () => ({
    title: 'Fridays',
    time: allDay('2026-10-23', '2026-10-24'),
    recurrence: repeats(times(3), on('fr')),
  }),
  'a series without an end': () => ({
    title: 'For ever',
    time: timed('2026-09-09'),
    recurrence: repeats({ kind: 'never' }, { frequency: 'monthly', byDay: [{ day: 'we', nthOfPeriod: 2 }] }),
  }),
  'a rule that only some can say': ({ recurrence }) => ({
    title: 'Rich rule',
    time: timed('2026-08-31'),
    recurrence: repeats(
      times(3),
      recurrence === 'rfc5545' ? { frequency: 'monthly', byMonthDay: [31] } : { frequency: 'weekly' },
    ),
  }),
};
