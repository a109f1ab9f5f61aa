/** What a mail says. @public */
export type GoogleMailKind = 'invitation' | 'update' | 'cancellation' | 'reply';

/** A mail that the service would have sent to a guest or to the organizer. @public */
export interface GoogleMail {
  /** Address of the organizer, or of the guest who replies. */
  readonly from: string;
  readonly to: string;
  readonly kind: GoogleMailKind;
  readonly eventId: string;
  /** `iCalUID` of the event, the same for all instances of a series. */
  readonly uid: string;
  /** Whether the guest who replies left a comment. */
  readonly hasComment: boolean;
  /** By the emulator's clock, in milliseconds since the Unix epoch. */
  readonly sentAt: number;
}
