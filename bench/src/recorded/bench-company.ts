import type { Company, Invitee, Meeting, MeetingTime, Person } from '@kalends/testing';

/** The instant at which the company is looked at. */
export const benchNow = '2026-03-20T08:00:00Z';

/** Holds every meeting of the company: exactly {@link benchEventCount} events. */
export const benchWindow: { readonly start: string; readonly end: string } = {
  start: '2026-01-01T00:00:00Z',
  end: '2027-01-01T00:00:00Z',
};

/** Events in one page. */
export const benchEventCount = 1_000;

const singles = 760;
const allDays = 40;
const occurrencesPerSeries = 20;
const seriesCount = (benchEventCount - singles - allDays) / occurrencesPerSeries;

const domain = 'tidewater.example';
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Europe/London'];
const firstDay = Date.UTC(2026, 1, 2);
const dayMs = 86_400_000;

/** Whose calendar is read. */
export const benchPerson: Person = {
  id: 'ada',
  name: 'Ada Brandt',
  address: `ada@${domain}`,
  timeZone: 'Europe/Berlin',
  password: 'ada-password-1',
};

/**
 * A year of somebody with many meetings: three quarters single ones, ten weekly series with 20 occurrences each, some whole
 * days; six attendees, half a page of text, four zones.
 */
export function benchCompany(): Company {
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
  return {
    name: 'Tidewater Instruments',
    domain,
    timeZone: 'Europe/Berlin',
    people: [benchPerson],
    rooms: [
      {
        id: 'harbour',
        name: 'Harbour Room',
        address: `harbour@${domain}`,
        capacity: 12,
        building: 'Pier 4',
        floor: '2',
      },
    ],
    meetings: [
      ...numbers(singles).map((index) => meeting(`single-${index}`, index, timed(index % 200, index % 9, index))),
      ...numbers(allDays).map((index) => meeting(`day-${index}`, index, wholeDay(index * 4))),
      ...numbers(seriesCount).map((index) => ({
        ...meeting(`series-${index}`, index, timed(index % 5, index % 9, index)),
        series: { rule: `FREQ=WEEKLY;COUNT=${occurrencesPerSeries}` },
      })),
    ],
  };
}

function meeting(id: string, index: number, when: MeetingTime): Meeting {
  const guests = Array.from({ length: 5 }, (_, guest): Invitee => {
    const number = (index * 5 + guest) % 300;
    return { who: { name: `Guest Number ${number}`, address: `guest${number}@partner.example` }, response: 'accepted' };
  });
  return {
    id,
    title: `Review ${index}: harbour sensors & “tide” models`,
    description: `Agenda of meeting ${index}\n${'Numbers first, then the map, then what is in the way.\n'.repeat(12)}`,
    organizer: benchPerson.id,
    invitees: [...guests, { who: 'harbour', response: 'accepted' }],
    when,
    categories: index % 4 === 0 ? ['Sensors'] : [],
    reminderMinutes: 15,
    ...(index % 3 === 0 ? { conferenceUrl: `https://teams.microsoft.com/l/meetup-join/${index}` } : {}),
  };
}

function timed(day: number, hour: number, index: number): MeetingTime {
  const start = firstDay + day * dayMs + (9 + hour) * 3_600_000;
  const wallTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
  return {
    kind: 'timed',
    start: wallTime(start),
    end: wallTime(start + 1_800_000),
    timeZone: zones[index % zones.length] ?? 'UTC',
  };
}

function wholeDay(day: number): MeetingTime {
  const date = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return { kind: 'allDay', start: date(firstDay + day * dayMs), end: date(firstDay + (day + 1) * dayMs) };
}
