import type { Schedule } from '../model/free-busy.ts';
import type { TimeWindow } from '../model/time.ts';
import type { CallOptions } from './connection.ts';

/** Options of {@link FreeBusyGroup.query}. @public */
export interface FreeBusyOptions extends CallOptions {
  /** Addresses of people and rooms, 1 to 1,000; asked about in parts as the service's limits have it. */
  readonly mailboxes: readonly string[];
  /** At most 366 days. */
  readonly window: TimeWindow;
}

/** The answer of {@link FreeBusyGroup.query}. @public */
export interface FreeBusyAnswer {
  /** One for each mailbox, in the order they were asked about. */
  readonly schedules: readonly Schedule[];
  /** Whether all of them are known. */
  readonly isComplete: boolean;
}

/** When people and rooms are taken. @public */
export interface FreeBusyGroup {
  /**
   * Asks about mailboxes. What cannot be found out about one of them is an `unknown` schedule with its reason, never free time; the call
   * fails only when nothing could be asked at all.
   */
  query(options: FreeBusyOptions): Promise<FreeBusyAnswer>;
}
