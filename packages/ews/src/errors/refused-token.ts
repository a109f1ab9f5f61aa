import { CalendarError } from '@kalends/core';
import type { CalendarErrorInit } from '@kalends/core';

/** Application permission that opens every mailbox of an organization. @public */
export const applicationPermission = 'full_access_as_app';

/** Delegated permission that acts as the person who signed in. @public */
export const delegatedPermission = 'EWS.AccessAsUser.All';

/** What Exchange says in `x-ms-diagnostics` about a token it refused. */
export interface TokenDiagnostics {
  /** For example `2000008`. */
  readonly number: string;
  /** For example `invalid_grant`. */
  readonly category: string | undefined;
}

/**
 * Reads the first entry of an `x-ms-diagnostics` header: `2000008;reason="…";error_category="invalid_grant"`. Its text is not
 * kept: it may quote the token.
 */
export function readDiagnostics(header: string | null): TokenDiagnostics | undefined {
  const number = /^\s*(\d{4,10})\s*;/.exec(header?.slice(0, 2_048) ?? '')?.[1];
  if (number === undefined) return undefined;
  return { number, category: /error_category="([\w-]{1,64})"/.exec(header ?? '')?.[1] };
}

/** Reads the claims challenge in a `WWW-Authenticate` header (base64 of JSON). `undefined` when there is none, or it is no JSON. */
export function readClaims(header: string | null): string | undefined {
  const encoded = /\bclaims="([\w+/=-]{1,8192})"/.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Number of "The token contains no permissions, or permissions can not be understood". */
const noPermissions = '2000008';

/** What was refused: the application's own token, somebody's, or a password. */
export type RefusedKind = 'applicationToken' | 'delegatedToken' | 'password';

/** Explains why Exchange refused what had just been renewed. */
export function refusedTokenError(refusal: {
  readonly diagnostics: TokenDiagnostics | undefined;
  readonly claims: string | undefined;
  readonly kind: RefusedKind;
  readonly requestId: string;
}): CalendarError {
  const { diagnostics, kind } = refusal;
  return new CalendarError({
    ...explanation(diagnostics, kind),
    provider: 'ews',
    status: 401,
    vendorCode: diagnostics?.number,
    requestId: refusal.requestId,
    claims: refusal.claims,
  });
}

function explanation(
  diagnostics: TokenDiagnostics | undefined,
  kind: RefusedKind,
): Pick<CalendarErrorInit, 'code' | 'reason' | 'message' | 'cure' | 'missingScopes'> {
  if (kind === 'password') {
    return {
      code: 'reauthorizationRequired',
      reason: 'credentialRejected',
      message: 'Exchange no longer accepts the stored user name and password',
      cure: { text: 'Connect again with the present password.' },
    };
  }
  if (diagnostics?.number === noPermissions) {
    const isApplication = kind === 'applicationToken';
    const permission = isApplication ? applicationPermission : delegatedPermission;
    return {
      code: isApplication ? 'adminConsentRequired' : 'consentRequired',
      message: `The token carries no permission for Exchange: ${permission} is missing`,
      missingScopes: [permission],
      cure: {
        text: isApplication
          ? `An administrator adds the application permission ${permission} of Office 365 Exchange Online to the app registration and grants admin consent.`
          : `Add the delegated permission ${permission} of Office 365 Exchange Online to the app registration, then sign in again and consent.`,
      },
    };
  }
  if (diagnostics?.category === 'invalid_resource') {
    return {
      code: 'invalidConfiguration',
      message: 'The token was issued for another service than Exchange',
      cure: { text: 'Ask for tokens of the resource https://outlook.office365.com, not of Microsoft Graph.' },
    };
  }
  if (diagnostics?.category === 'oauth_not_available') {
    return {
      code: 'invalidConfiguration',
      message: 'This Exchange server does not take OAuth tokens',
      cure: {
        text: 'On-premises servers take tokens only with Hybrid Modern Authentication; connect with a user name and password otherwise.',
      },
    };
  }
  return {
    code: 'reauthorizationRequired',
    reason: 'credentialRejected',
    message: 'Exchange refused a token that had just been issued',
    cure: { text: 'Sign in again.' },
  };
}
