import type { Company, ExtraCalendar, Person } from '../../company/company.ts';
import { nearestColorId } from '../calendar/palette.ts';
import { createSettings } from '../calendar/settings.ts';
import { isTimeZone } from '../calendar/zoned-time.ts';
import type { Account, GoogleState, ListEntry } from '../google-state.ts';
import { groupCalendarId } from './group-calendar-id.ts';
import { seedMeeting } from './seed-meeting.ts';

/**
 * Adds a company's people with their calendars, its rooms and its meetings. People and rooms that are known already are
 * kept as they are.
 *
 * @throws RangeError when a meeting names nobody known, repeats an id or can't be held by Google Calendar.
 */
export function seedCompany(state: GoogleState, company: Company): void {
  for (const person of company.people) {
    if (!state.accounts.has(person.id)) state.accounts.set(person.id, createAccount(state, person, company.domain));
  }
  for (const room of company.rooms) {
    if (state.rooms.has(room.id)) continue;
    state.rooms.set(room.id, {
      name: room.name,
      address: room.address,
      calendar: state.createCalendar(room.address, company.timeZone),
    });
  }
  for (const meeting of company.meetings) seedMeeting(state, meeting);
}

function createAccount(state: GoogleState, person: Person, domain: string): Account {
  if (!isTimeZone(person.timeZone))
    throw new RangeError(`${person.id} has a time zone that is not in the IANA database`);
  const primary = createEntry(state, {
    id: person.address,
    summary: person.address,
    timeZone: person.timeZone,
    isPrimary: true,
    backgroundColor: '#9fe1e7',
  });
  return {
    personId: person.id,
    name: person.name,
    address: person.address,
    password: person.password,
    timeZone: person.timeZone,
    domain,
    subject: state.opaque.subject(),
    entries: [primary, ...(person.calendars ?? []).map((extra) => createExtra(state, person, extra))],
    settings: createSettings(person.timeZone, state.stamps),
  };
}

function createExtra(state: GoogleState, person: Person, extra: ExtraCalendar): ListEntry {
  return createEntry(state, {
    id: groupCalendarId(person.id, extra.id),
    summary: extra.name,
    timeZone: person.timeZone,
    isPrimary: false,
    backgroundColor: extra.color ?? '#4986e7',
  });
}

function createEntry(
  state: GoogleState,
  options: { id: string; summary: string; timeZone: string; isPrimary: boolean; backgroundColor: string },
): ListEntry {
  const { etag, position } = state.stamps.next();
  return {
    calendar: state.createCalendar(options.id, options.timeZone),
    summary: options.summary,
    isPrimary: options.isPrimary,
    colorId: nearestColorId(options.backgroundColor),
    backgroundColor: options.backgroundColor,
    foregroundColor: '#000000',
    etag,
    position,
  };
}
