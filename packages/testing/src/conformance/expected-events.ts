import type { AttendeeKind, EventInstance, EventTime, ParticipationStatus, TimeWindow } from '@kalends/core';
import type { DifferenceId } from './differences.ts';

/** The two weeks that Ada's primary calendar is compared in; Berlin's clocks go forward in the middle. */
export const conformanceWindow: TimeWindow = { start: '2026-03-23T00:00:00+01:00', end: '2026-04-06T00:00:00+02:00' };

/** Somebody or something invited. */
export interface ExpectedAttendee {
  readonly name: string;
  readonly answer: ParticipationStatus;
  /** Default `required`. */
  readonly role?: 'required' | 'optional';
  /** Default `individual`. */
  readonly kind?: AttendeeKind;
}

/** What one event in Ada's primary calendar has to look like, whichever service holds it. */
export interface ExpectedEvent {
  readonly title: string;
  readonly kind: EventInstance['kind'];
  readonly time: EventTime;
  readonly recurrenceId?: string;
  readonly status?: EventInstance['status'];
  readonly busyStatus?: EventInstance['busyStatus'];
  readonly privacy?: EventInstance['privacy'];
  readonly participationStatus?: EventInstance['participationStatus'];
  readonly organizer: string;
  /** By address, in any order; rooms among them, the organizer not. */
  readonly attendees?: Readonly<Record<string, ExpectedAttendee>>;
  readonly description?: string;
  readonly locations?: readonly string[];
  readonly hasAttachments?: boolean;
  /** Not there at services with this difference. */
  readonly absentWhen?: DifferenceId;
}

const timed = (start: string, end: string, timeZone: string, instants: readonly [string, string]): EventTime => ({
  kind: 'timed',
  start: { dateTime: start, timeZone, instant: instants[0] },
  end: { dateTime: end, timeZone, instant: instants[1] },
});

const ada = 'ada@tidewater.example';
const ben = 'ben@tidewater.example';
const chitra = 'chitra@tidewater.example';
const standupText = 'What is next, what is in the way.';
const standupAttendees: Readonly<Record<string, ExpectedAttendee>> = {
  [ben]: { name: 'Ben Okafor', answer: 'accepted' },
  [chitra]: { name: 'Chitra Rao', answer: 'tentative' },
};
const adaAnswers = (answer: ParticipationStatus): Readonly<Record<string, ExpectedAttendee>> => ({
  [ada]: { name: 'Ada Brandt', answer },
});

/** Written by hand from the company's meetings, not computed: the table is the second opinion. */
export const expectedEvents: readonly ExpectedEvent[] = [
  {
    title: 'Standup',
    kind: 'occurrence',
    time: timed('2026-03-23T09:00:00', '2026-03-23T09:15:00', 'Europe/Berlin', [
      '2026-03-23T08:00:00Z',
      '2026-03-23T08:15:00Z',
    ]),
    recurrenceId: '2026-03-23T08:00:00Z',
    organizer: ada,
    attendees: standupAttendees,
    description: standupText,
  },
  {
    title: 'Dentist',
    kind: 'single',
    time: timed('2026-03-24T08:00:00', '2026-03-24T08:30:00', 'Europe/Berlin', [
      '2026-03-24T07:00:00Z',
      '2026-03-24T07:30:00Z',
    ]),
    privacy: 'private',
    organizer: ada,
  },
  {
    title: 'Design review',
    kind: 'occurrence',
    time: timed('2026-03-24T10:00:00', '2026-03-24T11:00:00', 'America/New_York', [
      '2026-03-24T14:00:00Z',
      '2026-03-24T15:00:00Z',
    ]),
    recurrenceId: '2026-03-24T14:00:00Z',
    organizer: ben,
    attendees: adaAnswers('accepted'),
  },
  {
    title: 'Standup',
    kind: 'exception',
    time: timed('2026-03-25T10:30:00', '2026-03-25T10:45:00', 'Europe/Berlin', [
      '2026-03-25T09:30:00Z',
      '2026-03-25T09:45:00Z',
    ]),
    recurrenceId: '2026-03-25T08:00:00Z',
    organizer: ada,
    attendees: standupAttendees,
    description: standupText,
  },
  {
    title: 'Quarter planning',
    kind: 'single',
    time: timed('2026-03-26T14:00:00', '2026-03-26T15:30:00', 'Asia/Kolkata', [
      '2026-03-26T08:30:00Z',
      '2026-03-26T10:00:00Z',
    ]),
    participationStatus: 'needsAction',
    organizer: chitra,
    attendees: {
      ...adaAnswers('needsAction'),
      [ben]: { name: 'Ben Okafor', answer: 'accepted', role: 'optional' },
      'harbour@tidewater.example': { name: 'Harbour Room', answer: 'accepted', kind: 'resource' },
      'dana@partner.example': { name: 'Dana Outside', answer: 'needsAction' },
    },
    description: 'Numbers first.\nThen the map.',
    locations: ['Harbour Room'],
  },
  {
    title: 'Maybe dinner',
    kind: 'single',
    time: timed('2026-03-26T19:00:00', '2026-03-26T21:00:00', 'Europe/Berlin', [
      '2026-03-26T18:00:00Z',
      '2026-03-26T20:00:00Z',
    ]),
    participationStatus: 'tentative',
    organizer: ben,
    attendees: adaAnswers('tentative'),
    locations: ['Zum Anker & Co. <Hafen>'],
  },
  {
    title: 'Focus Friday',
    kind: 'occurrence',
    time: { kind: 'allDay', startDate: '2026-03-27', endDate: '2026-03-28' },
    recurrenceId: '2026-03-27',
    busyStatus: 'free',
    organizer: ada,
  },
  {
    title: 'Month end',
    kind: 'occurrence',
    time: timed('2026-03-27T15:00:00', '2026-03-27T16:00:00', 'Europe/Berlin', [
      '2026-03-27T14:00:00Z',
      '2026-03-27T15:00:00Z',
    ]),
    recurrenceId: '2026-03-27T14:00:00Z',
    organizer: ada,
  },
  {
    title: 'Vendor call',
    kind: 'single',
    time: timed('2026-03-27T16:00:00', '2026-03-27T17:00:00', 'Europe/Berlin', [
      '2026-03-27T15:00:00Z',
      '2026-03-27T16:00:00Z',
    ]),
    status: 'cancelled',
    organizer: ben,
    attendees: adaAnswers('accepted'),
    absentWhen: 'cancelledMeetingsLeave',
  },
  {
    title: 'Night train',
    kind: 'single',
    time: timed('2026-03-28T22:00:00', '2026-03-29T06:00:00', 'Europe/Berlin', [
      '2026-03-28T21:00:00Z',
      '2026-03-29T04:00:00Z',
    ]),
    organizer: ada,
    hasAttachments: true,
  },
  {
    title: 'Überprüfung & <Freigabe> “v2” 🚀',
    kind: 'single',
    time: timed('2026-03-31T13:00:00', '2026-03-31T14:00:00', 'Europe/Berlin', [
      '2026-03-31T11:00:00Z',
      '2026-03-31T12:00:00Z',
    ]),
    organizer: ada,
    description: 'Check a < b && c > d; "quotes" & ümlauts.',
  },
  {
    title: 'Design review',
    kind: 'occurrence',
    time: timed('2026-03-31T10:00:00', '2026-03-31T11:00:00', 'America/New_York', [
      '2026-03-31T14:00:00Z',
      '2026-03-31T15:00:00Z',
    ]),
    recurrenceId: '2026-03-31T14:00:00Z',
    organizer: ben,
    attendees: adaAnswers('accepted'),
  },
  {
    title: 'Standup',
    kind: 'occurrence',
    time: timed('2026-04-01T09:00:00', '2026-04-01T09:15:00', 'Europe/Berlin', [
      '2026-04-01T07:00:00Z',
      '2026-04-01T07:15:00Z',
    ]),
    recurrenceId: '2026-04-01T07:00:00Z',
    organizer: ada,
    attendees: standupAttendees,
    description: standupText,
  },
  {
    title: 'Optional training',
    kind: 'single',
    time: timed('2026-04-01T17:00:00', '2026-04-01T18:00:00', 'America/New_York', [
      '2026-04-01T21:00:00Z',
      '2026-04-01T22:00:00Z',
    ]),
    participationStatus: 'declined',
    organizer: ben,
    attendees: adaAnswers('declined'),
    absentWhen: 'declinedMeetingsLeave',
  },
  {
    title: 'Offsite',
    kind: 'single',
    time: { kind: 'allDay', startDate: '2026-04-02', endDate: '2026-04-04' },
    organizer: ada,
  },
  {
    title: 'Tokyo sync',
    kind: 'single',
    time: timed('2026-04-03T08:00:00', '2026-04-03T09:00:00', 'Asia/Tokyo', [
      '2026-04-02T23:00:00Z',
      '2026-04-03T00:00:00Z',
    ]),
    organizer: chitra,
    attendees: adaAnswers('accepted'),
  },
  {
    title: 'Focus Friday',
    kind: 'occurrence',
    time: { kind: 'allDay', startDate: '2026-04-03', endDate: '2026-04-04' },
    recurrenceId: '2026-04-03',
    busyStatus: 'free',
    organizer: ada,
  },
];
