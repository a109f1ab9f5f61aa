import type { Viewer } from '../mapping/participants.ts';
import { lookUpCalendar, primaryAlias } from '../calendars/look-up-calendar.ts';
import type { KnownCalendar, Session, SessionCall } from '../session.ts';

/** The calendar a call is about. */
export interface TargetCalendar extends KnownCalendar {
  /** The account's own one, or one made beside it, or somebody else's. */
  readonly kind: 'primary' | 'secondary' | 'other';
}

/** Calendars that were made beside people's own: no person is meant by `self` in them. */
const secondaryCalendarSuffix = '@group.calendar.google.com';

/** Roles of those who only look at a calendar. */
const readingRoles = new Set(['freeBusyReader', 'reader']);

/** Finds out which calendar is meant. */
export async function targetCalendar(
  session: Session,
  calendarId: string | undefined,
  call: SessionCall,
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
  const kind = isPrimary ? 'primary' : known.id.endsWith(secondaryCalendarSuffix) ? 'secondary' : 'other';
  return { ...known, kind };
}

/**
 * How the account stands to a calendar. Google's `self` flags mean "the calendar this copy is in": in a colleague's calendar
 * that is the colleague, in a shared or public one that the account only reads it is nobody the account answers for.
 *
 * @param accessRole - What the account may do there; without it a secondary calendar counts as the account's.
 */
export function viewerOf(session: Session, { kind }: TargetCalendar, accessRole: string | null | undefined): Viewer {
  const isOursToo = kind === 'secondary' && !readingRoles.has(accessRole ?? '');
  return { address: session.account.address, isSelfFlagOurs: kind === 'primary' || isOursToo };
}
