import type { ListEntry } from '../google-state.ts';

const conferenceProperties = { allowedConferenceSolutionTypes: ['hangoutsMeet'] };

/** What the list of a calendar's events says about the calendar. */
export function calendarHeader(entry: ListEntry): object {
  return {
    summary: entry.summary,
    description: '',
    updated: entry.calendar.updated,
    accessRole: 'owner',
    defaultReminders: defaultReminders(entry),
  };
}

/** Resource `Calendar`: what is the same for everybody. */
export function calendarResource(entry: ListEntry, owner: string): object {
  return {
    kind: 'calendar#calendar',
    etag: entry.etag,
    id: entry.calendar.id,
    summary: entry.summary,
    timeZone: entry.calendar.timeZone,
    conferenceProperties,
    ...(entry.isPrimary ? {} : { dataOwner: owner }),
  };
}

/** Resource `CalendarListEntry`: how the account has the calendar in its list. */
export function calendarListEntryResource(entry: ListEntry, owner: string): object {
  return {
    kind: 'calendar#calendarListEntry',
    etag: entry.etag,
    id: entry.calendar.id,
    summary: entry.summary,
    timeZone: entry.calendar.timeZone,
    colorId: entry.colorId,
    backgroundColor: entry.backgroundColor,
    foregroundColor: entry.foregroundColor,
    selected: true,
    accessRole: 'owner',
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
      : { dataOwner: owner }),
    conferenceProperties,
  };
}

function defaultReminders(entry: ListEntry): readonly object[] {
  return entry.isPrimary ? [{ method: 'popup', minutes: 30 }] : [];
}
