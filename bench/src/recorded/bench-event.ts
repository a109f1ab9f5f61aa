import type { SingleEvent } from '@kalends/core';

/** A meeting as the libraries hand it over: 12 attendees, a room, an HTML body of about 4 kB with a join link in it. */
export function benchEvent(): SingleEvent {
  return {
    kind: 'single',
    id: 'AAMkAGI1AAAt9AHjAAA=',
    calendarId: 'AAMkAGI1AAAoZDOFAAA=',
    iCalUid: '040000008200E00074C5B7101A82E00807E90A',
    version: 'DwAAABYAAAA6',
    status: 'confirmed',
    time: {
      kind: 'timed',
      start: { dateTime: '2026-03-24T10:00:00', timeZone: 'Europe/Berlin', instant: '2026-03-24T09:00:00Z' },
      end: { dateTime: '2026-03-24T11:00:00', timeZone: 'Europe/Berlin', instant: '2026-03-24T10:00:00Z' },
    },
    title: 'Design review: harbour sensors, second round',
    description: 'Drawings are in the shared folder. Questions to ben@tidewater.example. Passcode: 4711',
    body: {
      contentType: 'html',
      content: `<html><body>${'<p>The drawings of the sensor housing, with the changes of last week.</p>'.repeat(55)}<a href="https://us02web.zoom.us/j/81234567890?pwd=abc">Join</a></body></html>`,
    },
    isContentHidden: false,
    organizer: {
      name: 'Ada Brandt',
      address: 'ada@tidewater.example',
      isSelf: true,
      participationStatus: 'accepted',
    },
    attendees: Array.from({ length: 12 }, (_, index) => ({
      name: `Person ${index}`,
      address: `person${index}@tidewater.example`,
      kind: index === 11 ? 'resource' : 'individual',
      role: index % 3 === 0 ? 'optional' : 'required',
      participationStatus: 'accepted',
      isSelf: false,
    })),
    attendeesOmitted: false,
    participationStatus: 'accepted',
    locations: [{ name: 'Harbour Room', address: 'person11@tidewater.example' }],
    busyStatus: 'busy',
    privacy: 'default',
    purpose: 'default',
    categories: ['Sensors'],
    hasAttachments: true,
    reminderMinutes: 15,
    webUrl: 'https://outlook.office365.com/owa/?itemid=AAMkAGI1AAAt9AHjAAA%3D',
    createdAt: '2026-03-02T08:00:00Z',
    updatedAt: '2026-03-20T08:00:00Z',
  };
}
