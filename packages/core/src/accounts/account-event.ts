import type { ReauthorizationReason } from '../errors/error-code.ts';

/** What every {@link AccountEvent} has. @public */
export interface AccountEventBase {
  /** The same for the same happening: a second report of it is not kept. */
  readonly id: string;
  /** ISO 8601 instant. */
  readonly at: string;
  /** Provider id. */
  readonly provider: string;
}

/** What every {@link AccountEvent} about one account has. @public */
export interface SingleAccountEvent extends AccountEventBase {
  readonly accountId: string;
  readonly ownerId: string;
}

/** What happened to an account and somebody has to know. Each happening is kept once and delivered at least once. @public */
export type AccountEvent =
  | (SingleAccountEvent & {
      readonly type: 'grantExpiring';
      /** ISO 8601 instant. */
      readonly expiresAt: string;
      readonly daysLeft: number;
    })
  | (SingleAccountEvent & { readonly type: 'reauthorizationRequired'; readonly reason: ReauthorizationReason })
  | (SingleAccountEvent & { readonly type: 'consentRequired' })
  | (SingleAccountEvent & { readonly type: 'disconnected'; readonly cause: 'requested' | 'policyLocked' | 'replaced' })
  | (AccountEventBase & {
      readonly type: 'tenantAccessRevoked';
      readonly tenantId: string;
      readonly accountIds: readonly string[];
    });
