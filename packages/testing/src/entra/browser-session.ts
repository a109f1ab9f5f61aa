import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { EntraContext } from './entra-context.ts';
import type { EntraUser, SignIn } from './entra-user.ts';
import { accountStateRefusal } from './user-checks.ts';

const sessionCookie = 'ESTSAUTH';

/** Who is signed in with the browser that asks, as far as the tenant still accepts that sign-in. */
export function signedInUser(
  context: EntraContext,
  request: RecordedRequest,
): { readonly user: EntraUser; readonly signIn: SignIn } | undefined {
  const sessionId = sessionIdOf(request);
  const session = sessionId === undefined ? undefined : context.grants.session(sessionId);
  const user = session === undefined ? undefined : context.directory.userByObjectId(session.objectId);
  if (session === undefined || user === undefined || accountStateRefusal(user) !== undefined) return undefined;
  const { signInFrequencyMs } = context.directory.tenant(user.tenantId);
  const isStale = signInFrequencyMs !== undefined && context.clock.now() >= session.signIn.at + signInFrequencyMs;
  return isStale ? undefined : { user, signIn: session.signIn };
}

/** Remembers the browser; the value is for `Set-Cookie`. */
export function beginBrowserSession(context: EntraContext, user: EntraUser, signIn: SignIn): string {
  const sessionId = context.minted.opaque(64);
  context.grants.addSession(sessionId, user.objectId, signIn);
  return `${sessionCookie}=${sessionId}; Path=/; HttpOnly; SameSite=Lax`;
}

/** `GET /{tenant}/oauth2/v2.0/logout`: forgets the browser. */
export function endBrowserSession(context: EntraContext, request: RecordedRequest): void {
  const sessionId = sessionIdOf(request);
  if (sessionId !== undefined) context.grants.endSession(sessionId);
}

function sessionIdOf(request: RecordedRequest): string | undefined {
  return new RegExp(`(?:^|;\\s*)${sessionCookie}=([^;]+)`).exec(request.headers['cookie'] ?? '')?.[1];
}
