import type { Company, Meeting, MeetingTime } from './company.ts';

/**
 * A believable company whose calendars are full around a given day: an engineering firm with people in Berlin, New York and
 * Bangalore. Everybody's password is `kalends-demo`.
 *
 * @param today - `YYYY-MM-DD`; meetings lie in the weeks around it.
 * @throws RangeError when `today` is no date.
 * @public
 */
export function demoCompany(today: string): Company {
  const monday = mondayOf(today);
  const day = (offset: number): string => addDays(monday, offset);
  const timed = (offset: number, from: string, to: string, timeZone: string): MeetingTime => ({
    kind: 'timed',
    start: `${day(offset)}T${from}:00`,
    end: `${day(offset)}T${to}:00`,
    timeZone,
  });
  const allDay = (offset: number, days = 1): MeetingTime => ({
    kind: 'allDay',
    start: day(offset),
    end: day(offset + days),
  });
  const berlin = 'Europe/Berlin';
  const newYork = 'America/New_York';
  const kolkata = 'Asia/Kolkata';

  const meetings: Meeting[] = [
    {
      id: 'standup',
      title: 'Buoy team standup',
      description: 'Yesterday, today, blockers. Fifteen minutes.',
      organizer: 'marta',
      invitees: [
        { who: 'joe', response: 'accepted' },
        { who: 'priya', response: 'accepted' },
        { who: 'sam', response: 'tentative' },
      ],
      conferenceUrl:
        'https://teams.microsoft.com/l/meetup-join/19%3ameeting_YnVveS1zdGFuZHVw%40thread.v2/0?context=%7b%7d',
      when: timed(-28, '15:00', '15:15', berlin),
      series: {
        rule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR',
        deleted: [`${day(4)}T15:00:00`],
        exceptions: [
          {
            originalStart: `${day(2)}T15:00:00`,
            title: 'Buoy team standup (moved for the harbour visit)',
            when: timed(2, '16:30', '16:45', berlin),
          },
        ],
      },
    },
    {
      id: 'one-on-one',
      title: 'Marta / Priya',
      organizer: 'priya',
      invitees: [{ who: 'marta', response: 'accepted' }],
      conferenceUrl: 'https://meet.google.com/qwe-rtyu-iop',
      when: timed(-27, '11:00', '11:30', berlin),
      series: { rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU' },
    },
    {
      id: 'sensor-review',
      title: 'Salinity sensor: design review',
      description: 'Drawings are in the usual folder. Please read section 3 before we meet.',
      organizer: 'joe',
      invitees: [
        { who: 'marta', response: 'accepted' },
        { who: 'priya', response: 'tentative' },
        { who: 'sam', role: 'optional' },
        { who: 'mole', response: 'accepted' },
        { who: { name: 'Dana Whitfield', address: 'dana.whitfield@coastal-labs.example' }, response: 'accepted' },
      ],
      when: timed(1, '09:30', '11:00', newYork),
    },
    {
      id: 'release-train',
      title: 'Firmware 4.2 release call',
      description: 'Join: https://tidewater.zoom.us/j/91234567890?pwd=Rk9PQkFSUVVY',
      organizer: 'priya',
      invitees: [
        { who: 'marta', response: 'accepted' },
        { who: 'joe', response: 'accepted' },
      ],
      location: 'https://tidewater.zoom.us/j/91234567890?pwd=Rk9PQkFSUVVY',
      when: timed(3, '18:00', '19:00', kolkata),
    },
    {
      id: 'tide-tables',
      title: 'Tide tables working group',
      organizer: 'sam',
      invitees: [
        { who: 'joe', response: 'accepted' },
        { who: 'priya', response: 'accepted' },
        { who: 'lantern', response: 'accepted' },
      ],
      location: 'Lantern Room',
      when: timed(2, '13:00', '14:30', berlin),
    },
    { id: 'offsite', title: 'Harbour visit', organizer: 'marta', when: allDay(2, 2), busyStatus: 'outOfOffice' },
    {
      id: 'focus',
      title: 'No-meeting Friday',
      organizer: 'joe',
      busyStatus: 'free',
      when: allDay(-24),
      series: { rule: 'FREQ=WEEKLY;BYDAY=FR' },
    },
    { id: 'diwali', title: 'Bangalore office closed', organizer: 'priya', busyStatus: 'free', when: allDay(3) },
    {
      id: 'doctor',
      title: 'Physiotherapy',
      organizer: 'joe',
      privacy: 'private',
      when: timed(0, '08:00', '08:45', newYork),
    },
    {
      id: 'supplier',
      title: 'Supplier negotiation',
      organizer: 'sam',
      invitees: [
        { who: 'marta', response: 'accepted' },
        { who: 'joe', response: 'accepted' },
      ],
      isCancelled: true,
      when: timed(4, '10:00', '11:00', berlin),
    },
    {
      id: 'all-hands',
      title: 'All hands',
      description: 'Numbers, people, questions.',
      organizer: 'joe',
      invitees: [
        { who: 'marta', response: 'accepted' },
        { who: 'priya', response: 'accepted' },
        { who: 'sam', response: 'accepted' },
      ],
      conferenceUrl: 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_YWxsLWhhbmRz%40thread.v2/0?context=%7b%7d',
      when: timed(-25, '11:00', '12:00', newYork),
      series: { rule: 'FREQ=WEEKLY;INTERVAL=4;BYDAY=TH' },
    },
    {
      id: 'night-survey',
      title: 'Night survey on the Elbe',
      organizer: 'marta',
      when: { kind: 'timed', start: `${day(5)}T21:00:00`, end: `${day(6)}T05:30:00`, timeZone: berlin },
    },
    {
      id: 'webinar',
      title: 'Webinar: wave energy in the field',
      organizer: 'priya',
      invitees: [{ who: 'joe', response: 'accepted' }],
      descriptionHtml:
        '<p>Meeting link: <a href="https://tidewater.webex.com/meet/waves">https://tidewater.webex.com/meet/waves</a></p>',
      when: timed(4, '16:00', '17:00', 'Europe/London'),
    },
    {
      id: 'lunch',
      title: 'Lunch & learn: reading <charts>',
      organizer: 'marta',
      location: 'Canteen, 2nd floor',
      when: timed(1, '12:15', '13:00', berlin),
      categories: ['Learning'],
    },
  ];

  return {
    name: 'Tidewater Instruments',
    domain: 'tidewater.example',
    timeZone: berlin,
    people: [
      person('marta', 'Marta Lindqvist', berlin),
      person('joe', 'Joe Alvarez', newYork),
      person('priya', 'Priya Raman', kolkata),
      person('sam', 'Sam Oduya', berlin),
    ],
    rooms: [
      {
        id: 'mole',
        name: 'Mole Room',
        address: 'mole@tidewater.example',
        capacity: 8,
        building: 'Pier 4',
        floor: '1',
        equipment: ['Video', 'Whiteboard'],
      },
      {
        id: 'lantern',
        name: 'Lantern Room',
        address: 'lantern@tidewater.example',
        capacity: 20,
        building: 'Pier 4',
        floor: '3',
        equipment: ['Video'],
      },
    ],
    meetings,
  };
}

/** What everybody in {@link demoCompany} types at the sign-in page. @public */
export const demoPassword: string = 'kalends-demo';

function person(id: string, name: string, timeZone: string): Company['people'][number] {
  return { id, name, address: `${id}@tidewater.example`, timeZone, password: demoPassword };
}

/** The Monday of the week that people look at: from Saturday on, that is the coming one. */
function mondayOf(date: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(Date.parse(`${date}T00:00:00Z`))) {
    throw new RangeError('The demo company is made around a date, YYYY-MM-DD');
  }
  const lookedAt = addDays(date, 2);
  return addDays(lookedAt, -((new Date(Date.parse(`${lookedAt}T00:00:00Z`)).getUTCDay() + 6) % 7));
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
