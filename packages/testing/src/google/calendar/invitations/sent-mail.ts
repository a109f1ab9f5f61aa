import type { EventAttendee } from '../event-resource.ts';

/** A mail that the service would have sent to a guest or to the organizer. @public */
export interface GoogleSentMail {
  /** Address of the organizer, or of the guest who replies. */
  readonly from: string;
  readonly to: string;
  readonly kind: 'invitation' | 'update' | 'cancellation' | 'reply';
  readonly eventId: string;
  /** `iCalUID` of the event, the same for all instances of a series. */
  readonly uid: string;
  /** What a reply says. */
  readonly response?: EventAttendee['responseStatus'];
  /** Whether the guest who replies left a comment. */
  readonly hasComment: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly sentAt: number;
}
