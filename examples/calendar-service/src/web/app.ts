import { CalendarError } from '@kalends/core';
import type { CalendarErrorCode } from '@kalends/core';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ServiceContext } from '../service-context.ts';
import { agendaRoutes } from './agenda-routes.ts';
import { connectRoutes } from './connect-routes.ts';
import { errorPage } from './error-page.ts';

const statusByCode: Partial<Record<CalendarErrorCode, ContentfulStatusCode>> = {
  invalidArgument: 400,
  signInRefused: 400,
  consentRequired: 403,
  adminConsentRequired: 403,
  accessDenied: 403,
  authenticationFailed: 401,
  reauthorizationRequired: 401,
  notFound: 404,
  rateLimited: 429,
};

/** The service as a web-standard application: mount it in any server that speaks `fetch`. */
export function createApp(service: ServiceContext): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    // Another site's name that resolves to loopback must not make a browser read agendas from here.
    const host = context.req.header('host');
    if (host === undefined || !service.acceptedHosts.has(host.toLowerCase())) {
      return context.text('This address is not served here.', 421);
    }
    await next();
    context.header('cache-control', 'no-store');
    context.header('x-content-type-options', 'nosniff');
    context.header('referrer-policy', 'no-referrer');
    return undefined;
  });
  app.route('/', agendaRoutes(service));
  app.route('/', connectRoutes(service));

  app.notFound((context) =>
    context.html(errorPage({ code: 'notFound', message: 'There is no such page.', cure: undefined }), 404),
  );
  app.onError((error, context) => {
    if (error instanceof HTTPException) return error.getResponse();
    const shown: Pick<CalendarError, 'code' | 'message' | 'cure'> = CalendarError.is(error) ? error : unexpected;
    service.logger.warn('request.failed', { code: shown.code, reason: CalendarError.is(error) ? 'typed' : error.name });
    const status = CalendarError.is(error) ? (statusByCode[error.code] ?? 502) : 500;
    if (!context.req.path.startsWith('/api/')) return context.html(errorPage(shown), status);
    return context.json({ error: { code: shown.code, message: shown.message, cure: shown.cure } }, status);
  });
  return app;
}

const unexpected = {
  code: 'serviceUnavailable',
  message: 'Something unexpected went wrong in this service.',
  cure: undefined,
} as const;
