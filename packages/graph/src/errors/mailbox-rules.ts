import { CalendarError } from '@kalends/core';
import type { AccountIdentity } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { GraphContext } from '../graph-context.ts';

/** What is known beside the service's answers about which mailboxes may be opened. */
export interface MailboxRules {
  /**
   * Refuses a blocked mailbox.
   *
   * @throws CalendarError `accessDenied`.
   */
  requireOpen(): void;
  /** Says what a refusal of the service means. */
  judge(error: CalendarError): CalendarError;
}

/**
 * Access rules of Exchange are in force after half an hour to two hours (Exchange docs, "Role Based Access Control for
 * Applications"), and asking often can keep an old refusal alive: the wait that is proposed begins long and grows to the hour
 * that is expected.
 */
const firstWaitMs: number = 15 * 60_000;
const longestWaitMs: number = 60 * 60_000;

/** Creates the rules of one connection. */
export function mailboxRules(options: {
  readonly context: GraphContext;
  readonly account: AccountIdentity;
  readonly isApplication: boolean;
}): MailboxRules {
  const { context, account, isApplication } = options;
  const mailbox = account.address ?? account.id;
  let waitMs = firstWaitMs;
  return {
    requireOpen() {
      if (!context.isBlocked(mailbox)) return;
      throw new CalendarError({
        code: 'accessDenied',
        message: 'This mailbox stands on the list of blocked mailboxes; nothing was sent',
        provider: providerId,
        cure: { text: 'Take the mailbox off the list in the settings when its access is wanted again.' },
      });
    },
    judge(error) {
      const isRefusedByRule = isApplication && error.code === 'accessDenied';
      if (!isRefusedByRule || context.testedAccess(mailbox) !== 'granted') return error;
      const retryAfterMs = waitMs;
      waitMs = Math.min(waitMs * 2, longestWaitMs);
      return new CalendarError({
        code: 'policyPropagating',
        message: 'The application may open this mailbox by a rule that is not in force yet',
        provider: providerId,
        status: error.status,
        vendorCode: error.vendorCode,
        requestId: error.requestId,
        retryAfterMs,
        cure: { text: 'Wait: a new rule takes an hour, sometimes more. Testing again and again does not help.' },
      });
    },
  };
}
