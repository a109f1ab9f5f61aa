import { CalendarError } from '@kalends/core';

/** Ids that would change the request's path; the vendor's client refuses them too, but with an error without a type. */
const pathSteps = new Set(['.', '..']);

/** @throws CalendarError `invalidArgument`. */
export function checkPathId(name: string, id: string | undefined, operation: string): void {
  if (id === undefined || !pathSteps.has(id)) return;
  throw new CalendarError({
    code: 'invalidArgument',
    message: `${operation}: ${name} cannot be an id`,
    provider: 'google',
    operation,
  });
}
