import type { CalendarErrorCode, UnknownScheduleReason } from '@kalends/core';
import type { TimeProposal } from '@kalends/core/availability';

/** Somebody, or a room, of whom nothing is known. */
export interface UnknownMailbox {
  /** As it was asked about. */
  readonly mailbox: string;
  readonly role: 'person' | 'room';
  /** `noConnection`: nobody is connected who could ask. */
  readonly reason: UnknownScheduleReason | 'noConnection';
  /** What the service, or the connection, failed with. */
  readonly code?: CalendarErrorCode | 'unexpected';
}

/** Times when everybody can meet. */
export interface SuggestedTimes {
  readonly from: string;
  readonly to: string;
  /** IANA zone of the times. */
  readonly timeZone: string;
  readonly minutes: number;
  /** Whether the time of everybody and every room is known. With a person unknown, nothing is proposed. */
  readonly isComplete: boolean;
  readonly unknown: readonly UnknownMailbox[];
  /** The earliest first; `freeRooms` are those that were asked about, and free. */
  readonly proposals: readonly Pick<TimeProposal, 'start' | 'end' | 'freeRooms'>[];
}
