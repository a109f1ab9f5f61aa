import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { authenticateClient } from './client-authentication.ts';
import type { EntraContext } from './entra-context.ts';
import { entraError, entraErrorResponse, missingParameter } from './entra-error.ts';
import { issueForApplication } from './grants/client-credentials.ts';
import { redeemDeviceCode } from './grants/device-code-grant.ts';
import type { GrantOutcome, GrantRequest } from './grants/grant-request.ts';
import { issueOnBehalfOf, onBehalfOfGrantType } from './grants/on-behalf-of.ts';
import { issueForPassword } from './grants/password-grant.ts';
import { redeemCode } from './grants/redeem-code.ts';
import { redeemRefreshToken } from './grants/redeem-refresh-token.ts';
import type { TokenAnswer } from './mint-tokens.ts';
import type { TokenSettings } from './token-settings.ts';

const grants: ReadonlyMap<string, (grant: GrantRequest) => GrantOutcome> = new Map([
  ['authorization_code', redeemCode],
  ['refresh_token', redeemRefreshToken],
  ['client_credentials', issueForApplication],
  [onBehalfOfGrantType, issueOnBehalfOf],
  ['password', issueForPassword],
  ['urn:ietf:params:oauth:grant-type:device_code', redeemDeviceCode],
  // Some libraries leave the prefix out.
  ['device_code', redeemDeviceCode],
]);

/** `POST /{tenant}/oauth2/v2.0/token`. */
export function handleTokenRequest(context: EntraContext, request: RecordedRequest, tenant: string): HandlerResponse {
  const correlationId = request.query.get('client-request-id') ?? request.headers['client-request-id'];
  const outcome = issue(context, request, tenant);
  context.log.note(request, {
    ...(outcome.user === undefined ? {} : { account: outcome.user.personId }),
    ...(outcome.tenantId === undefined ? {} : { tenantId: outcome.tenantId }),
    isPerformed: 'answer' in outcome,
  });
  if ('error' in outcome) {
    return entraErrorResponse(outcome.error, {
      traceId: context.minted.guid(),
      correlationId: correlationId ?? context.minted.guid(),
      now: context.clock.now(),
    });
  }
  return {
    status: 200,
    headers: {
      'cache-control': 'no-store, no-cache',
      pragma: 'no-cache',
      expires: '-1',
      'x-ms-request-id': context.minted.guid(),
      ...(correlationId === undefined ? {} : { 'client-request-id': correlationId }),
    },
    body: answered(outcome.answer, context.tokens),
  };
}

function issue(context: EntraContext, request: RecordedRequest, segment: string): GrantOutcome {
  const authority = context.directory.authority(segment);
  if (authority === undefined) return { error: entraError(90002, `Tenant '${segment}' not found.`) };
  if (!(request.headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    return { error: missingParameter('grant_type') };
  }
  const form = new URLSearchParams(request.body);
  const grantType = form.get('grant_type');
  if (grantType === null || grantType === '') return { error: missingParameter('grant_type') };
  const requesting = authenticateClient(context, request, form);
  if ('error' in requesting) return { error: requesting };
  const { client, isProven } = requesting;
  const refusal = context.directory.applicationRefusal(client, authority);
  if (refusal !== undefined) return { error: refusal };
  const grant = grants.get(grantType);
  if (grant === undefined) return { error: entraError(70003) };
  return grant({ context, request, form, authority, client, isProven });
}

/** The answer with `expires_in` in the form that is wanted. */
function answered(answer: TokenAnswer, { expiresInForm }: TokenSettings): Readonly<Record<string, unknown>> {
  const { expires_in: expiresIn, ext_expires_in: extExpiresIn, ...rest } = answer;
  if (expiresInForm === 'absent') return rest;
  if (expiresInForm === 'string') {
    return { ...rest, expires_in: String(expiresIn), ext_expires_in: String(extExpiresIn) };
  }
  return { ...answer };
}
