import type { Account } from '../store/account.ts';

/** Audience of tokens for EWS in Exchange Online: a token for anything else is refused. */
export const ewsAudience = 'https://outlook.office365.com';
/** The application permission for EWS. */
export const fullAccessRole = 'full_access_as_app';
/** The delegated permission for EWS. */
export const delegatedPermission = 'EWS.AccessAsUser.All';

/** What an access token says. */
export interface TokenGrant {
  readonly subject: 'user' | 'application';
  /** Who signed in; nobody behind an app-only token, and nobody for a user that the organization does not know. */
  readonly account: Account | undefined;
  readonly clientId: string;
  readonly audience: string;
  /** Milliseconds since the Unix epoch. */
  readonly notBefore: number;
  readonly expiresAt: number;
  /** Scopes of a user's token, roles of an application's. */
  readonly permissions: readonly string[];
}

/** Who sends requests with a token that was taken. */
export type TokenCaller =
  | { readonly kind: 'delegated'; readonly account: Account; readonly clientId: string }
  | {
      readonly kind: 'appOnly';
      readonly account: undefined;
      readonly clientId: string;
      /** Whether the token itself opens mailboxes, or a role assignment alone does. */
      readonly hasFullAccess: boolean;
    };

/** What tokens are judged by. */
export interface TokenRules {
  readonly now: () => number;
  readonly audiences: readonly string[];
  /** Whether an application has a role in Exchange, so that its tokens need no permission. */
  readonly hasRole: (clientId: string) => boolean;
}

/**
 * Judges a token whose origin is settled.
 *
 * @returns the caller, or the reason for `x-ms-diagnostics`. Documented is 2000008 alone; the other numbers are of the
 * same series as servers were seen to send.
 */
export function judgeToken(
  grant: TokenGrant,
  { now, audiences, hasRole }: TokenRules,
): { readonly caller: TokenCaller } | { readonly reason: string } {
  if (!audiences.includes(grant.audience.replace(/\/$/, ''))) {
    return { reason: '2000003;reason="The audience claim value is invalid.";error_category="invalid_resource"' };
  }
  if (grant.expiresAt <= now() || grant.notBefore > now()) {
    return { reason: '2000004;reason="The token has expired.";error_category="token_expired"' };
  }
  const { subject, clientId, account } = grant;
  const hasPermission = grant.permissions.includes(subject === 'user' ? delegatedPermission : fullAccessRole);
  if (!hasPermission && !(subject === 'application' && hasRole(clientId))) {
    return {
      reason:
        '2000008;reason="The token contains no permissions, or permissions can not be understood.";error_category="invalid_grant"',
    };
  }
  if (subject === 'application') {
    return { caller: { kind: 'appOnly', account: undefined, clientId, hasFullAccess: hasPermission } };
  }
  if (account === undefined) {
    return {
      reason:
        '2000005;reason="The user specified by the user-context in the token does not exist.";error_category="invalid_user"',
    };
  }
  return { caller: { kind: 'delegated', account, clientId } };
}
