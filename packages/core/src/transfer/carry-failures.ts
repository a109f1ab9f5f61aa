import type { CalendarError, CalendarErrorJson } from '../errors/calendar-error.ts';

/** Ends all of it: the caller's own doing. */
export function endsCarrying({ code }: CalendarError): boolean {
  return code === 'aborted' || code === 'disposed';
}

/** Says of an id that it means nothing, rather than that the service could not be asked. */
export function saysNothing({ code }: CalendarErrorJson): boolean {
  return code === 'notFound' || code === 'invalidArgument';
}
