import type { Company, ExtraCalendar, Person } from '../../company/company.ts';
import type { CalendarSettings, CalendarStore } from '../calendar/calendar-store.ts';
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
      capacity: room.capacity,
      building: room.building,
      floor: room.floor,
      equipment: room.equipment ?? [],
      domain: company.domain,
      answers: 'automatically',
      calendar: state.createCalendar({ id: room.address, summary: room.name, timeZone: company.timeZone }),
    });
  }
  for (const meeting of company.meetings) seedMeeting(state, meeting);
}

function createAccount(state: GoogleState, person: Person, domain: string): Account {
  if (!isTimeZone(person.timeZone))
    throw new RangeError(`${person.id} has a time zone that is not in the IANA database`);
  const { address, timeZone } = person;
  const primary = owned(state, address, { id: address, summary: address, timeZone });
  return {
    personId: person.id,
    name: person.name,
    address,
    password: person.password,
    timeZone,
    domain,
    isRobot: false,
    hasCalendarService: true,
    isAdministrator: false,
    status: 'active',
    subject: state.opaque.subject(),
    entries: [
      state.createEntry(primary, { isPrimary: true }),
      ...(person.calendars ?? []).map((extra) => createExtra(state, person, extra)),
    ],
    settings: createSettings(timeZone, state.stamps),
  };
}

function createExtra(state: GoogleState, { id, address, timeZone }: Person, extra: ExtraCalendar): ListEntry {
  const calendar = owned(state, address, {
    id: groupCalendarId(id, extra.id),
    summary: extra.name,
    timeZone,
    dataOwner: address,
  });
  return state.createEntry(calendar, { isPrimary: false, backgroundColor: extra.color ?? '#4986e7' });
}

function owned(state: GoogleState, address: string, settings: CalendarSettings): CalendarStore {
  const calendar = state.createCalendar(settings);
  calendar.acl.set({ type: 'user', value: address }, 'owner');
  return calendar;
}
