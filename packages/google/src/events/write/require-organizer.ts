import type { WireEvent } from '../../wire/event.ts';
import { denied } from './write-call.ts';

/**
 * Only the organizer calls a meeting off and says who is invited. In Google's words that is the calendar an event is in: `self`.
 *
 * @throws CalendarError `accessDenied`.
 */
export function requireOrganizer(operation: string, event: Pick<WireEvent, 'organizer'> | undefined): void {
  if (event?.organizer?.self === true) return;
  throw denied(operation, 'This is for the organizer of the event alone');
}
