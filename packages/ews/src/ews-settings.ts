import { CalendarError, isLoopbackHost, resolveRuntime, trafficLimiter } from '@kalends/core';
import type {
  OAuthSignIn,
  RetryPolicy,
  Runtime,
  TokenCredential,
  TokenIssuer,
  TrafficLimiter,
  TrafficLimits,
} from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import type { NodeFetchOptions } from '@kalends/core/node';
import { permissionControlUnavailable } from './errors/permission-control.ts';
import { isAuthorities, isObject, isPositive, problemOf } from './option-checks.ts';
import { exchangeOnlineUrl } from './online/exchange-online.ts';
import { schemaVersions } from './soap/envelope.ts';
import type { EwsSchemaVersion } from './soap/envelope.ts';

/** Signing in with Microsoft Entra: any object with these two, for example that of `entra({ …, resource: 'exchange' })`. @public */
export interface EwsOAuth {
  /** Turns credentials into access tokens for Exchange. Its provider id is `ews`. */
  readonly tokens: TokenIssuer<TokenCredential>;
  /** Signing in with a browser. */
  readonly signIn?: OAuthSignIn;
}

/** Whether somebody's test of the application access policies lets the application into a mailbox. @public */
export type TestedAccess = 'granted' | 'denied' | 'unknown';

/** Settings of `ews`. @public */
export interface EwsSettings {
  /** Address of the service, `https://` and ending in `/EWS/Exchange.asmx`. Default: that of Exchange Online. */
  readonly url?: string;
  /** Where access tokens come from. Default: none, only user names and passwords are taken. */
  readonly oauth?: EwsOAuth;
  /**
   * How user name and password are proved. `ntlm` authenticates connections and never sends the password; it opens its own
   * connections, so it cannot be used together with `runtime.fetch`. Default `basic`.
   */
  readonly authentication?: 'basic' | 'ntlm';
  /**
   * Whether requests act as the mailbox (impersonation) instead of naming it in their folder ids. For the whole deployment; on
   * premises it takes the role ApplicationImpersonation. Default: what the credential needs, `true` for the application's own
   * tokens and `false` for everything else; what it cannot do is refused by `connect`.
   */
  readonly useImpersonation?: boolean;
  /**
   * What a test of the application access policies says of a mailbox, see `testApplicationAccess`. A mailbox that is denied is
   * not asked for any more, although Exchange may answer for a while; one that is granted and refused nevertheless is
   * `policyPropagating`. Only for the application's own tokens. Default: not known.
   */
  readonly testedAccess?: (mailbox: string) => TestedAccess;
  /**
   * PEM of certificate authorities to trust for this server, in place of the public ones. Not together with
   * `runtime.fetch`, which brings its own trust. Default: the authorities that Node ships.
   */
  readonly certificateAuthorities?: readonly string[];
  /**
   * Newest schema version to ask for. A server that does not know it is asked with the next older one. Default
   * `Exchange2013_SP1`, which every server since 2013 SP1 takes.
   */
  readonly requestServerVersion?: EwsSchemaVersion;
  /** Clock, random source, logger and transport. Default: the real ones; the transport speaks TLS 1.2 or newer. */
  readonly runtime?: Partial<Runtime>;
  /** Milliseconds for one request and its answer. Default 30,000. */
  readonly timeoutMs?: number;
  /** Largest answer accepted, in bytes after decompression. Default 32 MiB. */
  readonly maxResponseBytes?: number;
  /** When reads are tried again. Default: three tries. */
  readonly retry?: RetryPolicy;
  /**
   * How many requests may be under way at once, over all connections of this provider. Default: 4 for a mailbox, 40 for all; Exchange
   * allows an account 27 by itself, other programs included (10 in Exchange 2010).
   */
  readonly traffic?: Partial<TrafficLimits>;
  /**
   * IANA zone in which the days of new all-day events begin. Exchange has no days without a zone: to people in another one, Outlook shows
   * such an event on two days. Events that exist keep their zone. Default `UTC`.
   */
  readonly timeZone?: string;
  /**
   * Where deleted events go: into the folder Deleted Items of their mailbox, or out of sight to what its owner can recover. In a mailbox that
   * is opened with rights on folders the first takes Editor on that folder, too; without it nothing is deleted. Occurrences of a series go
   * nowhere. Default: `deletedItems` where that is allowed, else `recoverableItems`.
   */
  readonly deleteTo?: 'deletedItems' | 'recoverableItems';
  /** Allow `http:` to loopback addresses, for emulators. Default false. */
  readonly allowInsecureLoopback?: boolean;
}

/** Settings after checks and with defaults. */
export interface ResolvedSettings {
  readonly url: URL;
  readonly oauth: EwsOAuth | undefined;
  readonly authentication: 'basic' | 'ntlm';
  readonly useImpersonation: boolean | undefined;
  readonly testedAccess: ((mailbox: string) => TestedAccess) | undefined;
  /** For connections that are opened beside `runtime.fetch`. */
  readonly connection: NodeFetchOptions;
  readonly runtime: Runtime;
  readonly timeoutMs: number | undefined;
  readonly maxResponseBytes: number | undefined;
  readonly allowInsecureLoopback: boolean;
  readonly retry: RetryPolicy | undefined;
  /** One for the provider. */
  readonly traffic: TrafficLimiter;
  readonly newestVersion: EwsSchemaVersion;
  readonly timeZone: string;
  readonly deleteTo: 'deletedItems' | 'recoverableItems' | undefined;
}

const defaultTraffic: TrafficLimits = { perMailbox: 4, perApplication: 40 };

const checks: Readonly<Record<keyof EwsSettings, (value: unknown) => boolean>> = {
  url: (value) => typeof value === 'string',
  oauth: isOAuth,
  authentication: (value) => value === 'basic' || value === 'ntlm',
  useImpersonation: (value) => typeof value === 'boolean',
  testedAccess: (value) => typeof value === 'function',
  certificateAuthorities: isAuthorities,
  requestServerVersion: (value) => schemaVersions.some((version) => version === value),
  runtime: isObject,
  timeoutMs: isPositive,
  maxResponseBytes: isPositive,
  retry: isRetryPolicy,
  traffic: isTrafficLimits,
  timeZone: (value) => typeof value === 'string' && isKnownZone(value),
  deleteTo: (value) => value === 'deletedItems' || value === 'recoverableItems',
  allowInsecureLoopback: (value) => typeof value === 'boolean',
};

/**
 * Checks and completes settings.
 *
 * @throws CalendarError `invalidArgument` naming the setting, `insecureTransport` for `http:`, `permissionControlUnavailable` for
 *   a policy, which Exchange cannot hold.
 */
export function resolveSettings(settings: EwsSettings): ResolvedSettings {
  if (!isObject(settings)) throw invalid('settings are no object');
  if ('policy' in settings && settings.policy !== undefined) throw permissionControlUnavailable();
  const problem = problemOf(settings, checks, 'setting');
  if (problem !== undefined) throw invalid(problem);
  const url = checkedUrl(settings);
  const { certificateAuthorities, authentication = 'basic' } = settings;
  if (certificateAuthorities !== undefined && settings.runtime?.fetch !== undefined) {
    throw invalid('certificateAuthorities have no effect on runtime.fetch; give one of the two');
  }
  if (authentication === 'ntlm' && settings.runtime?.fetch !== undefined) {
    throw invalid('NTLM authenticates connections of its own and cannot use runtime.fetch');
  }
  const connection: NodeFetchOptions =
    certificateAuthorities === undefined ? {} : { certificateAuthorities: [...certificateAuthorities] };
  const runtime = resolveRuntime(settings.runtime, nodeFetch(connection));
  const limits = { ...defaultTraffic, ...withoutUndefined(settings.traffic ?? {}) };
  return {
    url,
    oauth: settings.oauth,
    authentication,
    useImpersonation: settings.useImpersonation,
    testedAccess: settings.testedAccess,
    connection,
    runtime,
    timeoutMs: settings.timeoutMs,
    maxResponseBytes: settings.maxResponseBytes,
    allowInsecureLoopback: settings.allowInsecureLoopback === true,
    retry: settings.retry,
    traffic: trafficLimiter({ limits, clock: runtime.clock, maxWaitMs: settings.retry?.maxWaitMs }),
    newestVersion: settings.requestServerVersion ?? schemaVersions[0],
    timeZone: settings.timeZone ?? 'UTC',
    deleteTo: settings.deleteTo,
  };
}

function checkedUrl(settings: EwsSettings): URL {
  const text = settings.url ?? exchangeOnlineUrl;
  if (!URL.canParse(text)) throw invalid('url is no URL');
  const url = new URL(text);
  const isAllowedHttp =
    url.protocol === 'http:' && settings.allowInsecureLoopback === true && isLoopbackHost(url.hostname);
  if (url.protocol !== 'https:' && !isAllowedHttp) {
    throw new CalendarError({
      code: 'insecureTransport',
      message: 'ews: url must begin with https: the password travels in every request',
      provider: 'ews',
    });
  }
  if (url.username !== '' || url.password !== '') throw invalid('url must not hold a user name or password');
  if (url.search !== '' || url.hash !== '') throw invalid('url must not have a query or fragment');
  if (!url.pathname.toLowerCase().endsWith('/ews/exchange.asmx')) throw invalid('url must end in /EWS/Exchange.asmx');
  return url;
}

function isOAuth(value: unknown): boolean {
  if (!isObject(value) || !('tokens' in value) || !isObject(value.tokens)) return false;
  // Credentials carry the provider's id: tokens of another one's could not be renewed.
  return 'provider' in value.tokens && value.tokens.provider === 'ews';
}

/** A number of tries that is none would mean tries without end. */
function isRetryPolicy(value: unknown): boolean {
  if (!isObject(value)) return false;
  return Object.entries(value).every(([name, setting]: [string, unknown]) => {
    if (setting === undefined) return name === 'maxAttempts' || name === 'maxWaitMs';
    if (name === 'maxAttempts') return Number.isInteger(setting) && isPositive(setting);
    return name === 'maxWaitMs' && (setting === 0 || isPositive(setting));
  });
}

/** `Intl` knows without loading zone data; whether there is a Windows id for it is seen when it is written. */
function isKnownZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isTrafficLimits(value: unknown): boolean {
  if (!isObject(value)) return false;
  return Object.entries(value).every(
    ([name, limit]: [string, unknown]) =>
      Object.hasOwn(defaultTraffic, name) && (limit === undefined || (Number.isInteger(limit) && isPositive(limit))),
  );
}

function withoutUndefined(limits: Partial<TrafficLimits>): Partial<TrafficLimits> {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}

function invalid(what: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `ews: ${what}`, provider: 'ews' });
}
