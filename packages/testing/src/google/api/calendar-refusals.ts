import { ApiError } from './api-error.ts';

/** 403 for a calendar that the account may not write to. */
export function requiredAccessLevel(): ApiError {
  return new ApiError(403, 'You need to have writer access to this calendar.', {
    domain: 'calendar',
    reason: 'requiredAccessLevel',
  });
}

/** 403 for what is the organizer's alone. */
export function forbiddenForNonOrganizer(): ApiError {
  return new ApiError(403, 'Shared properties can only be changed by the organizer of the event.', {
    domain: 'calendar',
    reason: 'forbiddenForNonOrganizer',
  });
}

/** 409 for an id that is or was in use. */
export function duplicate(): ApiError {
  return new ApiError(409, 'The requested identifier already exists.', { domain: 'global', reason: 'duplicate' });
}

/** 410 for the second deletion. */
export function deleted(): ApiError {
  return new ApiError(410, 'Resource has been deleted', { domain: 'global', reason: 'deleted' });
}

/** 412 for an etag that is no longer the resource's. */
export function conditionNotMet(): ApiError {
  return new ApiError(412, 'Precondition Failed', {
    domain: 'global',
    reason: 'conditionNotMet',
    location: 'If-Match',
    locationType: 'header',
  });
}

/** A refusal, 400 unless told otherwise, with a reason of the Calendar API's own. */
export function calendarError(reason: string, message: string, status = 400): ApiError {
  return new ApiError(status, message, { domain: 'calendar', reason });
}

/** 403 for an account without the Calendar service. */
export function notACalendarUser(): ApiError {
  return new ApiError(403, 'The user must be signed up for Google Calendar.', {
    domain: 'calendar',
    reason: 'notACalendarUser',
  });
}
