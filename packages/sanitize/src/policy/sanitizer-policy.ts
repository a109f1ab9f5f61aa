/**
 * What happens to one attribute of an event: it stays, it goes, or it stays only while event capture is switched on.
 *
 * @public
 */
export type Retention = 'kept' | 'dropped' | 'eventCapture';

/**
 * The twelve attributes a policy decides about, in the order of the table in the guide. Whatever is not one of them (and
 * not one of {@link controlFields}) is dropped under every policy.
 *
 * @public
 */
export interface AttributeTable {
  /** 1. What the meeting is called. */
  readonly title: Retention;
  /** 2. Who calls it and who comes: display name, role and answer, never an address. */
  readonly participants: Retention;
  /** 3. The plain text about the meeting. */
  readonly description: Retention;
  /** 4. Mail address of the organizer. */
  readonly senderAddress: Retention;
  /** 5. Mail addresses of everybody invited, rooms included. */
  readonly recipientAddresses: Retention;
  /** 6. Names, types and sizes of attached files. */
  readonly attachments: Retention;
  /** 7. The full text as the service stores it, often HTML. */
  readonly body: Retention;
  /** 8. Date and duration. */
  readonly time: Retention;
  /** 9. The address that joins the meeting, found before anything is dropped. */
  readonly meetingUrl: Retention;
  /** 10. Whether a meeting room takes part, found before anything is dropped. */
  readonly hasRoom: Retention;
  /** 11. Where it takes place, as text. */
  readonly locations: Retention;
  /** 12. Names and answers of the rooms and equipment invited. */
  readonly rooms: Retention;
}

/** One of the twelve attributes. @public */
export type SanitizedAttribute = keyof AttributeTable;

/** Attributes that hold text somebody typed. @public */
export type TextAttribute = 'title' | 'description' | 'locations';

/**
 * What a sanitized event may hold. A policy is plain data: print it, compare it, keep it as JSON, spread it into one of
 * your own.
 *
 * @example
 * ```ts
 * import { displayPolicy } from '@kalends/sanitize';
 * import type { SanitizerPolicy } from '@kalends/sanitize';
 *
 * const lobbyPolicy = {
 *   ...displayPolicy,
 *   name: 'lobby',
 *   attributes: { ...displayPolicy.attributes, participants: 'dropped', description: 'dropped' },
 * } as const satisfies SanitizerPolicy;
 * ```
 * @public
 */
export interface SanitizerPolicy<Attributes extends AttributeTable = AttributeTable> {
  /** For people and audit records. */
  readonly name: string;
  readonly attributes: Attributes;
  /** Kept texts in which mail addresses are masked. Names of participants and rooms are masked under every policy. */
  readonly maskAddressesIn: readonly TextAttribute[];
  /** Kept texts in which meeting passcodes are masked. The meeting URL itself keeps its passcode, it would not open without. */
  readonly maskPasscodesIn: readonly TextAttribute[];
}

/**
 * What every sanitized event has besides the twelve: its opaque id as a key for lists, its place in a series and whether it
 * is confirmed or cancelled. The calendar's id is not among them, it is a mail address at Google.
 *
 * @public
 */
export const controlFields: readonly ['id', 'kind', 'status'] = ['id', 'kind', 'status'];

/** The attributes in table order. @public */
export const sanitizedAttributes: readonly SanitizedAttribute[] = [
  'title',
  'participants',
  'description',
  'senderAddress',
  'recipientAddresses',
  'attachments',
  'body',
  'time',
  'meetingUrl',
  'hasRoom',
  'locations',
  'rooms',
];

/** Attributes that can be masked. @public */
export const textAttributes: readonly TextAttribute[] = ['title', 'description', 'locations'];
