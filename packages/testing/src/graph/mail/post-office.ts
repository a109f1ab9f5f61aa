import type { EmulatorClock } from '../../server/emulator.ts';
import type { TaskQueue } from '../task-queue.ts';

/** A mail about a meeting that the emulator would have sent, to somebody with a mailbox or without. @public */
export interface GraphSentMail {
  readonly kind: 'invitation' | 'update' | 'cancellation' | 'reply' | 'forwardNotification';
  readonly from: string;
  readonly to: string;
  /** `uid` of the event; the same for all members of a series. */
  readonly uid: string;
  /** ISO 8601 instant of the original start, for mails about one occurrence of a series. */
  readonly recurrenceId?: string;
  /** The answer of a reply. */
  readonly response?: 'accepted' | 'tentativelyAccepted' | 'declined';
  /** Whether somebody wrote a comment; what it says is nobody's business. */
  readonly hasComment: boolean;
  /** A reply that proposes another time. */
  readonly proposesNewTime: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly sentAt: number;
}

/** A mail about to be sent. */
export type OutgoingMail = Omit<GraphSentMail, 'sentAt' | 'hasComment' | 'proposesNewTime'> &
  Partial<Pick<GraphSentMail, 'hasComment' | 'proposesNewTime'>>;

/** Carries mail between mailboxes and remembers all of it. */
export class PostOffice {
  readonly #sent: GraphSentMail[] = [];
  readonly #tasks: TaskQueue;
  readonly #clock: EmulatorClock;
  readonly #delayMs: number;

  constructor(tasks: TaskQueue, clock: EmulatorClock, delayMs: number) {
    this.#tasks = tasks;
    this.#clock = clock;
    this.#delayMs = delayMs;
  }

  /** Oldest first. */
  get sent(): readonly GraphSentMail[] {
    return this.#sent;
  }

  /** Sends a mail; `arrive` runs when it is delivered, at the earliest after the answer to the request. */
  send(mail: OutgoingMail, arrive: () => void): void {
    this.#sent.push({ hasComment: false, proposesNewTime: false, ...mail, sentAt: this.#clock.now() });
    this.#tasks.later(this.#delayMs, arrive);
  }
}
