import type { MailLog } from '../meetings/mail-log.ts';
import type { RequestContext } from '../soap/request-context.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import type { XmlNode } from '../xml/parse-xml.ts';

/** Everything an operation works with. */
export interface OperationInput {
  /** The body's root element, already checked against the schema. */
  readonly request: XmlNode;
  readonly context: RequestContext;
  readonly store: ExchangeStore;
  /** Most items that FindItem returns at once. */
  readonly findLimit: number;
  /** Longest window of free/busy times in days. */
  readonly maxFreeBusyDays: number;
  readonly mails: MailLog;
  /** Largest item in bytes, attachments included. */
  readonly maxItemBytes: number;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** Answers a request with the body's root element. */
export type Operation = (input: OperationInput) => string;
