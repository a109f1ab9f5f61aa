import type { CalendarErrorCode, Cure } from '@kalends/core';

/** How one vendor code, or one HTTP status without a known code, becomes ours. */
export interface ErrorRow {
  /** As the vendor writes it; compared without regard to case. */
  readonly vendorCode: string;
  /** Only with this HTTP status. Default: any. */
  readonly status?: number;
  readonly code: CalendarErrorCode;
  /** Default: that of `code`. */
  readonly retryable?: boolean;
  readonly cure?: Cure;
  /** Where the call was about contacts. Default: `cure`. */
  readonly cureForContacts?: Cure;
}

const noMailbox: Cure = {
  text: 'This account has no mailbox in Exchange Online (it is a guest, unlicensed, deleted or on-premises). Connect another account, or have an administrator assign a licence with Exchange Online.',
};
const grantCalendars: Cure = {
  text: 'Sign in again and allow access to the calendar; if that does not help, an administrator limits which mailboxes this application may read.',
};
const grantContacts: Cure = {
  text: 'Sign in again and allow access to the contacts; if that does not help, an administrator limits which mailboxes this application may read.',
};
const grantDirectory: Cure = {
  text: 'The directory is closed to this account. Name User.ReadBasic.All in the setting additionalScopes and sign in again, or have an administrator add it to the application permissions.',
};
const neighbours: Cure = {
  text: 'An occurrence has to stay between the days of its neighbours. Delete it and create a single event at the other time.',
};

/**
 * Graph's error codes.
 *
 * @see {@link https://learn.microsoft.com/graph/errors | Microsoft Graph error responses and resource types}
 */
export const errorTable: readonly ErrorRow[] = [
  { vendorCode: 'InvalidAuthenticationToken', code: 'reauthorizationRequired' },
  { vendorCode: 'ErrorAccessDenied', code: 'accessDenied', cure: grantCalendars, cureForContacts: grantContacts },
  { vendorCode: 'Authorization_RequestDenied', code: 'accessDenied', cure: grantDirectory },
  { vendorCode: 'ExtensionError', status: 403, code: 'accessDenied' },
  { vendorCode: 'MailboxNotEnabledForRESTAPI', code: 'mailboxUnavailable', retryable: false, cure: noMailbox },
  { vendorCode: 'MailboxNotSupportedForRESTAPI', code: 'mailboxUnavailable', retryable: false, cure: noMailbox },
  { vendorCode: 'ErrorInvalidUser', code: 'mailboxUnavailable', retryable: false, cure: noMailbox },
  { vendorCode: 'ErrorItemNotFound', code: 'notFound' },
  { vendorCode: 'ResourceNotFound', code: 'notFound' },
  { vendorCode: 'Request_ResourceNotFound', code: 'notFound' },
  { vendorCode: 'ErrorInvalidIdMalformed', code: 'invalidArgument' },
  { vendorCode: 'ErrorInvalidRequest', status: 400, code: 'invalidArgument' },
  { vendorCode: 'ErrorInvalidParameter', code: 'invalidArgument' },
  { vendorCode: 'ErrorPropertyValidationFailure', code: 'invalidArgument' },
  { vendorCode: 'TimeZoneNotSupportedException', code: 'invalidArgument' },
  { vendorCode: 'ErrorOccurrenceCrossingBoundary', code: 'invalidArgument', cure: neighbours },
  { vendorCode: 'ErrorCalendarEndDateIsEarlierThanStartDate', code: 'invalidArgument' },
  { vendorCode: 'ErrorInvalidRecipients', code: 'invalidArgument' },
  { vendorCode: 'ErrorMessageSizeExceeded', code: 'invalidArgument' },
  { vendorCode: 'RequestEntityTooLarge', code: 'invalidArgument' },
  { vendorCode: 'ErrorIrresolvableConflict', code: 'conflict' },
  { vendorCode: 'ErrorDuplicateTransactionId', code: 'conflict' },
  { vendorCode: 'SyncStateNotFound', code: 'cursorExpired' },
  { vendorCode: 'resyncRequired', code: 'cursorExpired' },
  { vendorCode: 'ApplicationThrottled', code: 'rateLimited' },
  { vendorCode: 'TooManyRequests', code: 'rateLimited' },
  { vendorCode: 'activityLimitReached', code: 'rateLimited' },
  { vendorCode: 'ErrorQuotaExceeded', code: 'quotaExceeded' },
  { vendorCode: 'ErrorInternalServerError', status: 500, code: 'serviceUnavailable' },
  { vendorCode: 'ErrorInternalServerTransientError', code: 'serviceUnavailable' },
];

/** What a status means when its code is unknown or missing. */
export const statusTable: readonly { readonly status: number; readonly code: CalendarErrorCode }[] = [
  { status: 400, code: 'invalidArgument' },
  { status: 401, code: 'reauthorizationRequired' },
  { status: 403, code: 'accessDenied' },
  { status: 404, code: 'notFound' },
  { status: 405, code: 'unsupported' },
  { status: 409, code: 'conflict' },
  { status: 410, code: 'cursorExpired' },
  { status: 412, code: 'conflict' },
  { status: 413, code: 'invalidArgument' },
  { status: 415, code: 'invalidArgument' },
  { status: 429, code: 'rateLimited' },
  { status: 507, code: 'quotaExceeded' },
  { status: 509, code: 'rateLimited' },
];
