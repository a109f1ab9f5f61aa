import type { ReauthorizationReason } from '../errors/error-code.ts';

interface EventBase {
  /** The same for the same happening: a second report of it is not kept. */
  readonly id: string;
  /** ISO 8601 instant. */
  readonly at: string;
  readonly provider: string;
}

interface OneAccount extends EventBase {
  readonly accountId: string;
  readonly ownerId: string;
}

/** What happened to an account and somebody has to know. Each happening is kept once and delivered at least once. @public */
export type AccountEvent =
  | (OneAccount & {
      readonly type: 'grantExpiring';
      /** ISO 8601 instant. */
      readonly expiresAt: string;
      readonly daysLeft: number;
    })
  | (OneAccount & { readonly type: 'reauthorizationRequired'; readonly reason: ReauthorizationReason })
  | (OneAccount & { readonly type: 'consentRequired' })
  | (OneAccount & { readonly type: 'disconnected'; readonly cause: 'requested' | 'policyLocked' | 'replaced' })
  | (EventBase & {
      readonly type: 'tenantAccessRevoked';
      readonly tenantId: string;
      readonly accountIds: readonly string[];
    });
