import { CalendarError, guardedFetch, isLoopbackHost, resolveRuntime } from '@kalends/core';
import type { Fetch, RetryPolicy, Runtime } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { schemaVersions } from './soap/envelope.ts';
import type { EwsSchemaVersion } from './soap/envelope.ts';

/** Settings of {@link ews}. @public */
export interface EwsSettings {
  /** Address of the service, `https://` and ending in `/EWS/Exchange.asmx`. */
  readonly url: string;
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
  /** Allow `http:` to loopback addresses, for emulators. Default false. */
  readonly allowInsecureLoopback?: boolean;
}

/** Settings after checks and with defaults. */
export interface ResolvedSettings {
  readonly url: URL;
  readonly runtime: Runtime;
  readonly fetch: Fetch;
  readonly retry: RetryPolicy | undefined;
  readonly newestVersion: EwsSchemaVersion;
}

// By hand instead of by schema: importing this package must not load zod.
const checks: Readonly<Record<keyof EwsSettings, (value: unknown) => boolean>> = {
  url: (value) => typeof value === 'string',
  certificateAuthorities: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((pem) => typeof pem === 'string' && pem.includes('-----BEGIN')),
  requestServerVersion: (value) => schemaVersions.some((version) => version === value),
  runtime: isObject,
  timeoutMs: isPositive,
  maxResponseBytes: isPositive,
  retry: isRetryPolicy,
  allowInsecureLoopback: (value) => typeof value === 'boolean',
};

/**
 * Checks and completes settings.
 *
 * @throws CalendarError `invalidArgument` naming the setting, `insecureTransport` for `http:`.
 */
export function resolveSettings(settings: EwsSettings): ResolvedSettings {
  if (!isObject(settings)) throw invalid('settings are needed');
  for (const [name, value] of Object.entries(settings)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof EwsSettings] : undefined; // hasOwn says so
    if (check === undefined) throw invalid('there is a setting of an unknown name');
    if (value !== undefined && !check(value)) throw invalid(`${name} is not valid`);
  }
  const url = checkedUrl(settings);
  if (settings.certificateAuthorities !== undefined && settings.runtime?.fetch !== undefined) {
    throw invalid('certificateAuthorities have no effect on runtime.fetch; give one of the two');
  }
  const { certificateAuthorities } = settings;
  const runtime = resolveRuntime(
    settings.runtime,
    nodeFetch(certificateAuthorities === undefined ? {} : { certificateAuthorities: [...certificateAuthorities] }),
  );
  return {
    url,
    runtime,
    fetch: guardedFetch({
      fetch: runtime.fetch,
      clock: runtime.clock,
      provider: 'ews',
      allowedOrigins: new Set([url.origin]),
      allowInsecureLoopback: settings.allowInsecureLoopback,
      timeoutMs: settings.timeoutMs,
      maxResponseBytes: settings.maxResponseBytes,
    }),
    retry: settings.retry,
    newestVersion: settings.requestServerVersion ?? schemaVersions[0],
  };
}

function checkedUrl(settings: EwsSettings): URL {
  if (!URL.canParse(settings.url)) throw invalid('url is no URL');
  const url = new URL(settings.url);
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

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
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

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function invalid(what: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `ews: ${what}`, provider: 'ews' });
}
