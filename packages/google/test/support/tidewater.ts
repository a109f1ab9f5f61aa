import type { Company } from '@kalends/testing';

/** A small company in two time zones. */
export const tidewater: Company = {
  name: 'Tidewater',
  domain: 'tidewater.example',
  timeZone: 'Europe/Paris',
  people: [
    {
      id: 'ada',
      name: 'Ada',
      address: 'ada@tidewater.example',
      timeZone: 'Europe/Paris',
      password: 'correct horse',
      calendars: [{ id: 'side', name: 'Side projects', color: '#16a765' }],
    },
    {
      id: 'bob',
      name: 'Bob',
      address: 'bob@tidewater.example',
      timeZone: 'America/New_York',
      password: 'battery staple',
    },
  ],
  rooms: [{ id: 'room4', name: 'Room 4', address: 'room4@tidewater.example', capacity: 6, building: 'A', floor: '1' }],
  meetings: [
    {
      id: 'planning',
      title: 'Planning',
      organizer: 'ada',
      invitees: [
        { who: 'bob', response: 'tentative' },
        { who: 'room4', response: 'accepted' },
      ],
      when: { kind: 'timed', start: '2026-11-16T10:00:00', end: '2026-11-16T11:00:00', timeZone: 'Europe/Paris' },
      conferenceUrl: 'https://meet.google.com/abc-defg-hij',
    },
    {
      id: 'standup',
      title: 'Standup',
      organizer: 'ada',
      when: { kind: 'timed', start: '2026-10-19T09:00:00', end: '2026-10-19T09:15:00', timeZone: 'Europe/Paris' },
      series: {
        rule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=6',
        deleted: ['2026-11-09T09:00:00'],
        exceptions: [
          {
            originalStart: '2026-11-16T09:00:00',
            when: { kind: 'timed', start: '2026-11-17T09:30:00', end: '2026-11-17T09:45:00', timeZone: 'Europe/Paris' },
          },
        ],
      },
    },
    {
      id: 'holiday',
      title: 'Holiday',
      organizer: 'ada',
      when: { kind: 'allDay', start: '2026-11-20', end: '2026-11-22' },
    },
  ],
};
