import type { Cure } from '@kalends/core';
import type { ErrorRow } from './error-table.ts';

const askForEditing: Cure = {
  text: 'Ask the owner of the calendar, or the Exchange administrator, for Editor rights on it.',
};
const changeOneByOne: Cure = { text: 'Read the event again, and repeat the change on what it is now.' };
const keepOrder: Cure = {
  text: 'Keep the occurrence between its neighbours, or delete it and create a single event.',
};

/**
 * Response codes that only writes meet.
 *
 * @see {@link https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode | ResponseCode (EWS)}
 */
export const writeErrorTable: readonly ErrorRow[] = [
  // Rights and roles
  { vendorCode: 'ErrorCreateItemAccessDenied', code: 'accessDenied', cure: askForEditing },
  { vendorCode: 'ErrorCannotDeleteObject', code: 'accessDenied', cure: askForEditing },
  { vendorCode: 'ErrorDeleteItemsFailed', code: 'accessDenied', cure: askForEditing },
  { vendorCode: 'ErrorSendAsDenied', code: 'accessDenied' },
  { vendorCode: 'ErrorCalendarIsNotOrganizer', code: 'accessDenied' },
  ...['Accept', 'Decline', 'Tentative', 'Remove'].flatMap((verb): readonly ErrorRow[] => [
    { vendorCode: `ErrorCalendarIsOrganizerFor${verb}`, code: 'accessDenied' },
    { vendorCode: `ErrorCalendarIsDelegatedFor${verb}`, code: 'accessDenied' },
    { vendorCode: `ErrorCalendarIsGroupMailboxFor${verb}`, code: 'accessDenied' },
    // The meeting is no longer what the answer is to.
    { vendorCode: `ErrorCalendarIsCancelledFor${verb}`, code: 'conflict', cure: changeOneByOne },
  ]),
  // Gone
  { vendorCode: 'ErrorToFolderNotFound', code: 'notFound' },
  { vendorCode: 'ErrorSavedItemFolderNotFound', code: 'notFound' },
  { vendorCode: 'ErrorCalendarCannotUpdateDeletedItem', code: 'notFound' },
  // Versions
  { vendorCode: 'ErrorChangeKeyRequired', code: 'conflict', cure: changeOneByOne },
  { vendorCode: 'ErrorCalendarMeetingRequestIsOutOfDate', code: 'conflict', cure: changeOneByOne },
  // What was asked for makes no sense there
  { vendorCode: 'ErrorInvalidAttachmentId', code: 'invalidArgument' },
  { vendorCode: 'ErrorInvalidRecipients', code: 'invalidArgument' },
  { vendorCode: 'ErrorCalendarEndDateIsEarlierThanStartDate', code: 'invalidArgument' },
  { vendorCode: 'ErrorRecurrenceHasNoOccurrence', code: 'invalidArgument' },
  { vendorCode: 'ErrorCannotCreateCalendarItemInNonCalendarFolder', code: 'invalidArgument' },
  { vendorCode: 'ErrorMoveCopyFailed', code: 'invalidArgument' },
  { vendorCode: 'ErrorCalendarCannotUseIdForOccurrenceId', code: 'invalidArgument' },
  { vendorCode: 'ErrorCalendarCannotUseIdForRecurringMasterId', code: 'invalidArgument' },
  // What Exchange has no place for
  { vendorCode: 'ErrorCrossMailboxMoveCopy', code: 'unsupported' },
  { vendorCode: 'ErrorCalendarCannotMoveOrCopyOccurrence', code: 'unsupported' },
  { vendorCode: 'ErrorOccurrenceCrossingBoundary', code: 'unsupported', cure: keepOrder },
  { vendorCode: 'ErrorOccurrenceTimeSpanTooBig', code: 'unsupported', cure: keepOrder },
  { vendorCode: 'ErrorPropertyValidationFailure', code: 'unsupported' },
  { vendorCode: 'ErrorPropertyUpdate', code: 'unsupported' },
  { vendorCode: 'ErrorItemSavePropertyError', code: 'unsupported' },
  { vendorCode: 'ErrorCalendarDurationIsTooLong', code: 'unsupported' },
  { vendorCode: 'ErrorCalendarOutOfRange', code: 'unsupported' },
  { vendorCode: 'ErrorCalendarInvalidRecurrence', code: 'unsupported' },
  { vendorCode: 'ErrorCalendarInvalidDayForWeeklyRecurrence', code: 'unsupported' },
  { vendorCode: 'ErrorCalendarInvalidDayForTimeChangePattern', code: 'unsupported' },
  { vendorCode: 'ErrorUnsupportedRecurrence', code: 'unsupported' },
  { vendorCode: 'ErrorRecurrenceEndDateTooBig', code: 'unsupported' },
  { vendorCode: 'ErrorCalendarInvalidTimeZone', code: 'unsupported' },
  { vendorCode: 'ErrorTimeZone', code: 'unsupported' },
  { vendorCode: 'ErrorCalendarInvalidPropertyValue', code: 'unsupported' },
  { vendorCode: 'ErrorCalendarInvalidPropertyState', code: 'unsupported' },
  { vendorCode: 'ErrorCalendarInvalidAttributeValue', code: 'unsupported' },
  { vendorCode: 'ErrorInvalidValueForProperty', code: 'unsupported' },
  { vendorCode: 'ErrorInvalidPropertySet', code: 'unsupported' },
  { vendorCode: 'ErrorInvalidPropertyDelete', code: 'unsupported' },
  { vendorCode: 'ErrorInvalidPropertyAppend', code: 'unsupported' },
  { vendorCode: 'ErrorInvalidExtendedPropertyValue', code: 'unsupported' },
  { vendorCode: 'ErrorUnsupportedPathForQuery', code: 'unsupported' },
  { vendorCode: 'ErrorCannotOpenFileAttachment', code: 'unsupported' },
  // Limits
  { vendorCode: 'ErrorAttachmentSizeLimitExceeded', code: 'quotaExceeded' },
  { vendorCode: 'ErrorSubmissionQuotaExceeded', code: 'quotaExceeded' },
  { vendorCode: 'ErrorExceededMaxRecipientLimit', code: 'quotaExceeded' },
  { vendorCode: 'ErrorExceededMaxRecipientLimitBlock', code: 'quotaExceeded' },
  // Passing trouble
  { vendorCode: 'ErrorItemSave', code: 'serviceUnavailable' },
];
