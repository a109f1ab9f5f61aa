import {
  CalendarError,
  defaultAccessPolicy,
  guardedFetch,
  isLoopbackHost,
  resolveRuntime,
  trafficLimiter,
} from '@kalends/core';
import type { AccessPolicy, Fetch, RetryPolicy, Runtime, TrafficLimiter, TrafficLimits } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { graphRoots } from './clouds.ts';
import type { GraphSettings } from './graph-settings.ts';

/** Id of this provider, as errors, credentials and log entries carry it. */
export const providerId = 'graph';

/** Settings of Graph itself, checked and with every default filled in. Those of sign-in are `@kalends/entra`'s. */
export interface GraphContext {
  readonly clientId: string;
  readonly policy: AccessPolicy;
  /** Delegated scopes beside those of the policy. */
  readonly additionalScopes: readonly string[];
  /** Root of Graph without the version and without a trailing slash. */
  readonly graphBaseUrl: string;
  readonly renewBeforeMs: number | undefined;
  /** Tells whether a mailbox is refused before any request. */
  isBlocked(mailbox: string): boolean;
  readonly testedAccess: NonNullable<GraphSettings['testedAccess']>;
  readonly retry: RetryPolicy | undefined;
  /** The one gate of all connections. */
  readonly traffic: TrafficLimiter;
  readonly runtime: Runtime;
  /** Transport that reaches Graph and nothing else. */
  readonly fetch: Fetch;
}

/**
 * Exchange takes four requests at a time for one mailbox of an application, and refuses the fifth now and then (Graph docs,
 * "Throttling", Outlook service limits). For all mailboxes together only a rate is published, which so many requests under way never reach.
 */
const defaultTraffic: TrafficLimits = { perMailbox: 4, perApplication: 256 };

const settingNames: ReadonlySet<string> = new Set<keyof GraphSettings>([
  'clientId',
  'clientSecret',
  'certificate',
  'tenantId',
  'cloud',
  'policy',
  'additionalScopes',
  'usersMayConsent',
  'claimsChallenges',
  'lifetimes',
  'renewBeforeMs',
  'blockedMailboxes',
  'testedAccess',
  'authority',
  'graphBaseUrl',
  'adminConsentRedirectUri',
  'timeoutMs',
  'maxResponseBytes',
  'retry',
  'traffic',
  'allowInsecureLoopback',
  'runtime',
]);

/**
 * Checks settings by hand, so that making a provider does not load zod, and fills in the defaults. What is for signing in has
 * been checked by `entra`.
 *
 * @throws CalendarError `invalidArgument` naming the setting, `insecureTransport` for a base URL that is not `https:`.
 */
export function createContext(settings: GraphSettings): GraphContext {
  for (const name of Object.keys(settings)) {
    if (!settingNames.has(name)) throw invalid(`there is no setting "${name}"`);
  }
  checkPositive('renewBeforeMs', settings.renewBeforeMs);
  checkPositive('maxResponseBytes', settings.maxResponseBytes);
  const { blockedMailboxes = [], testedAccess = () => undefined } = settings;
  if (typeof blockedMailboxes !== 'function' && !Array.isArray(blockedMailboxes))
    throw invalid('blockedMailboxes must be a list of addresses or a function');
  if (typeof testedAccess !== 'function') throw invalid('testedAccess must be a function');
  const isInsecureAllowed = settings.allowInsecureLoopback === true;
  const graphBaseUrl = rootUrl(settings.graphBaseUrl ?? graphRoots[settings.cloud ?? 'global'], isInsecureAllowed);
  const runtime = resolveRuntime(settings.runtime, nodeFetch());
  return {
    clientId: settings.clientId,
    policy: { ...(settings.policy ?? defaultAccessPolicy) },
    additionalScopes: [...(settings.additionalScopes ?? [])],
    graphBaseUrl: `${graphBaseUrl.origin}${graphBaseUrl.pathname.replace(/(\/v1\.0)?\/*$/, '')}`,
    renewBeforeMs: settings.renewBeforeMs,
    isBlocked: blocking(blockedMailboxes),
    testedAccess,
    retry: settings.retry === undefined ? undefined : { ...settings.retry },
    traffic: trafficLimiter({
      limits: trafficLimits(settings.traffic),
      clock: runtime.clock,
      maxWaitMs: settings.retry?.maxWaitMs,
    }),
    runtime,
    fetch: guardedFetch({
      fetch: runtime.fetch,
      clock: runtime.clock,
      provider: providerId,
      allowedOrigins: new Set([graphBaseUrl.origin]),
      allowInsecureLoopback: isInsecureAllowed,
      timeoutMs: settings.timeoutMs,
      maxResponseBytes: settings.maxResponseBytes,
    }),
  };
}

function trafficLimits(traffic: Partial<TrafficLimits> = {}): TrafficLimits {
  for (const [name, limit] of Object.entries(traffic)) {
    if (!(name in defaultTraffic)) throw invalid(`traffic has no limit "${name}"`);
    if (!Number.isInteger(limit) || limit < 1) throw invalid(`traffic.${name} must be a whole number from 1`);
  }
  return { ...defaultTraffic, ...traffic };
}

function blocking(blocked: NonNullable<GraphSettings['blockedMailboxes']>): (mailbox: string) => boolean {
  if (typeof blocked === 'function') return blocked;
  const addresses = new Set(blocked.map((address) => address.toLowerCase()));
  return (mailbox) => addresses.has(mailbox.toLowerCase());
}

function rootUrl(value: string, isInsecureAllowed: boolean): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    throw invalid('graphBaseUrl must be a URL without query, fragment or credentials');
  const isAllowed =
    url.protocol === 'https:' || (url.protocol === 'http:' && isInsecureAllowed && isLoopbackHost(url.hostname));
  if (isAllowed) return url;
  throw new CalendarError({
    code: 'insecureTransport',
    message:
      'The setting graphBaseUrl must start with https:; http: is for loopback addresses with allowInsecureLoopback',
    provider: providerId,
  });
}

function checkPositive(name: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isFinite(value) && value > 0)) throw invalid(`${name} must be a positive number`);
}

function invalid(message: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `graph settings: ${message}`, provider: providerId });
}
