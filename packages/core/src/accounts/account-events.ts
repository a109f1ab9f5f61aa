import type { ReauthorizationReason } from '../errors/error-code.ts';
import type { AccessPolicy } from '../policy/access-policy.ts';
import type { Account } from './account.ts';
import type { AccountEvent } from './account-event.ts';

/** Cause of a disconnection, as its event says it. */
export type DisconnectCause = Extract<AccountEvent, { type: 'disconnected' }>['cause'];

/** What every event of one account has; its id names the happening, so that reporting it again changes nothing. */
function base(
  account: Account,
  at: string,
  type: string,
  happening?: string,
): { id: string; at: string; provider: string; accountId: string; ownerId: string } {
  const parts = [type, account.id, account.generation, ...(happening === undefined ? [] : [happening])];
  return { id: parts.join('/'), at, provider: account.provider, accountId: account.id, ownerId: account.ownerId };
}

/** One per end: a resumed account can end again, after further writes. */
export function grantEnded(
  account: Account,
  { at, reason }: { readonly at: string; readonly reason: ReauthorizationReason },
): AccountEvent {
  const type = 'reauthorizationRequired';
  return { ...base(account, at, type, String(account.version)), type, reason };
}

/** One per removal. */
export function accountDisconnected(
  account: Account,
  { at, cause }: { readonly at: string; readonly cause: DisconnectCause },
): AccountEvent {
  return { ...base(account, at, 'disconnected'), type: 'disconnected', cause };
}

/** One per policy that somebody asked for. */
export function consentAskedFor(account: Account, at: string, requested: AccessPolicy): AccountEvent {
  const type = 'consentRequired';
  return { ...base(account, at, type, `${at}/${requested.calendars}/${requested.contacts}`), type };
}

/** One while the same secrets are in use, however often the service repeats it. */
export function consentMissing(account: Account, at: string): AccountEvent {
  return { ...base(account, at, 'consentRequired', String(account.version)), type: 'consentRequired' };
}

/** One per end of a grant and number of days. */
export function grantExpiring(
  account: Account,
  warning: {
    readonly at: string;
    readonly expiresAt: string;
    readonly thresholdDays: number;
    readonly daysLeft: number;
  },
): AccountEvent {
  const { at, expiresAt, thresholdDays, daysLeft } = warning;
  const type = 'grantExpiring';
  return { ...base(account, at, type, `${expiresAt}/${thresholdDays}`), type, expiresAt, daysLeft };
}

/** One per revocation: the accounts it ended are in the id, the first of them standing for all. */
export function tenantEnded(ended: {
  readonly at: string;
  readonly provider: string;
  readonly tenantId: string;
  readonly accountIds: readonly string[];
}): AccountEvent {
  const type = 'tenantAccessRevoked';
  return { ...ended, id: [type, ended.provider, ended.tenantId, ended.at, ended.accountIds[0]].join('/'), type };
}
