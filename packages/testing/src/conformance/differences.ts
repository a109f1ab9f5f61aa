/**
 * Ways in which services may differ without being wrong. A provider that has one says why; what is not in this list must be
 * the same everywhere.
 *
 * - `declinedMeetingsLeave`: a meeting the account declined disappears from its calendar.
 * - `cancelledMeetingsLeave`: a meeting its organizer cancelled disappears from the invitees' calendars.
 * - `attendeeAnswersHidden`: an invitee does not see how the others answered.
 * - `freeBusyWithoutKinds`: free/busy tells that somebody is taken and not how.
 *
 * @public
 */
export type DifferenceId =
  | 'declinedMeetingsLeave'
  | 'cancelledMeetingsLeave'
  | 'attendeeAnswersHidden'
  | 'freeBusyWithoutKinds';

/** A difference and its reason. @public */
export interface Difference {
  readonly id: DifferenceId;
  /** Why the service is like that, for the test report. */
  readonly reason: string;
}
