import type { CalendarErrorCode, Cure } from '@kalends/core';

/** What one of Exchange's response codes means to a caller. */
export interface ErrorRow {
  readonly vendorCode: string;
  readonly code: CalendarErrorCode;
  readonly retryable?: boolean;
  readonly cure?: Cure;
}

const askForRights: Cure = {
  text: 'Ask the owner of the calendar, or the Exchange administrator, for at least Reviewer rights on it.',
};
const allowImpersonation: Cure = {
  text: 'Exchange Online: an administrator checks the application access policies and roles of this application. Exchange Server: the account needs the role ApplicationImpersonation over this mailbox.',
};
const chooseImpersonation: Cure = {
  text: "The application's own tokens need impersonation, those of a person or service user refuse it: set `useImpersonation`, or give `credentialKind` to `connect` where somebody else keeps the credential.",
};
const nameTheMailbox: Cure = {
  text: 'Sign in with an account that has a mailbox, or give the primary SMTP address of the mailbox to open.',
};
const signInAgain: Cure = { text: 'Change the password in Outlook on the web or Windows, then connect again.' };
const olderServer: Cure = { text: 'Exchange Server 2010 SP1 or newer is needed.' };

/**
 * Response codes a reading client meets. Codes that are not here become `invalidResponse` with the code in `vendorCode`.
 *
 * @see {@link https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode | ResponseCode (EWS)}
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-throttling-in-exchange | EWS throttling}
 */
export const errorTable: readonly ErrorRow[] = [
  // Rights
  { vendorCode: 'ErrorAccessDenied', code: 'accessDenied', cure: askForRights },
  { vendorCode: 'ErrorImpersonateUserDenied', code: 'accessDenied', cure: allowImpersonation },
  { vendorCode: 'ErrorImpersonationDenied', code: 'accessDenied', cure: allowImpersonation },
  { vendorCode: 'ErrorNotDelegate', code: 'accessDenied', cure: askForRights },
  // Gone, or not to be seen by this account: the server does not tell which.
  { vendorCode: 'ErrorItemNotFound', code: 'notFound' },
  { vendorCode: 'ErrorFolderNotFound', code: 'notFound' },
  { vendorCode: 'ErrorParentFolderNotFound', code: 'notFound' },
  { vendorCode: 'ErrorCalendarOccurrenceIsDeletedFromRecurrence', code: 'notFound' },
  { vendorCode: 'ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange', code: 'notFound' },
  // Mailbox
  { vendorCode: 'ErrorNonExistentMailbox', code: 'mailboxUnavailable', cure: nameTheMailbox },
  { vendorCode: 'ErrorMissingEmailAddress', code: 'mailboxUnavailable', cure: nameTheMailbox },
  { vendorCode: 'ErrorNonPrimarySmtpAddress', code: 'mailboxUnavailable', cure: nameTheMailbox },
  { vendorCode: 'ErrorInvalidSmtpAddress', code: 'mailboxUnavailable', cure: nameTheMailbox },
  { vendorCode: 'ErrorAccountDisabled', code: 'mailboxUnavailable' },
  { vendorCode: 'ErrorMailboxConfiguration', code: 'mailboxUnavailable' },
  { vendorCode: 'ErrorWrongServerVersionDelegate', code: 'mailboxUnavailable' },
  // The set-up
  {
    vendorCode: 'ErrorInvalidExchangeImpersonationHeaderData',
    code: 'invalidConfiguration',
    cure: chooseImpersonation,
  },
  // Password
  { vendorCode: 'ErrorPasswordExpired', code: 'reauthorizationRequired', cure: signInAgain },
  { vendorCode: 'ErrorPasswordChangeRequired', code: 'reauthorizationRequired', cure: signInAgain },
  // Ids
  { vendorCode: 'ErrorInvalidId', code: 'invalidArgument' },
  { vendorCode: 'ErrorInvalidIdEmpty', code: 'invalidArgument' },
  { vendorCode: 'ErrorInvalidIdMalformed', code: 'invalidArgument' },
  { vendorCode: 'ErrorInvalidIdMalformedEwsLegacyIdFormat', code: 'invalidArgument' },
  { vendorCode: 'ErrorInvalidIdXml', code: 'invalidArgument' },
  { vendorCode: 'ErrorCannotUseFolderIdForItemId', code: 'invalidArgument' },
  { vendorCode: 'ErrorCannotUseItemIdForFolderId', code: 'invalidArgument' },
  { vendorCode: 'ErrorCalendarFolderIsInvalidForCalendarView', code: 'invalidArgument' },
  { vendorCode: 'ErrorValueOutOfRange', code: 'invalidArgument' },
  // State of the item
  { vendorCode: 'ErrorIrresolvableConflict', code: 'conflict' },
  { vendorCode: 'ErrorStaleObject', code: 'conflict' },
  { vendorCode: 'ErrorChangeKeyRequiredForWriteOperations', code: 'conflict' },
  { vendorCode: 'ErrorInvalidChangeKey', code: 'conflict' },
  // What this server cannot do
  { vendorCode: 'ErrorInvalidServerVersion', code: 'unsupported', cure: olderServer },
  { vendorCode: 'ErrorIncorrectSchemaVersion', code: 'unsupported', cure: olderServer },
  { vendorCode: 'ErrorInvalidSchemaVersionForMailboxVersion', code: 'unsupported', cure: olderServer },
  { vendorCode: 'ErrorSchemaValidation', code: 'unsupported' },
  { vendorCode: 'ErrorInvalidRequest', code: 'unsupported' },
  { vendorCode: 'ErrorInvalidOperation', code: 'unsupported' },
  { vendorCode: 'ErrorUnsupportedPropertyDefinition', code: 'unsupported' },
  // Limits
  { vendorCode: 'ErrorServerBusy', code: 'rateLimited' },
  { vendorCode: 'ErrorExceededConnectionCount', code: 'rateLimited' },
  { vendorCode: 'ErrorTooManyObjectsOpened', code: 'rateLimited' },
  { vendorCode: 'ErrorExceededFindCountLimit', code: 'rateLimited' },
  { vendorCode: 'ErrorQuotaExceeded', code: 'quotaExceeded' },
  { vendorCode: 'ErrorMessageSizeExceeded', code: 'quotaExceeded' },
  { vendorCode: 'ErrorDataSizeLimitExceeded', code: 'quotaExceeded' },
  // Passing trouble
  { vendorCode: 'ErrorMailboxMoveInProgress', code: 'serviceUnavailable' },
  { vendorCode: 'ErrorMailboxStoreUnavailable', code: 'serviceUnavailable' },
  { vendorCode: 'ErrorMailboxFailover', code: 'serviceUnavailable' },
  { vendorCode: 'ErrorInternalServerTransientError', code: 'serviceUnavailable' },
  { vendorCode: 'ErrorInternalServerError', code: 'serviceUnavailable' },
  // The server's own trouble with impersonating, whoever asks.
  { vendorCode: 'ErrorImpersonationFailed', code: 'serviceUnavailable' },
  { vendorCode: 'ErrorTimeoutExpired', code: 'serviceUnavailable' },
  { vendorCode: 'ErrorADUnavailable', code: 'serviceUnavailable' },
  { vendorCode: 'ErrorConnectionFailed', code: 'serviceUnavailable' },
  { vendorCode: 'ErrorBatchProcessingStopped', code: 'serviceUnavailable' },
  // Free/busy, of one mailbox each. What Exchange could not find out from another server is not asked again at once.
  { vendorCode: 'ErrorMailRecipientNotFound', code: 'notFound' },
  { vendorCode: 'ErrorNoFreeBusyAccess', code: 'accessDenied' },
  { vendorCode: 'ErrorFreeBusyDLLimitReached', code: 'quotaExceeded' },
  { vendorCode: 'ErrorMailboxLogonFailed', code: 'serviceUnavailable', retryable: false },
  { vendorCode: 'ErrorFreeBusyGenerationFailed', code: 'serviceUnavailable', retryable: false },
  { vendorCode: 'ErrorProxyRequestProcessingFailed', code: 'serviceUnavailable', retryable: false },
  { vendorCode: 'ErrorPublicFolderRequestProcessingFailed', code: 'serviceUnavailable', retryable: false },
  { vendorCode: 'ErrorAutoDiscoverFailed', code: 'serviceUnavailable', retryable: false },
  { vendorCode: 'ErrorMailboxDataArrayTooBig', code: 'quotaExceeded' },
  { vendorCode: 'ErrorTimeIntervalTooBig', code: 'invalidArgument' },
  // Rooms and people
  { vendorCode: 'ErrorNameResolutionNoResults', code: 'notFound' },
  { vendorCode: 'ErrorNameResolutionNoMailbox', code: 'mailboxUnavailable', cure: nameTheMailbox },
  // Changes
  { vendorCode: 'ErrorInvalidSyncStateData', code: 'cursorExpired' },
  { vendorCode: 'ErrorSyncFolderNotFound', code: 'notFound' },
];
