import type { Viewer } from '../mapping/participants.ts';
import { lookUpCalendar, primaryAlias } from '../calendars/look-up-calendar.ts';
import type { KnownCalendar, Session } from '../session.ts';

/** The calendar a call is about. */
export interface TargetCalendar extends KnownCalendar {
  readonly viewer: Viewer;
}

/** Calendars of their own, made beside the account's: nobody else is meant by `self` in them. */
const secondaryCalendarSuffix = '@group.calendar.google.com';

/**
 * Finds out which calendar is meant and how the account stands to it. Google's `self` flags mean "the calendar this copy is
 * in": in a colleague's calendar that is the colleague.
 */
export async function targetCalendar(
  session: Session,
  calendarId: string | undefined,
  call: { readonly operation: string; readonly signal: AbortSignal | undefined },
): Promise<TargetCalendar> {
  const { address } = session.account;
  const isPrimary =
    calendarId === undefined ||
    calendarId === primaryAlias ||
    calendarId.toLowerCase() === address?.toLowerCase() ||
    session.knownCalendars.get(primaryAlias)?.id === calendarId;
  const known =
    calendarId === undefined || calendarId === primaryAlias
      ? await lookUpCalendar(session, primaryAlias, call)
      : (session.knownCalendars.get(calendarId) ?? { id: calendarId });
  return { ...known, viewer: { address, isSelfFlagOurs: isPrimary || known.id.endsWith(secondaryCalendarSuffix) } };
}
