/** Where time comes from. @public */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, options?: { readonly signal?: AbortSignal }): Promise<void>;
}

/** Where unpredictable bytes come from: ids, jitter, PKCE verifiers. @public */
export interface Random {
  /** `length` fresh bytes from a cryptographic source. */
  bytes(length: number): Uint8Array;
}

/**
 * What a log line may say. The list is closed: no field can hold content, an address, a token, a header or a body.
 *
 * @public
 */
export interface LogFields {
  readonly provider?: string;
  readonly operation?: string;
  /** A `CalendarErrorCode`. */
  readonly code?: string;
  readonly status?: number;
  readonly vendorCode?: string;
  readonly requestId?: string;
  /** Host name only; never a path or query. */
  readonly host?: string;
  readonly attempt?: number;
  readonly count?: number;
  readonly durationMs?: number;
  readonly retryAfterMs?: number;
  readonly reason?: string;
}

/** Structured logging. `event` is a stable dotted name such as `request.retry`. A library never prints by itself. @public */
export interface Logger {
  /** What only somebody who looks for a fault wants to read. */
  debug(event: string, fields?: LogFields): void;
  /** What went as it should and is worth knowing. */
  info(event: string, fields?: LogFields): void;
  /** What went wrong and was dealt with: a call repeated, a value left out. */
  warn(event: string, fields?: LogFields): void;
  /** What went wrong and needs a person. */
  error(event: string, fields?: LogFields): void;
}

/** One privileged action, for example the opening of a sealed credential. @public */
export interface AuditEntry {
  /** Dotted name, for example `credential.open`. */
  readonly action: string;
  /** Who or what asked: a user id, a job name. */
  readonly actor: string;
  /** The record acted on, by its id. */
  readonly recordId: string;
  readonly purpose: string;
  readonly outcome: 'success' | 'failure';
  /** ISO 8601 instant. */
  readonly at: string;
}

/** Where audit entries go. When it rejects, the privileged action must not happen. @public */
export interface AuditSink {
  /** Keeps the entry. Resolves once it is safe, and rejects when it cannot be kept. */
  record(entry: AuditEntry): Promise<void>;
}

/** The signature of the Fetch standard's `fetch`, which every byte goes through. @public */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Everything a provider takes from its surroundings. @public */
export interface Runtime {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly audit: AuditSink;
}
