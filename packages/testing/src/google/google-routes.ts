import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { adminApi } from './admin/admin-api.ts';
import { errorResponse, notFound } from './api/api-error.ts';
import type { ApiService } from './api/api-service.ts';
import { handleBatch } from './api/batch.ts';
import type { BatchOptions } from './api/batch.ts';
import { handleApi } from './api/handle-api.ts';
import type { Bearer } from './api/handle-api.ts';
import { calendarApi } from './calendar/calendar-api.ts';
import { peopleApi } from './people/people-api.ts';
import { authorizePath, handleAuthorize } from './oauth/authorize-endpoint.ts';
import { errorPage } from './oauth/authorize-page.ts';
import { answerOAuth } from './oauth/oauth-error.ts';
import { handleRevoke, handleTokenInfo } from './oauth/token-management.ts';
import { handleToken } from './oauth/token-endpoint.ts';
import type { OAuthContext } from './oauth/oauth-context.ts';
import { projectOf } from './oauth/project-of.ts';

/** Answers a request to any of the emulated services. */
export async function handleGoogleRequest(
  context: OAuthContext,
  request: RecordedRequest,
  batches: { readonly maxBatchParts: number; readonly takeFault: BatchOptions['takeFault'] },
): Promise<HandlerResponse> {
  const { state, tokens, idTokens } = context;
  const { path } = request;
  if (apis.some(({ prefix }) => path.startsWith(prefix)) || batchPaths.has(path)) {
    const answered = state.quota.begin();
    const response = batchPaths.has(path)
      ? handleBatch(request, {
          maxParts: batches.maxBatchParts,
          takeFault: batches.takeFault,
          handle: (part) => handleCall(context, part, batchPaths.get(path)),
        })
      : handleCall(context, request, undefined);
    await context.apiGate.pass(request);
    answered();
    return response;
  }
  switch (`${request.method} ${path}`) {
    case `GET ${authorizePath}`:
    case `POST ${authorizePath}`:
      return handleAuthorize(context, request);
    case 'POST /token': {
      const response = await answerOAuth(() => handleToken(context, request));
      await context.gate.pass(request);
      return response;
    }
    case 'POST /revoke':
      return answerOAuth(() => handleRevoke(context, request));
    case 'GET /tokeninfo':
    case 'POST /tokeninfo':
      return answerOAuth(() => handleTokenInfo(state, tokens, request));
    case 'GET /oauth2/v3/certs':
      return answerOAuth(() => idTokens.keySet());
    default:
      return {
        status: 404,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: errorPage(404, 'not_found', 'The requested URL was not found on this server.'),
      };
  }
}

const apis = [calendarApi, peopleApi, adminApi];

/** Where batches go, with the API that their parts may call; `/batch` stands for those of two hosts. */
const batchPaths: ReadonlyMap<string, readonly ApiService[]> = new Map([
  ['/batch/calendar/v3', [calendarApi]],
  ['/batch', [peopleApi, adminApi]],
]);

function handleCall(
  context: OAuthContext,
  request: RecordedRequest,
  batch: readonly ApiService[] | undefined,
): HandlerResponse {
  const service = (batch ?? apis).find(({ prefix }) => request.path.startsWith(prefix));
  if (service === undefined) return errorResponse(notFound());
  return handleApi(context.state, service, request, {
    findBearer: (accessToken) => findBearer(context, accessToken),
    isBatched: batch !== undefined,
  });
}

function findBearer(context: OAuthContext, accessToken: string): Bearer | undefined {
  const token = context.tokens.accessToken(accessToken);
  if (token === undefined) return undefined;
  const { personId, clientId } = token;
  const isRobot = [...context.serviceAccounts.accounts.values()].some((account) => account.clientId === clientId);
  return {
    personId,
    scopes: new Set(token.scopes),
    project: projectOf(context, clientId),
    serviceAccount: isRobot ? clientId : undefined,
  };
}
