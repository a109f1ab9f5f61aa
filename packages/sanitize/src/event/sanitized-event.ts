import type { CalendarEvent, EventStatus, EventTime, ParticipationStatus } from '@kalends/core';
import type { DisplayAttributes, StrictAttributes } from '../policy/policies.ts';
import type { Retention, SanitizedAttribute, SanitizerPolicy } from '../policy/sanitizer-policy.ts';

/** Somebody who takes part, without an address. @public */
export interface SanitizedParticipant {
  /** `Guest` ({@link unnamedParticipant}) when there is no name, or when the name is or contains an address. */
  readonly name: string;
  readonly role: 'organizer' | 'required' | 'optional';
  readonly participationStatus: ParticipationStatus;
}

/** A room or a piece of equipment, without an address. @public */
export interface SanitizedRoom {
  /** `Room` ({@link unnamedRoom}) when there is no name, or when the name is or contains an address. */
  readonly name: string;
  readonly participationStatus: ParticipationStatus;
}

/** An invited address. Only with event capture. @public */
export interface RecipientAddress {
  readonly address: string;
  readonly role: 'required' | 'optional' | 'resource';
}

/** An attached file. Only with event capture. @public */
export interface SanitizedAttachment {
  readonly name?: string;
  readonly contentType?: string;
  readonly sizeBytes?: number;
  readonly url?: string;
}

/** The full text. Only with event capture. @public */
export interface SanitizedBody {
  readonly contentType: 'text' | 'html';
  readonly content: string;
}

/** Members of every sanitized event, whatever the policy; see `controlFields`. @public */
export interface SanitizedControlFields {
  /** The service's id: opaque, and unique within its calendar only. */
  readonly id: string;
  readonly kind: CalendarEvent['kind'];
  readonly status: EventStatus;
}

/** The slots of the twelve attributes. Which of them a {@link SanitizedEvent} has, its policy says. @public */
export interface SanitizedAttributes {
  readonly title?: string;
  /** The organizer first; rooms are in `rooms`. */
  readonly participants: readonly SanitizedParticipant[];
  readonly description?: string;
  readonly senderAddress?: string;
  readonly recipientAddresses?: readonly RecipientAddress[];
  readonly attachments?: readonly SanitizedAttachment[];
  readonly body?: SanitizedBody;
  readonly time: EventTime;
  /** `https:` address. May hold a passcode: treat it as a secret in logs. */
  readonly meetingUrl?: string;
  readonly hasRoom: boolean;
  readonly locations: readonly string[];
  readonly rooms: readonly SanitizedRoom[];
}

/**
 * An event that holds what `Policy` keeps. An attribute that the policy drops has no member in this type; one that depends
 * on event capture has a member only when `Capture` is true.
 *
 * @public
 */
export type SanitizedEvent<Policy extends SanitizerPolicy = SanitizerPolicy, Capture extends boolean = false> = Flat<
  SanitizedControlFields &
    Pick<SanitizedAttributes, KeptFor<Policy, Capture>> &
    Partial<Pick<SanitizedAttributes, Exclude<PossibleFor<Policy, Capture>, KeptFor<Policy, Capture>>>>
>;

/** What `displayPolicy` leaves, without event capture. @public */
export type DisplayEvent = SanitizedEvent<SanitizerPolicy<DisplayAttributes>>;

/** What `displayPolicy` leaves while event capture is on. @public */
export type CapturedDisplayEvent = SanitizedEvent<SanitizerPolicy<DisplayAttributes>, true>;

/** What `strictPolicy` leaves. @public */
export type StrictEvent = SanitizedEvent<SanitizerPolicy<StrictAttributes>>;

/** True, false, or both when the policy or the switch is not known at compile time. */
type IsKept<Decision extends Retention, Capture extends boolean> = Decision extends 'kept'
  ? true
  : Decision extends 'eventCapture'
    ? Capture
    : false;

type KeptFor<Policy extends SanitizerPolicy, Capture extends boolean> = {
  [Key in SanitizedAttribute]: [IsKept<Policy['attributes'][Key], Capture>] extends [true] ? Key : never;
}[SanitizedAttribute];

type PossibleFor<Policy extends SanitizerPolicy, Capture extends boolean> = {
  [Key in SanitizedAttribute]: true extends IsKept<Policy['attributes'][Key], Capture> ? Key : never;
}[SanitizedAttribute];

type Flat<Type> = { [Key in keyof Type]: Type[Key] };
