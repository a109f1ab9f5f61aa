import { CalendarError } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import type { FailureSetting } from '../errors/entra-error.ts';
import type { EntraTokens } from '../msal/entra-tokens.ts';
import { acquireTokens, requireConfidential } from '../msal/msal-operation.ts';

/** What an application's own token is asked for with. */
export interface ApplicationTokenRequest {
  /** Default: that of the settings, which has to be a concrete one. */
  readonly tenantId: string | undefined;
  readonly use: FailureSetting['use'];
  /** JSON of a claims challenge. */
  readonly claims?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const manyTenants: ReadonlySet<string> = new Set(['common', 'organizations', 'consumers']);

/**
 * Asks for a token of the application itself.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow | OAuth 2.0 client credentials flow}
 */
export async function applicationToken(context: EntraContext, request: ApplicationTokenRequest): Promise<EntraTokens> {
  const { claims, use, signal } = request;
  const tenantId = request.tenantId ?? context.tenantId;
  if (manyTenants.has(tenantId))
    throw new CalendarError({
      code: 'invalidConfiguration',
      message: 'An application signs in to one organization; neither the settings nor the account name its tenant',
      provider: context.provider,
      cure: { text: 'Give the id of the tenant that the mailbox lives in.' },
    });
  return acquireTokens(context, { use, tenantId, signal }, (client) =>
    requireConfidential(client, context, 'Signing in as the application').acquireTokenByClientCredential({
      // Nothing else is taken here (Entra docs, page above), whatever the policy says.
      scopes: [`${context.audience}/.default`],
      skipCache: true,
      ...(claims === undefined ? {} : { claims }),
    }),
  );
}
