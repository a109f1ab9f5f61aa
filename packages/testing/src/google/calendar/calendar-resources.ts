import type { CalendarView, ListEntry } from '../google-state.ts';

const conferenceProperties = { allowedConferenceSolutionTypes: ['hangoutsMeet'] };

/** What the list of a calendar's events says about the calendar. */
export function calendarHeader(entry: CalendarView): object {
  return {
    summary: entry.calendar.summary,
    description: '',
    updated: entry.calendar.updated,
    accessRole: entry.accessRole,
    defaultReminders: defaultReminders(entry),
  };
}

/** Resource `Calendar`: what is the same for everybody. */
export function calendarResource(entry: CalendarView): object {
  return {
    kind: 'calendar#calendar',
    etag: entry.etag,
    id: entry.calendar.id,
    summary: entry.calendar.summary,
    timeZone: entry.calendar.timeZone,
    conferenceProperties,
    ...dataOwner(entry),
  };
}

/** Resource `CalendarListEntry`: how the account has the calendar in its list. */
export function calendarListEntryResource(entry: CalendarView): object {
  return {
    kind: 'calendar#calendarListEntry',
    etag: entry.etag,
    id: entry.calendar.id,
    summary: entry.calendar.summary,
    timeZone: entry.calendar.timeZone,
    colorId: entry.colorId,
    backgroundColor: entry.backgroundColor,
    foregroundColor: entry.foregroundColor,
    selected: true,
    accessRole: entry.accessRole,
    defaultReminders: defaultReminders(entry),
    ...(entry.isPrimary
      ? {
          notificationSettings: {
            notifications: ['eventCreation', 'eventChange', 'eventCancellation', 'eventResponse'].map((type) => ({
              type,
              method: 'email',
            })),
          },
          primary: true,
        }
      : dataOwner(entry)),
    conferenceProperties,
  };
}

/** A calendar that is in the list still, but not accessible any more. */
export function deletedListEntryResource(entry: ListEntry): object {
  return {
    kind: 'calendar#calendarListEntry',
    etag: entry.etag,
    id: entry.calendar.id,
    deleted: true,
  };
}

/** Secondary calendars name the account that holds their data. */
function dataOwner({ calendar }: ListEntry): { dataOwner?: string } {
  return calendar.dataOwner === undefined ? {} : { dataOwner: calendar.dataOwner };
}

function defaultReminders(entry: ListEntry): readonly object[] {
  return entry.isPrimary ? [{ method: 'popup', minutes: 30 }] : [];
}
