import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { authenticate } from './graph-caller.ts';
import type { GraphContext } from './graph-context.ts';
import { graphErrorBody, GraphRefusal } from './graph-error.ts';

/** `GET /oidc/userinfo` (OpenID Connect Core 1.0, section 5.3), which Graph serves. */
export function handleUserInfo(context: GraphContext, request: RecordedRequest): HandlerResponse {
  const { minted, clock } = context.entra;
  try {
    const caller = authenticate(context, request);
    const mailbox = context.tenants.get(caller.tenantId)?.directory.find(caller.objectId);
    if (mailbox === undefined || !caller.permissions.has('openid')) {
      throw new GraphRefusal(403, 'AccessDenied', 'The token has no openid scope.');
    }
    return { status: 200, body: { sub: mailbox.objectId, name: mailbox.displayName, email: mailbox.address } };
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    const requestId = minted.guid();
    const ids = { requestId, clientRequestId: requestId, now: clock.now() };
    return { status: error.status, headers: error.headers, body: graphErrorBody(error.code, error.message, ids) };
  }
}
