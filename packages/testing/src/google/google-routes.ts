import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { calendarApiPath, handleCalendarApi } from './calendar/calendar-api.ts';
import { authorizePath, handleAuthorize } from './oauth/authorize-endpoint.ts';
import { errorPage } from './oauth/authorize-page.ts';
import { answerOAuth } from './oauth/oauth-error.ts';
import { handleRevoke, handleTokenInfo } from './oauth/token-management.ts';
import { handleToken } from './oauth/token-endpoint.ts';
import type { TokenEndpoint } from './oauth/token-endpoint.ts';

/** Answers a request to any of the emulated services. */
export function handleGoogleRequest(
  endpoint: TokenEndpoint,
  request: RecordedRequest,
): HandlerResponse | Promise<HandlerResponse> {
  const { state, store, idTokens } = endpoint;
  const { path } = request;
  if (path.startsWith(calendarApiPath)) {
    return handleCalendarApi(state, request, (accessToken) => {
      const token = store.accessToken(accessToken);
      return token === undefined ? undefined : { personId: token.personId, scopes: new Set(token.scopes) };
    });
  }
  switch (`${request.method} ${path}`) {
    case `GET ${authorizePath}`:
    case `POST ${authorizePath}`:
      return handleAuthorize(state, store, request);
    case 'POST /token':
      return answerOAuth(() => handleToken(endpoint, request));
    case 'POST /revoke':
      return answerOAuth(() => handleRevoke(store, request));
    case 'GET /tokeninfo':
    case 'POST /tokeninfo':
      return answerOAuth(() => handleTokenInfo(state, store, request));
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
