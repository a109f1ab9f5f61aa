/**
 * Ways in which services may differ without being wrong. A provider that has one says why; what is not in this list must be
 * the same everywhere.
 *
 * - `declinedMeetingsLeave`: a meeting the account declined disappears from its calendar.
 * - `cancelledMeetingsLeave`: a meeting its organizer cancelled disappears from the invitees' calendars.
 * - `attendeeAnswersHidden`: an invitee does not see how the others answered.
 * - `unmovedExceptionsUnmarked`: an occurrence that was changed and not moved looks like one of the rule.
 * - `changedSeriesNotSplit`: a series with a changed occurrence is not split behind it, because that would undo the change.
 * - `deletedKeysForgotten`: whether the event of an idempotency key was deleted since cannot be known, and a new one is made.
 * - `directoryOnlySearched`: the directory can be searched and not listed.
 * - `freeBusyWithoutKinds`: free/busy tells that somebody is taken and not how.
 *
 * @public
 */
export type DifferenceId =
  | 'declinedMeetingsLeave'
  | 'cancelledMeetingsLeave'
  | 'attendeeAnswersHidden'
  | 'unmovedExceptionsUnmarked'
  | 'changedSeriesNotSplit'
  | 'deletedKeysForgotten'
  | 'directoryOnlySearched'
  | 'freeBusyWithoutKinds';

/** A difference and its reason. @public */
export interface Difference {
  readonly id: DifferenceId;
  /** Why the service is like that, for the test report. */
  readonly reason: string;
}
