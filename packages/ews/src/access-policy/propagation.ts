import { CalendarError } from '@kalends/core';
import type { Clock } from '@kalends/core';
import type { TestedAccess } from '../ews-settings.ts';

/** Milliseconds after which a changed policy is expected to work. Microsoft names an hour, and it may take longer. */
const expectedMs = 60 * 60_000;

/** First hint how long to wait, in milliseconds; it doubles up to {@link expectedMs}. */
const firstWaitMs = 5 * 60_000;

/** Settings of {@link PolicyPropagation}. */
export interface PolicyPropagationOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly mailbox: string;
  readonly testedAccess: (mailbox: string) => TestedAccess;
}

/**
 * Bridges the time between a change of the application access policies and its effect, in both directions: what was just denied
 * is not asked for any more, and what was just granted is waited for.
 *
 * @see {@link https://learn.microsoft.com/exchange/permissions-exo/application-access-policies | Limit application permissions to specific mailboxes}
 */
export class PolicyPropagation {
  readonly #options: PolicyPropagationOptions;
  #denials = 0;
  #waitUntilMs = 0;

  constructor(options: PolicyPropagationOptions) {
    this.#options = options;
  }

  /** @throws CalendarError `accessDenied` when the policies deny the mailbox, whatever Exchange would still answer. */
  requireNotDenied(): void {
    if (this.#options.testedAccess(this.#options.mailbox) !== 'denied') return;
    throw new CalendarError({
      code: 'accessDenied',
      message: 'The application access policies deny this mailbox; Exchange was not asked',
      provider: 'ews',
      cure: { text: 'An administrator adds the mailbox to the security group of the policy, or changes the policy.' },
    });
  }

  /** Turns a refusal into `policyPropagating` while the policies grant the mailbox, with a hint that grows up to an hour. */
  explain(error: unknown): unknown {
    if (!CalendarError.is(error) || !isDenial(error)) return error;
    if (this.#options.testedAccess(this.#options.mailbox) !== 'granted') return error;
    const nowMs = this.#options.clock.now();
    // Calls that are refused at the same time are one refusal.
    if (nowMs >= this.#waitUntilMs) {
      this.#waitUntilMs = nowMs + Math.min(firstWaitMs * 2 ** this.#denials, expectedMs);
      this.#denials += 1;
    }
    return new CalendarError({
      code: 'policyPropagating',
      message:
        'The application access policies grant this mailbox, and Exchange refuses it still: a change takes an hour or more',
      provider: 'ews',
      status: error.status,
      vendorCode: error.vendorCode,
      requestId: error.requestId,
      retryAfterMs: this.#waitUntilMs - nowMs,
      cure: {
        text: 'Wait: a changed policy takes an hour or more. If it takes a day, check the policy with Test-ApplicationAccessPolicy.',
      },
    });
  }

  /** Exchange answered: the change has arrived. */
  settled(): void {
    this.#denials = 0;
    this.#waitUntilMs = 0;
  }
}

function isDenial(error: CalendarError): boolean {
  return (
    error.code === 'accessDenied' &&
    (error.vendorCode?.startsWith('ErrorImpersonat') === true || error.vendorCode === 'ErrorAccessDenied')
  );
}
