/**
 * A wall time together with its zone and the instant both mean. The three always agree; the instant is kept because a wall
 * time in the hour that clocks repeat does not say which of the two it is.
 *
 * @public
 */
export interface ZonedDateTime {
  /** Local date and time without an offset, `YYYY-MM-DDTHH:mm:ss`. */
  readonly dateTime: string;
  /** IANA zone name, for example `Europe/Berlin`; `UTC` for UTC. */
  readonly timeZone: string;
  /** The same moment in UTC, `YYYY-MM-DDTHH:mm:ssZ`. */
  readonly instant: string;
  /**
   * The service's own zone name, present only when it could not be resolved to an IANA zone. `dateTime` and `timeZone` are
   * then in UTC, so the instant is right even though the wall time is not the one people see.
   */
  readonly unresolvedTimeZone?: string;
}

/** An event with a start and an end on the clock. @public */
export interface TimedEventTime {
  readonly kind: 'timed';
  readonly start: ZonedDateTime;
  /** Exclusive. */
  readonly end: ZonedDateTime;
}

/** An event of whole days. Dates are the same everywhere; no zone and no instant is involved. @public */
export interface AllDayEventTime {
  readonly kind: 'allDay';
  /** First day, `YYYY-MM-DD`. */
  readonly startDate: string;
  /** The day after the last, `YYYY-MM-DD`: exclusive, as in RFC 5545. */
  readonly endDate: string;
}

/** When an event takes place. @public */
export type EventTime = TimedEventTime | AllDayEventTime;

/** A half-open interval of instants: `start` belongs to it, `end` does not. @public */
export interface TimeWindow {
  /** ISO 8601 instant with `Z` or an offset. */
  readonly start: string;
  /** ISO 8601 instant with `Z` or an offset, later than `start`. */
  readonly end: string;
}
