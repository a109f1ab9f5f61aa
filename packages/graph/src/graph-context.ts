import { CalendarError, guardedFetch, isLoopbackHost, isSecretSource, resolveRuntime } from '@kalends/core';
import type { Fetch, RetryPolicy, Runtime, SecretSource } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { clouds, isGraphCloud } from './clouds.ts';
import { defaultGraphScopes } from './graph-settings.ts';
import type { GraphSettings } from './graph-settings.ts';

/** Id of this provider, as errors, credentials and log entries carry it. */
export const providerId = 'graph';

/** Settings that were checked, with every default filled in. */
export interface GraphContext {
  readonly clientId: string;
  readonly clientSecret: SecretSource | undefined;
  readonly tenantId: string;
  readonly scopes: readonly string[];
  /** Origin of the sign-in service, without a trailing slash. */
  readonly authority: string;
  /** The authority is one of Microsoft's, whose endpoints MSAL knows. */
  readonly isKnownAuthority: boolean;
  /** Root of Graph without the version and without a trailing slash. */
  readonly graphBaseUrl: string;
  readonly adminConsentRedirectUri: string | undefined;
  readonly retry: RetryPolicy | undefined;
  readonly runtime: Runtime;
  /** Transport that reaches the configured origins and nothing else. */
  readonly fetch: Fetch;
}

const settingNames: ReadonlySet<string> = new Set<keyof GraphSettings>([
  'clientId',
  'clientSecret',
  'tenantId',
  'cloud',
  'scopes',
  'authority',
  'graphBaseUrl',
  'adminConsentRedirectUri',
  'timeoutMs',
  'maxResponseBytes',
  'retry',
  'allowInsecureLoopback',
  'runtime',
]);

/**
 * Checks settings by hand, so that making a provider does not load zod, and fills in the defaults.
 *
 * @throws CalendarError `invalidArgument` naming the setting, `insecureTransport` for a base URL that is not `https:`.
 */
export function createContext(settings: GraphSettings): GraphContext {
  for (const name of Object.keys(settings)) {
    if (!settingNames.has(name)) throw invalid(`there is no setting "${name}"`);
  }
  const { cloud = 'global', scopes = defaultGraphScopes } = settings;
  if (!isText(settings.clientId)) throw invalid('clientId must be the application id of the app registration');
  if (!isGraphCloud(cloud)) throw invalid(`cloud must be one of ${Object.keys(clouds).join(', ')}`);
  if (scopes.length === 0 || !scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)))
    throw invalid('scopes must be a list of scope names');
  if (settings.clientSecret !== undefined && !isSecretSource(settings.clientSecret))
    throw invalid('clientSecret must be a text, a Secret or a function');
  if (!scopes.includes('offline_access'))
    throw invalid('scopes must include offline_access, or no refresh token comes');
  checkPositive('timeoutMs', settings.timeoutMs);
  checkPositive('maxResponseBytes', settings.maxResponseBytes);
  checkPositive('retry.maxAttempts', settings.retry?.maxAttempts);
  const { maxWaitMs = 0 } = settings.retry ?? {};
  if (!(maxWaitMs >= 0)) throw invalid('retry.maxWaitMs must be 0 or a positive number');

  const insecureAllowed = settings.allowInsecureLoopback === true;
  const authority = rootUrl('authority', settings.authority ?? clouds[cloud].authority, insecureAllowed);
  const graphBaseUrl = rootUrl('graphBaseUrl', settings.graphBaseUrl ?? clouds[cloud].graphBaseUrl, insecureAllowed);
  const tenantId = settings.tenantId ?? (authority.pathname.slice(1).replace(/\/$/, '') || 'organizations');
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(tenantId)) throw invalid('tenantId must be a tenant id or a domain');
  const runtime = resolveRuntime(settings.runtime, nodeFetch());
  return {
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    tenantId,
    scopes: [...scopes],
    authority: authority.origin,
    isKnownAuthority: Object.values(clouds).some((known) => known.authority === authority.origin),
    graphBaseUrl: `${graphBaseUrl.origin}${graphBaseUrl.pathname.replace(/(\/v1\.0)?\/*$/, '')}`,
    adminConsentRedirectUri: settings.adminConsentRedirectUri,
    retry: settings.retry === undefined ? undefined : { ...settings.retry },
    runtime,
    fetch: guardedFetch({
      fetch: runtime.fetch,
      clock: runtime.clock,
      provider: providerId,
      allowedOrigins: new Set([authority.origin, graphBaseUrl.origin]),
      allowInsecureLoopback: insecureAllowed,
      timeoutMs: settings.timeoutMs,
      maxResponseBytes: settings.maxResponseBytes,
    }),
  };
}

function rootUrl(name: string, value: string, insecureAllowed: boolean): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    throw invalid(`${name} must be a URL without query, fragment or credentials`);
  const isAllowed =
    url.protocol === 'https:' || (url.protocol === 'http:' && insecureAllowed && isLoopbackHost(url.hostname));
  if (isAllowed) return url;
  throw new CalendarError({
    code: 'insecureTransport',
    message: `The setting ${name} must start with https:; http: is for loopback addresses with allowInsecureLoopback`,
    provider: providerId,
  });
}

function checkPositive(name: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isFinite(value) && value > 0)) throw invalid(`${name} must be a positive number`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function invalid(message: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `graph settings: ${message}`, provider: providerId });
}
