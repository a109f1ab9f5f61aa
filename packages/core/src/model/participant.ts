/** An answer to an invitation (RFC 5545 PARTSTAT); `unknown` when the service does not track or tell it. @public */
export type ParticipationStatus = 'accepted' | 'declined' | 'tentative' | 'needsAction' | 'unknown';

/** What kind of participant this is (RFC 5545 CUTYPE); a room or equipment is a `resource`. @public */
export type AttendeeKind = 'individual' | 'group' | 'resource' | 'unknown';

/** Who called the meeting. @public */
export interface Organizer {
  readonly name?: string;
  /** Mail address; absent where the service tells only a name. */
  readonly address?: string;
  /** The connected mailbox is the organizer. */
  readonly isSelf: boolean;
  /** `accepted` unless the service says otherwise: who calls a meeting comes. */
  readonly participationStatus: ParticipationStatus;
}

/**
 * Somebody or something invited. The organizer is not listed again among the attendees, and no address stands there twice.
 *
 * @public
 */
export interface Attendee {
  readonly name?: string;
  readonly address?: string;
  readonly kind: AttendeeKind;
  /** Whether the meeting needs them. Resources are `required`. */
  readonly role: 'required' | 'optional';
  readonly participationStatus: ParticipationStatus;
  /** This is the connected mailbox. */
  readonly isSelf: boolean;
  /** Text sent with the answer. */
  readonly comment?: string;
}
