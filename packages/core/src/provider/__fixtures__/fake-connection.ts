import type { CalendarConnection } from '../connection.ts';
import { pagedList } from '../../paging/pages.ts';
import { noEventWrites, unsupportedGroups } from '../unsupported-groups.ts';

/** A connection that can do nothing but what a test gives it. */
export function fakeConnection(parts: {
  readonly calendars?: CalendarConnection['calendars'];
  readonly events?: Partial<CalendarConnection['events']>;
  readonly freeBusy?: CalendarConnection['freeBusy'];
  readonly contacts?: Partial<CalendarConnection['contacts']>;
  readonly contactSources?: CalendarConnection['capabilities']['contacts']['sources'];
}): CalendarConnection {
  const { writes, freeBusy, rooms, contacts } = unsupportedGroups('fake');
  const notUsed = (): Promise<never> => Promise.reject(new Error('not used'));
  return {
    provider: 'fake',
    account: { id: 'u1', address: 'ada@tidewater.example' },
    capabilities: {
      permissionControl: { calendars: true, contacts: true },
      calendars: { list: parts.calendars !== undefined },
      events: { list: true, get: true, recurrenceIdOnExceptions: 'always', absentFields: [], writes: noEventWrites },
      freeBusy: { query: true },
      rooms: { list: false, buildings: false },
      contacts: { sources: parts.contactSources ?? [], write: false, changes: false, versionGuard: false },
    },
    calendars: parts.calendars ?? { list: () => pagedList({ provider: 'fake', fetchPage: notUsed }) },
    events: {
      list: () => pagedList({ provider: 'fake', fetchPage: notUsed }),
      get: notUsed,
      getMany: notUsed,
      ...writes,
      ...parts.events,
    },
    freeBusy: parts.freeBusy ?? freeBusy,
    rooms,
    contacts: { ...contacts, ...parts.contacts },
    diagnose: notUsed,
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
