import { guardedFetch, resolveRuntime, trafficLimiter } from '@kalends/core';
import type { Fetch, RetryPolicy, Runtime, TrafficLimiter } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { CreatedContacts } from './contacts/created-contacts.ts';
import type { GoogleCommonSettings } from './google-settings.ts';
import type { CommonSettings } from './resolve-settings.ts';
import { observeServerClock } from './server-clock.ts';
import type { ServerClock } from './server-clock.ts';
import { googleTraffic } from './traffic.ts';

/** Changes of contacts at once, those of all accounts together: the gate of all requests lets fewer through anyway. */
const maxContactWrites = 1_000;

/** What everything of one provider shares. Nothing in it belongs to an account. */
export interface ProviderContext<S extends CommonSettings = CommonSettings> {
  readonly settings: S;
  readonly runtime: Runtime;
  /** The only way out: guarded, and asked by the vendor's clients too. */
  readonly fetch: Fetch;
  readonly retry: RetryPolicy | undefined;
  /** The gate that the requests of all connections go through. */
  readonly traffic: TrafficLimiter;
  /** The gate that changes of contacts go through one by one for each account. */
  readonly contactWrites: TrafficLimiter;
  readonly createdContacts: CreatedContacts;
  readonly serverClock: ServerClock;
  /** Hosts that `fetch` lets through. */
  readonly hosts: readonly string[];
}

/**
 * Prepares the surroundings of a provider.
 *
 * @param urls - Addresses it contacts beside the APIs.
 */
export function providerContext<S extends CommonSettings>(
  given: GoogleCommonSettings,
  settings: S,
  urls: readonly string[],
): ProviderContext<S> {
  const runtime = resolveRuntime(given.runtime, nodeFetch());
  const contacted = [...apiUrls(settings), ...urls].map((url) => new URL(url));
  const guarded = guardedFetch({
    fetch: runtime.fetch,
    clock: runtime.clock,
    provider: 'google',
    allowedOrigins: new Set(contacted.map(({ origin }) => origin)),
    allowInsecureLoopback: given.allowInsecureLoopback,
    timeoutMs: given.timeoutMs,
    maxResponseBytes: given.maxResponseBytes,
  });
  return {
    settings,
    runtime,
    retry: given.retry,
    traffic: googleTraffic('google', given, runtime.clock),
    contactWrites: trafficLimiter({
      limits: { perMailbox: 1, perApplication: maxContactWrites },
      clock: runtime.clock,
      maxWaitMs: given.retry?.maxWaitMs,
    }),
    createdContacts: new CreatedContacts(),
    hosts: [...new Set(contacted.map(({ host }) => host))],
    ...observeServerClock({ fetch: guarded, clock: runtime.clock }),
  };
}

/** The APIs of what the settings open. */
function apiUrls({ endpoints, contacts, rooms }: CommonSettings): readonly string[] {
  return [
    endpoints.apiRootUrl,
    ...(contacts === undefined ? [] : [endpoints.peopleRootUrl]),
    ...(rooms ? [endpoints.directoryRootUrl] : []),
  ];
}
