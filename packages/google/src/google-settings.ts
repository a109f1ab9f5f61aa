import { isSecretSource, revealSecret } from '@kalends/core';
import type { CalendarError, RetryPolicy, Runtime, SecretSource } from '@kalends/core';
import { defaultCalendarScopes } from './auth/scopes.ts';
import { checkLimits, invalidSetting } from './check-settings.ts';

/** Addresses of the service, for emulators. @public */
export interface GoogleEndpoints {
  /** Where people sign in. Default `https://accounts.google.com/o/oauth2/v2/auth`. */
  readonly authorizationUrl?: string;
  /** Default `https://oauth2.googleapis.com/token`. */
  readonly tokenUrl?: string;
  /** Root of the Calendar API, without `/calendar/v3`. Default `https://www.googleapis.com/`. */
  readonly apiRootUrl?: string;
  /** Issuer that ID tokens must name. Default `https://accounts.google.com`. */
  readonly issuer?: string;
}

/** Settings of {@link google}. @public */
export interface GoogleSettings {
  /** OAuth client id of the application, type "Web application". */
  readonly clientId: string;
  /** OAuth client secret: a text, a `Secret`, or a function that is asked anew at every token request. */
  readonly clientSecret: SecretSource;
  /**
   * Calendar scopes to ask for; `openid` and `email` are always added, because the account has to be known. Default:
   * `calendar.events.readonly` and `calendar.calendarlist.readonly`, the least that reading needs.
   */
  readonly scopes?: readonly string[];
  readonly endpoints?: GoogleEndpoints;
  /** Allow `http:` to loopback addresses, for emulators. Default false. */
  readonly allowInsecureLoopback?: boolean;
  /** Milliseconds for one request with its answer. Default 30,000. */
  readonly timeoutMs?: number;
  /** Largest answer accepted, in bytes. Default 32 MiB. */
  readonly maxResponseBytes?: number;
  /** When reads are tried again. Default: three tries, waits of at most 30 s. */
  readonly retry?: RetryPolicy;
  /** What is taken from the surroundings. Default: the real clock, network and random source, no logging. */
  readonly runtime?: Partial<Runtime>;
}

/** Settings with every default filled in. */
export interface ResolvedSettings {
  readonly clientId: string;
  readonly clientSecret: () => Promise<string>;
  readonly calendarScopes: readonly string[];
  readonly endpoints: Required<GoogleEndpoints>;
}

const defaultEndpoints: Required<GoogleEndpoints> = {
  authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenUrl: 'https://oauth2.googleapis.com/token',
  apiRootUrl: 'https://www.googleapis.com/',
  issuer: 'https://accounts.google.com',
};

const settingNames = new Set([
  'clientId',
  'clientSecret',
  'scopes',
  'endpoints',
  'allowInsecureLoopback',
  'timeoutMs',
  'maxResponseBytes',
  'retry',
  'runtime',
]);

/**
 * Checks settings and fills in defaults. By hand rather than with a schema, so that making a provider loads nothing.
 *
 * @throws CalendarError `invalidArgument` naming the setting.
 */
export function resolveSettings(settings: GoogleSettings): ResolvedSettings {
  if (typeof settings !== 'object' || settings === null) throw invalid('settings are needed');
  for (const name of Object.keys(settings)) if (!settingNames.has(name)) throw invalid(`there is no setting ${name}`);
  if (typeof settings.clientId !== 'string' || settings.clientId === '') throw invalid('clientId is needed');
  const { clientSecret, scopes = defaultCalendarScopes } = settings;
  if (!isSecretSource(clientSecret)) throw invalid('clientSecret is needed: a text, a Secret or a function');
  if (!Array.isArray(scopes) || scopes.length === 0 || !scopes.every(isScope)) {
    throw invalid('scopes needs at least one scope, each without blanks');
  }
  checkLimits('google', settings);
  return {
    clientId: settings.clientId,
    clientSecret: () => revealSecret(clientSecret, { provider: 'google', setting: 'clientSecret' }),
    calendarScopes: [...scopes],
    endpoints: resolveEndpoints(settings.endpoints ?? {}),
  };
}

function resolveEndpoints(endpoints: GoogleEndpoints): Required<GoogleEndpoints> {
  const resolved: Record<keyof GoogleEndpoints, string> = { ...defaultEndpoints };
  for (const [name, url] of Object.entries(endpoints)) {
    if (!isEndpointName(name)) throw invalid(`there is no setting endpoints.${name}`);
    if (url === undefined) continue;
    if (typeof url !== 'string' || !URL.canParse(url)) throw invalid(`endpoints.${name} needs an absolute URL`);
    resolved[name] = url;
  }
  return resolved;
}

function isEndpointName(name: string): name is keyof GoogleEndpoints {
  return Object.hasOwn(defaultEndpoints, name);
}

function isScope(value: unknown): boolean {
  return typeof value === 'string' && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(value);
}

function invalid(what: string): CalendarError {
  return invalidSetting('google', what);
}
