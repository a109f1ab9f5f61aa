import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { handleApi } from './api/handle-api.ts';
import type { Bearer } from './api/handle-api.ts';
import { calendarApi } from './calendar/calendar-api.ts';
import { authorizePath, handleAuthorize } from './oauth/authorize-endpoint.ts';
import { errorPage } from './oauth/authorize-page.ts';
import { answerOAuth } from './oauth/oauth-error.ts';
import { handleRevoke, handleTokenInfo } from './oauth/token-management.ts';
import { handleToken } from './oauth/token-endpoint.ts';
import type { OAuthContext } from './oauth/oauth-context.ts';

/** Answers a request to any of the emulated services. */
export async function handleGoogleRequest(context: OAuthContext, request: RecordedRequest): Promise<HandlerResponse> {
  const { state, tokens, idTokens } = context;
  const { path } = request;
  const service = apis.find(({ prefix }) => path.startsWith(prefix));
  if (service !== undefined) {
    const answered = state.quota.begin();
    const response = handleApi(state, service, request, {
      findBearer: (accessToken) => findBearer(context, accessToken),
      isBatched: false,
    });
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

const apis = [calendarApi];

function findBearer({ tokens, consents, serviceAccounts }: OAuthContext, accessToken: string): Bearer | undefined {
  const token = tokens.accessToken(accessToken);
  if (token === undefined) return undefined;
  const robot = [...serviceAccounts.accounts.values()].find(({ clientId }) => clientId === token.clientId);
  const project = robot?.projectId ?? consents.clients.get(token.clientId)?.project ?? token.clientId;
  return { personId: token.personId, scopes: new Set(token.scopes), project };
}
