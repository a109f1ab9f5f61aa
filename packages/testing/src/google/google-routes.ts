import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { calendarApiPath, handleCalendarApi } from './calendar/calendar-api.ts';
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
  if (path.startsWith(calendarApiPath)) {
    return handleCalendarApi(state, request, (accessToken) => {
      const token = tokens.accessToken(accessToken);
      return token === undefined ? undefined : { personId: token.personId, scopes: new Set(token.scopes) };
    });
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
