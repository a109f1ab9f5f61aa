/** A request as an emulator received it. @public */
export interface RecordedRequest {
  readonly method: string;
  /** Absolute URL as the client addressed it. */
  readonly url: string;
  /** Path without the query, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names; repeated headers joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as it came, for those that are no text; absent on requests that no emulator received. */
  readonly bytes?: Uint8Array;
}

/** The answer an emulator gave. @public */
export interface RecordedResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * One request and its answer, kept in memory so that a test can assert what was sent, and that nothing else was.
 *
 * @public
 */
export interface RecordedExchange {
  readonly request: RecordedRequest;
  /** Absent when a fault kept the emulator from answering. */
  readonly response?: RecordedResponse;
  /** True when a fault replaced or damaged the answer: such answers are no claim about the protocol. */
  readonly faulty: boolean;
  /** Which connection it went over, counted from 1; absent on exchanges that no emulator recorded. */
  readonly connection?: number;
}
