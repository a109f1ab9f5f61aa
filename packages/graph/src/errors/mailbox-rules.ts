import { CalendarError } from '@kalends/core';
import type { AccountIdentity } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { GraphContext } from '../graph-context.ts';

/** What is known beside the service's answers about which mailboxes may be opened. */
export interface MailboxRules {
  /**
   * Refuses a blocked mailbox.
   *
   * @param mailbox - Default: the account's own.
   * @throws CalendarError `accessDenied`.
   */
  requireOpen(mailbox?: string): void;
  /**
   * Says what a refusal of the service means.
   *
   * @param mailbox - Default: the account's own.
   */
  judge(error: CalendarError, mailbox?: string): CalendarError;
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
  const ownMailbox = account.address ?? account.id;
  let waitMs = firstWaitMs;
  return {
    requireOpen(mailbox = ownMailbox) {
      if (!context.isBlocked(mailbox)) return;
      throw new CalendarError({
        code: 'accessDenied',
        message: 'This mailbox stands on the list of blocked mailboxes; nothing was sent',
        provider: providerId,
        cure: { text: 'Take the mailbox off the list in the settings when its access is wanted again.' },
      });
    },
    judge(error, mailbox = ownMailbox) {
      // Without a status, nothing was sent: the mailbox is blocked here.
      const isRefusedByRule = isApplication && error.code === 'accessDenied' && error.status !== undefined;
      if (!isRefusedByRule) return error;
      if (context.testedAccess(mailbox) !== 'granted') return refusedToApplication(error);
      const isOwn = mailbox === ownMailbox;
      const retryAfterMs = isOwn ? waitMs : firstWaitMs;
      if (isOwn) waitMs = Math.min(waitMs * 2, longestWaitMs);
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

/** The same refusal with what helps where nobody can sign in again. */
function refusedToApplication({ code, message, status, vendorCode, requestId }: CalendarError): CalendarError {
  return new CalendarError({
    code,
    message,
    provider: providerId,
    status,
    vendorCode,
    requestId,
    cure: {
      text: 'An administrator consents to the application permission, or changes the access rule that keeps the application out of this mailbox.',
    },
  });
}
