import type { Company, Invitee, Meeting, MeetingTime, Person, Series } from '@kalends/testing';
import type { SeededRandom } from '../seeded-random.ts';

/** The instant at which random companies are looked at. */
export const soakNow = '2026-03-20T08:00:00Z';

/** Stands in every title and description: no error may quote it. */
export const contentCanary = 'soak-content';

const timeZones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'America/Sao_Paulo'];
const dayMs = 86_400_000;
const people = ['reader', 'second', 'third'];

/** Makes a company whose meetings all three services can hold. */
export function randomCompany(random: SeededRandom): Company {
  const domain = `c${random.tag()}.example`;
  return {
    name: 'Soak Company',
    domain,
    timeZone: random.pick(timeZones),
    people: people.map((id): Person => {
      return {
        id,
        name: `The ${id}`,
        address: `${id}@${domain}`,
        timeZone: random.pick(timeZones),
        password: `${id}-pass-1`,
      };
    }),
    rooms: [
      {
        id: 'room',
        name: 'The room',
        address: `room@${domain}`,
        capacity: 8,
        building: 'A',
        floor: '1',
        equipment: [],
      },
    ],
    meetings: Array.from({ length: random.integer(3, 25) }, (_, index) => randomMeeting(random, index)),
  };
}

/** A random IANA zone. */
export function randomTimeZone(random: SeededRandom): string {
  return random.pick(timeZones);
}

function randomMeeting(random: SeededRandom, index: number): Meeting {
  const organizer = random.pick(people);
  const others = people.filter((id) => id !== organizer && random.chance(0.6));
  const when = randomTime(random);
  const series = random.chance(0.35) ? randomSeries(random, when) : undefined;
  return {
    id: `m${index}`,
    title: `${contentCanary} ${index} “${random.tag()}” & <more>`,
    ...(random.chance(0.5)
      ? { description: `${contentCanary}\nsecond line ✓ ${'long '.repeat(random.integer(0, 80))}` }
      : {}),
    organizer,
    invitees: [...others, ...(random.chance(0.2) ? ['room'] : [])].map((who): Invitee => {
      return { who, response: random.pick(['accepted', 'tentative', 'needsAction']) };
    }),
    when,
    ...(series === undefined ? {} : { series }),
    privacy: random.chance(0.1) ? 'private' : 'public',
    busyStatus: random.pick(['busy', 'free', 'tentative']),
  };
}

function randomTime(random: SeededRandom): MeetingTime {
  const day = Date.parse(soakNow.slice(0, 10)) + random.integer(-75, 75) * dayMs;
  if (random.chance(0.2)) {
    return { kind: 'allDay', start: dateText(day), end: dateText(day + random.integer(1, 4) * dayMs) };
  }
  // Hours at which no clock is put forward or back, so that every wall time exists once.
  const start = day + random.integer(7 * 4, 19 * 4) * 900_000;
  const end = start + random.integer(1, 12) * 900_000;
  return { kind: 'timed', start: wallTime(start), end: wallTime(end), timeZone: random.pick(timeZones) };
}

function randomSeries(random: SeededRandom, when: MeetingTime): Series {
  const [stepDays, rule] = random.pick([
    [1, 'FREQ=DAILY'],
    [3, 'FREQ=DAILY;INTERVAL=3'],
    [7, 'FREQ=WEEKLY'],
    [14, 'FREQ=WEEKLY;INTERVAL=2'],
  ] as const);
  const count = random.integer(2, 30);
  // Occurrences that last longer than the step would overlap, which Exchange refuses.
  const isShort = when.kind === 'timed' || (Date.parse(when.end) - Date.parse(when.start)) / dayMs <= stepDays;
  if (!isShort) return { rule: `FREQ=WEEKLY;COUNT=${count}` };
  const startOf = (occurrence: number): string => shiftDays(when.start, occurrence * stepDays);
  const moved = random.integer(0, count - 1);
  const deleted = random.integer(0, count - 1);
  return {
    rule: `${rule};COUNT=${count}`,
    ...(when.kind === 'timed' && random.chance(0.5)
      ? { exceptions: [movedByAnHour(when, startOf(moved), moved * stepDays)] }
      : {}),
    ...(deleted !== moved && random.chance(0.5) ? { deleted: [startOf(deleted)] } : {}),
  };
}

function movedByAnHour(
  when: MeetingTime & { readonly kind: 'timed' },
  originalStart: string,
  days: number,
): NonNullable<Series['exceptions']>[number] {
  const shift = (text: string): string => wallTime(Date.parse(`${shiftDays(text, days)}Z`) + 3_600_000);
  return {
    originalStart,
    title: `${contentCanary} moved`,
    when: { ...when, start: shift(when.start), end: shift(when.end) },
  };
}

/** Moves a date or a wall time by whole days; wall times are counted as if they were in UTC. */
function shiftDays(text: string, days: number): string {
  const isDate = text.length === 10;
  const at = Date.parse(isDate ? text : `${text}Z`) + days * dayMs;
  return isDate ? dateText(at) : wallTime(at);
}

function dateText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function wallTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
