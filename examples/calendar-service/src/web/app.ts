import { CalendarError } from '@kalends/core';
import type { CalendarErrorCode } from '@kalends/core';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ServiceContext } from '../service-context.ts';
import { adminRoutes } from './admin-routes.ts';
import { agendaRoutes } from './agenda-routes.ts';
import { brokerRoutes } from './broker-routes.ts';
import { connectRoutes } from './connect-routes.ts';
import { contactsRoutes } from './contacts-routes.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { disconnectRoutes } from './disconnect-routes.ts';
import { errorPage } from './error-page.ts';
import { ssoRoutes } from './sso-routes.ts';
import { timesRoutes } from './times-routes.ts';

const statusByCode: Partial<Record<CalendarErrorCode, ContentfulStatusCode>> = {
  invalidArgument: 400,
  unsupported: 400,
  permissionControlUnavailable: 400,
  signInRefused: 400,
  consentRequired: 403,
  adminConsentRequired: 403,
  accessDenied: 403,
  policyDenied: 403,
  disconnected: 403,
  tenantAccessRevoked: 403,
  authenticationFailed: 401,
  reauthorizationRequired: 401,
  notFound: 404,
  conflict: 409,
  rateLimited: 429,
  credentialUnreadable: 500,
  auditFailed: 503,
  storeUnavailable: 503,
  timeout: 504,
};

/** The service as a web-standard application: mount it in any server that speaks `fetch`. */
export function createApp(service: ServiceContext): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    // Another site's name that resolves to loopback must not make a browser read agendas from here.
    const host = context.req.header('host');
    const isOurs = host !== undefined && service.acceptedHosts.has(host.toLowerCase());
    if (isOurs) await next();
    else context.res = context.text('This name is not served here. KALENDS_PUBLIC_URL says which one is.', 421);
    context.header('cache-control', 'no-store');
    context.header('x-content-type-options', 'nosniff');
    context.header('referrer-policy', 'no-referrer');
    context.header('cross-origin-resource-policy', 'same-origin');
    // A page with a script brings a policy of its own.
    if (!context.res.headers.has('content-security-policy')) {
      context.header('content-security-policy', contentSecurityPolicy());
    }
  });
  app.route('/', agendaRoutes(service));
  app.route('/', contactsRoutes(service));
  app.route('/', timesRoutes(service));
  app.route('/', connectRoutes(service));
  app.route('/', disconnectRoutes(service));
  app.route('/', ssoRoutes(service));
  app.route('/', adminRoutes(service));
  app.route('/', brokerRoutes(service));

  app.notFound((context) => answerError(context, noSuchPage, 404));
  app.onError((error, context) => {
    if (error instanceof HTTPException && error.status === 413) return answerError(context, tooLarge, 413);
    const shown: ShownError = CalendarError.is(error) ? error : unexpected;
    service.logger.warn('request.failed', { code: shown.code, reason: CalendarError.is(error) ? 'typed' : error.name });
    const status = CalendarError.is(error) ? (statusByCode[error.code] ?? 502) : 500;
    return answerError(context, shown, status);
  });
  return app;
}

type ShownError = Pick<CalendarError, 'code' | 'message' | 'cure'> & Partial<Pick<CalendarError, 'reason'>>;

function isForPrograms(path: string): boolean {
  return path.startsWith('/api/') || path === '/sso/signed-in';
}

/** As a page for people, as JSON for programs. */
function answerError(
  context: Context,
  { code, reason, message, cure }: ShownError,
  status: ContentfulStatusCode,
): Response | Promise<Response> {
  if (isForPrograms(context.req.path)) return context.json({ error: { code, reason, message, cure } }, status);
  return context.html(errorPage({ code, message, cure }), status);
}

const tooLarge = { code: 'invalidArgument', message: 'The body is too large.', cure: undefined } as const;
const noSuchPage = { code: 'notFound', message: 'There is no such page.', cure: undefined } as const;
const unexpected = {
  code: 'serviceUnavailable',
  message: 'Something unexpected went wrong in this service.',
  cure: undefined,
} as const;
