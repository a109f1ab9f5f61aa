import { CalendarError } from '../../errors/calendar-error.ts';
import type { ReauthorizationReason } from '../../errors/error-code.ts';
import type { Account } from '../account.ts';

/** The account is not there any more. */
export function disconnected(provider?: string): CalendarError {
  return new CalendarError({
    code: 'disconnected',
    message: 'The account was removed',
    provider,
    cure: { text: 'Connect the account again.' },
  });
}

/** The accounts of this process were closed. */
export function closed(): CalendarError {
  return new CalendarError({ code: 'disposed', message: 'These accounts were closed' });
}

/** The grant has ended. @param claims - JSON of what the next sign-in has to meet. */
export function reauthorizationRequired(
  account: Account,
  reason: ReauthorizationReason,
  claims?: string,
): CalendarError {
  return new CalendarError({
    code: 'reauthorizationRequired',
    reason,
    message: 'The access to this account has ended',
    provider: account.provider,
    cure: { text: 'Connect the account again.' },
    claims,
  });
}

/** @throws CalendarError `reauthorizationRequired` or `tenantAccessRevoked` when the account is in a terminal state. */
export function requireActive(account: Account): void {
  const { status, provider } = account;
  if (status.state === 'active') return;
  if (status.state === 'reauthorizationRequired') throw reauthorizationRequired(account, status.reason, status.claims);
  throw new CalendarError({
    code: 'tenantAccessRevoked',
    message: 'The organization of this account has removed the application',
    provider,
    cure: {
      text: 'Have an administrator of the organization approve the application, then connect the account again.',
    },
  });
}
