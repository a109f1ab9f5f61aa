import { parseRetryAfter } from '@kalends/core';
import type { Clock, Fetch } from '@kalends/core';

/** How far this machine's clock is from the service's. */
export interface ServerClock {
  /** Milliseconds this machine is ahead; negative: behind. `undefined` while no answer said the time. */
  skewMs(): number | undefined;
}

/** The header counts whole seconds, cut off. */
const headerResolutionMs = 500;

/**
 * Compares a `Date` header with our clock (RFC 9110, section 6.6.1).
 *
 * @param nowMs - Milliseconds since the Unix epoch.
 * @returns Milliseconds our clock is ahead, or `undefined` for a header that cannot be read.
 */
export function skewOf(date: string | null, nowMs: number): number | undefined {
  if (date === null || !/^[A-Z]/.test(date)) return undefined;
  // The wait until an HTTP date, counted from the epoch, is its instant.
  const serverMs = parseRetryAfter(date, 0);
  return serverMs === undefined ? undefined : nowMs - serverMs - headerResolutionMs;
}

/** Wraps a transport so that its answers tell the service's time. */
export function observeServerClock(options: { readonly fetch: Fetch; readonly clock: Pick<Clock, 'now'> }): {
  readonly fetch: Fetch;
  readonly serverClock: ServerClock;
} {
  let latest: number | undefined;
  return {
    serverClock: { skewMs: () => latest },
    fetch: async (input, init) => {
      const response = await options.fetch(input, init);
      latest = skewOf(response.headers.get('date'), options.clock.now()) ?? latest;
      return response;
    },
  };
}
