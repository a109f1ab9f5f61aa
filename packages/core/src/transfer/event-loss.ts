/**
 * Why something of an event does not come along.
 *
 * - `noPlace`: the target keeps no such thing.
 * - `otherValue`: the target keeps something near it.
 * - `notRead`: the event was read without it.
 * - `notAsked`: the caller did not ask for it.
 * - `anotherOwner`: it belongs to whoever writes: who called the meeting, how people answered.
 *
 * @public
 */
export type EventLossReason = 'noPlace' | 'otherValue' | 'notRead' | 'notAsked' | 'anotherOwner';

/** Something of an event that does not come along. @public */
export interface EventLoss {
  /** Field of a `CalendarEvent`, with a dot before a part of it: `locations.address`. */
  readonly field: string;
  readonly reason: EventLossReason;
}
