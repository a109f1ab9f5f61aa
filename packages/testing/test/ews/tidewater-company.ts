import type { Company, Meeting } from '../../src/company/company.ts';

/** A small company with one meeting of each kind that Exchange treats in its own way. */
export function tidewater(meetings: readonly Meeting[] = []): Company {
  return {
    name: 'Tidewater',
    domain: 'tidewater.example',
    timeZone: 'Europe/Berlin',
    people: [
      {
        id: 'ada',
        name: 'Ada Brink',
        address: 'ada@tidewater.example',
        timeZone: 'Europe/Berlin',
        password: 'ada-secret',
        calendars: [
          { id: 'tours', name: 'Tours' },
          { id: 'harbour', name: 'Harbour' },
        ],
      },
      {
        id: 'bo',
        name: 'Bo Ådal',
        address: 'bo@tidewater.example',
        timeZone: 'America/New_York',
        password: 'pässword:ü',
      },
      {
        id: 'adrian',
        name: 'Adrian Cole',
        address: 'adrian@tidewater.example',
        timeZone: 'Asia/Tokyo',
        password: 'adrian-secret',
      },
    ],
    rooms: [
      {
        id: 'lagoon',
        name: 'Lagoon',
        address: 'lagoon@tidewater.example',
        capacity: 8,
        building: 'Pier 1',
        floor: '2',
      },
      { id: 'reef', name: 'Reef', address: 'reef@tidewater.example', capacity: 4, building: 'Pier 2', floor: '1' },
    ],
    meetings,
  };
}

/** A meeting with what most tests do not care about filled in. */
export function meeting(values: Partial<Meeting> & Pick<Meeting, 'id'>): Meeting {
  return {
    title: values.id,
    organizer: 'ada',
    when: { kind: 'timed', start: '2026-07-01T09:00:00', end: '2026-07-01T10:00:00', timeZone: 'Europe/Berlin' },
    ...values,
  };
}
