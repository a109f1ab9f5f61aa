import { CalendarError } from '../errors/calendar-error.ts';
import { calendarAccessLevels, contactAccessLevels } from './access-policy.ts';
import type { CalendarAccess, ContactAccess } from './access-policy.ts';

/** What each switch can be set to, least first. */
export const switchLevels: {
  readonly calendars: readonly CalendarAccess[];
  readonly contacts: readonly ContactAccess[];
} = { calendars: calendarAccessLevels, contacts: contactAccessLevels };

/**
 * Place of a level in its order; settings come from stores and forms, where words may stand that no type lets pass.
 *
 * @throws CalendarError `invalidArgument` for a word that is no level: to guess one would be to grant it.
 */
export function levelRank(levels: readonly string[], level: string, where: string): number {
  const rank = levels.indexOf(level);
  if (rank >= 0) return rank;
  throw new CalendarError({
    code: 'invalidArgument',
    message: `The access level of ${where} is none of ${levels.join(', ')}`,
  });
}
