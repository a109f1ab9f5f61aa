import type { EntraContext } from '../entra-context.ts';
import type { EntraFailure, FailureSetting } from '../errors/entra-error.ts';
import { adminConsentUrl } from '../consent/admin-consent-url.ts';
import { readClaims, tryParseJson } from '../wire/parse-wire.ts';
import { readRequestId } from '../wire/request-id.ts';
import { tokenErrorWireSchema } from '../wire/token-wire.ts';

/** What one operation needs to send its request and to describe its failure. */
export interface EntraOperation {
  readonly use: FailureSetting['use'];
  /** Tenant asked. Default: that of the settings. */
  readonly tenantId?: string | undefined;
  /** Tenant of the account, for the consent link of an error. Default: the tenant asked. */
  readonly accountTenantId?: string | undefined;
  readonly redirectUri?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Where a failure of an operation happened. */
export function failureSetting(context: EntraContext, operation: EntraOperation): FailureSetting {
  return {
    provider: context.provider,
    use: operation.use,
    isPublicClient: context.clientSecret === undefined && context.certificate === undefined,
    usersMayConsent: context.usersMayConsent,
    adminConsentUrl: adminConsentUrl(context, {
      tenantId: operation.accountTenantId ?? operation.tenantId,
      redirectUri: operation.redirectUri,
    }),
    nowMs: context.runtime.clock.now(),
  };
}

/** Sends a form to the sign-in service. */
export async function postForm(
  context: EntraContext,
  url: URL,
  request: {
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly body: string;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Response> {
  const startedMs = context.runtime.clock.now();
  const response = await context.fetch(url, {
    method: 'POST',
    headers: {
      ...request.headers,
      'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
      accept: 'application/json',
    },
    body: request.body,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  context.runtime.logger.debug('token.answered', {
    provider: context.provider,
    status: response.status,
    durationMs: context.runtime.clock.now() - startedMs,
  });
  return response;
}

/** Reads what a refused request says. */
export async function readFailure(response: Response): Promise<EntraFailure> {
  const parsed = tokenErrorWireSchema.safeParse(tryParseJson(await response.text()));
  const body = parsed.success ? parsed.data : undefined;
  return {
    error: body?.error ?? undefined,
    aadstsCodes: body?.error_codes ?? undefined,
    suberror: body?.suberror ?? undefined,
    claims: readClaims(body?.claims),
    status: response.status,
    requestId: readRequestId(response.headers.get('x-ms-request-id')) ?? readRequestId(body?.trace_id),
    retryAfter: response.headers.get('retry-after'),
  };
}
