import { setTimeout as wait } from 'node:timers/promises';
import { GraphRefusal } from './graph-error.ts';

/** How many requests one application may have under way in one mailbox. @public */
export interface MailboxConcurrency {
  /** Outlook allows 4 (Graph docs, "Microsoft Graph service-specific throttling limits"). */
  readonly limit: number;
  /** How long a request occupies its place, in milliseconds of real time. Default 20. */
  readonly serviceTimeMs?: number;
  /** Seconds named in `Retry-After` of a refusal. Default 1. */
  readonly retryAfterSeconds?: number;
}

const defaultServiceTimeMs = 20;

/** Counts the requests under way per application and mailbox. */
export class MailboxGate {
  readonly #limits: MailboxConcurrency;
  readonly #underWay = new Map<string, number>();

  constructor(limits: MailboxConcurrency) {
    this.#limits = limits;
  }

  /**
   * Runs `work` while holding a place.
   *
   * @throws GraphRefusal 429 `ApplicationThrottled` when all places are taken.
   */
  async pass<Result>(clientId: string, mailboxId: string, work: () => Result): Promise<Result> {
    const key = `${clientId}|${mailboxId}`;
    const count = this.#underWay.get(key) ?? 0;
    if (count >= this.#limits.limit) {
      throw new GraphRefusal(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', {
        'retry-after': String(this.#limits.retryAfterSeconds ?? 1),
      });
    }
    this.#underWay.set(key, count + 1);
    try {
      await wait(this.#limits.serviceTimeMs ?? defaultServiceTimeMs);
      return work();
    } finally {
      this.#underWay.set(key, (this.#underWay.get(key) ?? 1) - 1);
    }
  }
}
