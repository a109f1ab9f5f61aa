import type { Company } from './company.ts';

/** The instant at which the conformance company is looked at. @public */
export const conformanceNow = '2026-03-20T08:00:00Z';

/**
 * A small company whose calendars hold one of everything that services treat differently: series with moved and deleted
 * occurrences, clocks going forward, far zones, whole days, private, cancelled and declined meetings, and events that touch
 * the edges of the window. Dates are fixed, so that expectations can be written down.
 *
 * @public
 */
export const conformanceCompany: Company = {
  name: 'Tidewater Instruments',
  domain: 'tidewater.example',
  timeZone: 'Europe/Berlin',
  people: [
    {
      id: 'ada',
      name: 'Ada Brandt',
      address: 'ada@tidewater.example',
      timeZone: 'Europe/Berlin',
      password: 'ada-password-9c1f',
      calendars: [{ id: 'garden', name: 'Garden', color: '#16a765' }],
    },
    {
      id: 'ben',
      name: 'Ben Okafor',
      address: 'ben@tidewater.example',
      timeZone: 'America/New_York',
      password: 'ben-password-41d0',
    },
    {
      id: 'chitra',
      name: 'Chitra Rao',
      address: 'chitra@tidewater.example',
      timeZone: 'Asia/Kolkata',
      password: 'chitra-password-77aa',
    },
  ],
  rooms: [
    {
      id: 'harbour',
      name: 'Harbour Room',
      address: 'harbour@tidewater.example',
      capacity: 12,
      building: 'Pier 4',
      floor: '2',
      equipment: ['Video'],
    },
  ],
  meetings: [
    {
      id: 'standup',
      title: 'Standup',
      description: 'What is next, what is in the way.',
      organizer: 'ada',
      invitees: [
        { who: 'ben', response: 'accepted' },
        { who: 'chitra', response: 'tentative' },
      ],
      when: { kind: 'timed', start: '2026-03-02T09:00:00', end: '2026-03-02T09:15:00', timeZone: 'Europe/Berlin' },
      series: {
        rule: 'FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260429T070000Z',
        exceptions: [
          {
            originalStart: '2026-03-25T09:00:00',
            when: {
              kind: 'timed',
              start: '2026-03-25T10:30:00',
              end: '2026-03-25T10:45:00',
              timeZone: 'Europe/Berlin',
            },
          },
        ],
        deleted: ['2026-03-30T09:00:00'],
      },
    },
    {
      id: 'review',
      title: 'Design review',
      organizer: 'ben',
      invitees: [{ who: 'ada', response: 'accepted' }],
      when: { kind: 'timed', start: '2026-03-03T10:00:00', end: '2026-03-03T11:00:00', timeZone: 'America/New_York' },
      series: { rule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=8' },
    },
    {
      id: 'month-end',
      title: 'Month end',
      organizer: 'ada',
      when: { kind: 'timed', start: '2026-01-30T15:00:00', end: '2026-01-30T16:00:00', timeZone: 'Europe/Berlin' },
      series: { rule: 'FREQ=MONTHLY;BYDAY=-1FR' },
    },
    {
      id: 'focus',
      title: 'Focus Friday',
      organizer: 'ada',
      busyStatus: 'free',
      when: { kind: 'allDay', start: '2026-03-06', end: '2026-03-07' },
      series: { rule: 'FREQ=WEEKLY;BYDAY=FR;COUNT=6', deleted: ['2026-03-20'] },
    },
    {
      id: 'planning',
      title: 'Quarter planning',
      description: 'Numbers first.\nThen the map.',
      organizer: 'chitra',
      invitees: [
        { who: 'ada' },
        { who: 'ben', role: 'optional', response: 'accepted' },
        { who: 'harbour', response: 'accepted' },
        { who: { name: 'Dana Outside', address: 'dana@partner.example' } },
      ],
      when: { kind: 'timed', start: '2026-03-26T14:00:00', end: '2026-03-26T15:30:00', timeZone: 'Asia/Kolkata' },
    },
    {
      id: 'offsite',
      title: 'Offsite',
      organizer: 'ada',
      when: { kind: 'allDay', start: '2026-04-02', end: '2026-04-04' },
    },
    {
      id: 'night-train',
      title: 'Night train',
      organizer: 'ada',
      categories: ['Travel'],
      reminderMinutes: 45,
      attachments: ['ticket.pdf'],
      when: { kind: 'timed', start: '2026-03-28T22:00:00', end: '2026-03-29T06:00:00', timeZone: 'Europe/Berlin' },
    },
    {
      id: 'dentist',
      title: 'Dentist',
      organizer: 'ada',
      privacy: 'private',
      when: { kind: 'timed', start: '2026-03-24T08:00:00', end: '2026-03-24T08:30:00', timeZone: 'Europe/Berlin' },
    },
    {
      id: 'vendor-call',
      title: 'Vendor call',
      organizer: 'ben',
      invitees: [{ who: 'ada', response: 'accepted' }],
      isCancelled: true,
      when: { kind: 'timed', start: '2026-03-27T16:00:00', end: '2026-03-27T17:00:00', timeZone: 'Europe/Berlin' },
    },
    {
      id: 'training',
      title: 'Optional training',
      organizer: 'ben',
      invitees: [{ who: 'ada', response: 'declined' }],
      when: { kind: 'timed', start: '2026-04-01T17:00:00', end: '2026-04-01T18:00:00', timeZone: 'America/New_York' },
    },
    {
      id: 'tokyo',
      title: 'Tokyo sync',
      organizer: 'chitra',
      invitees: [{ who: 'ada', response: 'accepted' }],
      when: { kind: 'timed', start: '2026-04-03T08:00:00', end: '2026-04-03T09:00:00', timeZone: 'Asia/Tokyo' },
    },
    {
      id: 'dinner',
      title: 'Maybe dinner',
      organizer: 'ben',
      invitees: [{ who: 'ada', response: 'tentative' }],
      location: 'Zum Anker & Co. <Hafen>',
      when: { kind: 'timed', start: '2026-03-26T19:00:00', end: '2026-03-26T21:00:00', timeZone: 'Europe/Berlin' },
    },
    {
      id: 'release',
      title: 'Überprüfung & <Freigabe> “v2” 🚀',
      description: 'Check a < b && c > d; "quotes" & ümlauts.',
      organizer: 'ada',
      when: { kind: 'timed', start: '2026-03-31T13:00:00', end: '2026-03-31T14:00:00', timeZone: 'Europe/Berlin' },
    },
    {
      id: 'before-window',
      title: 'Ends where the window starts',
      organizer: 'ada',
      when: { kind: 'timed', start: '2026-03-22T22:00:00', end: '2026-03-23T00:00:00', timeZone: 'Europe/Berlin' },
    },
    {
      id: 'after-window',
      title: 'Starts where the window ends',
      organizer: 'ada',
      when: { kind: 'timed', start: '2026-04-06T00:00:00', end: '2026-04-06T01:00:00', timeZone: 'Europe/Berlin' },
    },
    {
      id: 'seedlings',
      title: 'Seedlings',
      organizer: 'ada',
      calendar: 'garden',
      when: { kind: 'timed', start: '2026-03-28T10:00:00', end: '2026-03-28T11:00:00', timeZone: 'Europe/Berlin' },
    },
  ],
};
