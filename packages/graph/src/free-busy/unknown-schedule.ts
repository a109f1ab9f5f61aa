import { CalendarError } from '@kalends/core';
import type { CalendarErrorCode, CalendarErrorJson, UnknownScheduleReason } from '@kalends/core';
import { providerId } from '../graph-context.ts';

const operation = 'freeBusy.query';

/** Why nothing is known of a schedule. */
export interface UnknownSchedule {
  readonly kind: 'unknown';
  readonly reason: UnknownScheduleReason;
  readonly error: CalendarErrorJson;
}

const reasonByCode: Partial<Record<CalendarErrorCode, UnknownScheduleReason>> = {
  accessDenied: 'accessDenied',
  notFound: 'notFound',
  rateLimited: 'rateLimited',
  timeout: 'timeout',
  invalidResponse: 'invalidResponse',
  responseTooLarge: 'invalidResponse',
};

/** The codes that stand in a schedule's own error are those of Exchange's availability service; only some are documented. */
const codeByResponseCode: readonly (readonly [
  responseCode: string,
  reason: UnknownScheduleReason,
  code: CalendarErrorCode,
])[] = [
  ['ErrorMailRecipientNotFound', 'notFound', 'notFound'],
  ['ErrorNoFreeBusyAccess', 'accessDenied', 'accessDenied'],
  ['ErrorAccessDenied', 'accessDenied', 'accessDenied'],
  ['ErrorFreeBusyDLLimitReached', 'tooManyMembers', 'unsupported'],
  ['ErrorIndividualMailboxLimitReached', 'tooManyMembers', 'unsupported'],
  ['ErrorServerBusy', 'rateLimited', 'rateLimited'],
  ['ErrorTimeoutExpired', 'timeout', 'timeout'],
];

/** More entries in the window than the service lists; a shorter window has fewer. */
const tooManyEntriesCodes: ReadonlySet<string> = new Set(['5006', 'errorresultsettoobig']);

/** Whether a shorter window may be answered. */
export function isTooManyEntries(responseCode: string): boolean {
  return tooManyEntriesCodes.has(responseCode.toLowerCase());
}

/** What is left of a schedule that was refused by itself. */
export function refusedSchedule(responseCode: string, requestId: string | undefined): UnknownSchedule {
  const wanted = responseCode.toLowerCase();
  const [, reason, code] = codeByResponseCode.find(([name]) => name.toLowerCase() === wanted) ?? [
    '',
    'serviceFailed' as const,
    'serviceUnavailable' as const,
  ];
  const named = /^\w{1,80}$/.test(responseCode) ? ` (${responseCode})` : '';
  const message = `Microsoft Graph knows nothing of this schedule${named}`;
  return unknownSchedule(
    new CalendarError({ code, message, provider: providerId, operation, vendorCode: responseCode, requestId }),
    reason,
  );
}

/** What is left of a schedule whose question failed. */
export function unknownSchedule(
  error: CalendarError,
  reason: UnknownScheduleReason = reasonByCode[error.code] ?? 'serviceFailed',
): UnknownSchedule {
  return { kind: 'unknown', reason, error: error.withContext({ provider: providerId, operation }).toJSON() };
}
