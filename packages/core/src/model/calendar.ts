/** What the connected account may do in a calendar, from least to most. @public */
export type CalendarRole = 'freeBusyReader' | 'reader' | 'writer' | 'owner';

/** A calendar of the connected account. @public */
export interface Calendar {
  /** The service's id. Case-sensitive; compare it byte by byte. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** IANA zone; absent where the service keeps a zone per mailbox only. */
  readonly timeZone?: string;
  /** `#rrggbb`, lower case. */
  readonly color?: string;
  /** The account's main calendar. Exactly one has it. */
  readonly isPrimary: boolean;
  readonly role: CalendarRole;
  /** Private items of this calendar are shown in full to this account; absent where the service does not say. */
  readonly canViewPrivateItems?: boolean;
  readonly owner?: { readonly name?: string; readonly address?: string };
}
