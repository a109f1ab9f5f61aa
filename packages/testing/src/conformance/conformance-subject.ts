import type { CalendarAccess, CalendarConnection } from '@kalends/core';
import type { Difference } from './differences.ts';

/** How {@link ConformanceSubject.connect} opens a connection. @public */
export interface ConformanceConnectOptions {
  /**
   * What the policy of the connection lets it do with calendars; contacts are closed then. Default: the connection may read and
   * write calendars and contacts, and read rooms, whatever of it the service has.
   */
  readonly calendars?: CalendarAccess;
}

/** A mail about a meeting, as {@link ConformanceSubject.sentMails} lists it. @public */
export interface ConformanceMail {
  readonly kind: 'invitation' | 'update' | 'cancellation' | 'reply' | 'other';
  /** Mail address. */
  readonly to: string;
  /** Whether somebody wrote a text of their own: the comment of a reply, the message of a cancellation. Absent: not known. */
  readonly hasComment?: boolean;
  /** Whether a reply proposes another time. Absent: not known. */
  readonly proposesNewTime?: boolean;
}

/** A service that holds the conformance company, and the provider under test in front of it. @public */
export interface ConformanceSubject {
  /** Opens a connection to the mailbox of a person of the company, by id. */
  connect(personId: string, options?: ConformanceConnectOptions): Promise<CalendarConnection>;
  /**
   * Waits until what was written shows everywhere: mail has arrived, rooms have answered, lists and searches have caught up.
   * Default: it does at once.
   */
  settle?(): Promise<void>;
  /** All mails about meetings that the service has sent by now. Without it the suite looks at calendars alone. */
  sentMails?(): readonly ConformanceMail[];
  /** How many requests the service has received by now. Without it the suite cannot tell that nothing was sent. */
  requestCount?(): number;
  /** Stops the service. */
  close(): Promise<void>;
}

/** What `describeProvider` needs. @public */
export interface ConformanceOptions {
  /** Starts a service that holds `conformanceCompany`, at the time `conformanceNow`. Called for each group of tests that write. */
  readonly create: () => Promise<ConformanceSubject>;
  /** Differences this service is allowed, each with its reason. Default: none. */
  readonly differences?: readonly Difference[];
}
