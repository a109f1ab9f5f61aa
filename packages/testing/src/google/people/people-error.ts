import { ApiError } from '../api/api-error.ts';

/** A refusal of the People API, which names a canonical code and no reason, save for those that clients tell apart. */
function peopleError(httpStatus: number, status: string, message: string, reason?: string): ApiError {
  return new ApiError(httpStatus, message, {
    domain: 'global',
    reason: reason ?? status,
    status,
    ...(reason === undefined ? {} : { info: { reason, domain: 'people.googleapis.com' } }),
  });
}

/** 400 for a parameter or body that makes no sense. */
export function invalidArgument(message: string): ApiError {
  return peopleError(400, 'INVALID_ARGUMENT', message);
}

/** 400 for an etag that is no longer the person's, and for accounts that have no directory. */
export function failedPrecondition(message: string): ApiError {
  return peopleError(400, 'FAILED_PRECONDITION', message);
}

/** 404 for an unknown person. */
export function personNotFound(): ApiError {
  return peopleError(404, 'NOT_FOUND', 'Requested entity was not found.');
}

/** 400 for a sync token that is older than a week: the client has to start over. */
export function expiredSyncToken(): ApiError {
  return peopleError(
    400,
    'INVALID_ARGUMENT',
    'Sync token is expired. Clear local cache and retry call without the sync token.',
    'EXPIRED_SYNC_TOKEN',
  );
}
