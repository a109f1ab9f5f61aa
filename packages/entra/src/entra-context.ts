import {
  calendarAccessLevels,
  contactAccessLevels,
  defaultTokenLifetimes,
  guardedFetch,
  isSecretSource,
  resolveRuntime,
} from '@kalends/core';
import type {
  AccessPolicy,
  CalendarError,
  Fetch,
  RetryPolicy,
  Runtime,
  SecretSource,
  TokenLifetimes,
} from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { settingsCheck } from './check-settings.ts';
import type { ClientCertificate } from './certificates/client-certificate.ts';
import { clouds, isEntraCloud } from './clouds.ts';
import type { EntraSettings } from './entra-settings.ts';
import { exchangePermissions } from './resources/exchange-permissions.ts';
import { graphPermissions } from './resources/graph-permissions.ts';
import type { ResourcePermissions } from './resources/resource.ts';

/** Settings that were checked, with every default filled in. */
export interface EntraContext {
  readonly provider: string;
  readonly clientId: string;
  readonly clientSecret: SecretSource | undefined;
  readonly certificate: ClientCertificate | undefined;
  readonly tenantId: string;
  /** Origin of the sign-in service, without a trailing slash. */
  readonly authority: string;
  /** The authority is one of Microsoft's, whose id tokens name it as their issuer. */
  readonly isKnownAuthority: boolean;
  readonly permissions: ResourcePermissions;
  /** What tokens are addressed to, without a trailing slash. */
  readonly audience: string;
  readonly policy: AccessPolicy;
  readonly additionalScopes: readonly string[];
  readonly usersMayConsent: boolean;
  readonly claimsChallenges: boolean;
  readonly lifetimes: TokenLifetimes;
  readonly findMailbox: EntraSettings['findMailbox'];
  readonly adminConsentRedirectUri: string | undefined;
  readonly retry: RetryPolicy | undefined;
  readonly runtime: Runtime;
  /** Transport that reaches the sign-in service and nothing else. */
  readonly fetch: Fetch;
}

const settingNames: ReadonlySet<string> = new Set<keyof EntraSettings>([
  'clientId',
  'clientSecret',
  'certificate',
  'tenantId',
  'cloud',
  'resource',
  'resourceUrl',
  'provider',
  'policy',
  'additionalScopes',
  'usersMayConsent',
  'claimsChallenges',
  'lifetimes',
  'findMailbox',
  'authority',
  'adminConsentRedirectUri',
  'timeoutMs',
  'maxResponseBytes',
  'retry',
  'allowInsecureLoopback',
  'runtime',
]);

/** Token answers and key sets have a few kilobytes. */
const defaultMaxResponseBytes: number = 1024 * 1024;

const tenantForm = /^[A-Za-z0-9][A-Za-z0-9.-]*$/;
const scopeForm = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * Checks settings by hand, so that making the object does not load zod, and fills in the defaults.
 *
 * @throws CalendarError `invalidArgument` naming the setting, `insecureTransport` for an authority that is not `https:`.
 */
export function createContext(settings: EntraSettings): EntraContext {
  const { resource = 'graph', cloud = 'global', additionalScopes = [] } = settings;
  const provider = settings.provider ?? (resource === 'exchange' ? 'ews' : 'graph');
  const check = settingsCheck(provider);
  for (const name of Object.keys(settings)) {
    if (!settingNames.has(name)) throw check.invalid(`there is no setting "${name}"`);
  }
  if (!check.isText(provider)) throw check.invalid('provider must be a provider id');
  if (!check.isText(settings.clientId)) throw check.invalid('clientId must be the application id of the registration');
  if (resource !== 'graph' && resource !== 'exchange') throw check.invalid('resource must be graph or exchange');
  if (!isEntraCloud(cloud)) throw check.invalid(`cloud must be one of ${Object.keys(clouds).join(', ')}`);
  if (settings.clientSecret !== undefined && !isSecretSource(settings.clientSecret))
    throw check.invalid('clientSecret must be a text, a Secret or a function');
  if (settings.clientSecret !== undefined && settings.certificate !== undefined)
    throw check.invalid('clientSecret and certificate exclude each other');
  if (settings.certificate !== undefined && !['pem', 'pfx', 'signer'].includes(settings.certificate.kind))
    throw check.invalid('certificate.kind must be pem, pfx or signer');
  if (!additionalScopes.every((scope) => scopeForm.test(scope)))
    throw check.invalid('additionalScopes must be a list of scope names');
  check.positive('timeoutMs', settings.timeoutMs);
  check.positive('maxResponseBytes', settings.maxResponseBytes);
  check.retry(settings.retry);
  checkLifetimes(settings.lifetimes, (message) => check.invalid(message));
  if (settings.findMailbox !== undefined && typeof settings.findMailbox !== 'function')
    throw check.invalid('findMailbox must be a function');
  if (settings.adminConsentRedirectUri !== undefined && !URL.canParse(settings.adminConsentRedirectUri))
    throw check.invalid('adminConsentRedirectUri must be an absolute URL');

  const permissions = resource === 'graph' ? graphPermissions : exchangePermissions;
  const policy = settings.policy ?? permissions.defaultPolicy;
  checkPolicy(policy, (message) => check.invalid(message));
  permissions.scopesFor(policy);
  const isInsecureAllowed = settings.allowInsecureLoopback === true;
  const authority = check.root('authority', settings.authority ?? clouds[cloud].authority, isInsecureAllowed);
  const audience = check.root('resourceUrl', settings.resourceUrl ?? clouds[cloud][resource], false);
  const tenantId = settings.tenantId ?? (authority.pathname.slice(1).replace(/\/$/, '') || 'organizations');
  if (!tenantForm.test(tenantId)) throw check.invalid('tenantId must be a tenant id or a domain');
  const runtime = resolveRuntime(settings.runtime, nodeFetch());
  return {
    provider,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    certificate: settings.certificate,
    tenantId,
    authority: authority.origin,
    isKnownAuthority: Object.values(clouds).some((known) => known.authority === authority.origin),
    permissions,
    audience: audience.href.replace(/\/$/, ''),
    policy: { ...policy },
    additionalScopes: [...additionalScopes],
    usersMayConsent: settings.usersMayConsent ?? true,
    claimsChallenges: settings.claimsChallenges ?? true,
    lifetimes: { ...defaultTokenLifetimes, ...settings.lifetimes },
    findMailbox: settings.findMailbox,
    adminConsentRedirectUri: settings.adminConsentRedirectUri,
    retry: settings.retry === undefined ? undefined : { ...settings.retry },
    runtime,
    fetch: guardedFetch({
      fetch: runtime.fetch,
      clock: runtime.clock,
      provider,
      allowedOrigins: new Set([authority.origin]),
      allowInsecureLoopback: isInsecureAllowed,
      timeoutMs: settings.timeoutMs,
      maxResponseBytes: settings.maxResponseBytes ?? defaultMaxResponseBytes,
    }),
  };
}

/** Refuses a policy that is none; programs without types pass anything. */
export function checkPolicy(policy: AccessPolicy, invalid: (message: string) => CalendarError): void {
  if (typeof policy !== 'object' || policy === null) throw invalid('policy must be an access policy');
  if (!calendarAccessLevels.includes(policy.calendars))
    throw invalid(`policy.calendars must be one of ${calendarAccessLevels.join(', ')}`);
  if (!contactAccessLevels.includes(policy.contacts))
    throw invalid(`policy.contacts must be one of ${contactAccessLevels.join(', ')}`);
}

function checkLifetimes(lifetimes: EntraSettings['lifetimes'], invalid: (message: string) => CalendarError): void {
  const { accessTokenMs = 1, refreshTokenMs = 1, refreshTokenRenewedBy = 'issue' } = lifetimes ?? {};
  if (!(Number.isFinite(accessTokenMs) && accessTokenMs > 0))
    throw invalid('lifetimes.accessTokenMs must be a positive number');
  // Infinity stands for tokens that do not end.
  if (!(refreshTokenMs > 0)) throw invalid('lifetimes.refreshTokenMs must be a positive number');
  if (refreshTokenRenewedBy !== 'issue' && refreshTokenRenewedBy !== 'use')
    throw invalid('lifetimes.refreshTokenRenewedBy must be issue or use');
}
