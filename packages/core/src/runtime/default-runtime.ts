import type { AuditSink, Clock, Fetch, Logger, Random, Runtime } from './runtime.ts';

/** The longest delay that timers take; a longer one would end at once. Some 24 days. */
const maxTimerMs = 2_147_483_647;

/** The system's clock. Sleeps of any length are kept; `Infinity` lasts until the signal. @public */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, options) {
    let leftMs = ms;
    for (; leftMs > maxTimerMs; leftMs -= maxTimerMs) await sleepOnce(maxTimerMs, options?.signal);
    await sleepOnce(leftMs, options?.signal);
  },
};

async function sleepOnce(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** The platform's cryptographic random source. @public */
export const systemRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

const silent = (): void => undefined;

/** A logger that says nothing. The default: a library does not print. @public */
export const silentLogger: Logger = { debug: silent, info: silent, warn: silent, error: silent };

/** An audit sink that keeps nothing, for programs without audit duties. @public */
export const discardingAudit: AuditSink = { record: () => Promise.resolve() };

/**
 * Completes what the caller injected with the real thing.
 *
 * @param injected - What the caller brings; absent members get the defaults.
 * @param defaultFetch - Used when no `fetch` was injected. Default: the platform's own, looked up at each call.
 * @public
 */
export function resolveRuntime(injected: Partial<Runtime> = {}, defaultFetch: Fetch = platformFetch): Runtime {
  return {
    fetch: injected.fetch ?? defaultFetch,
    clock: injected.clock ?? systemClock,
    random: injected.random ?? systemRandom,
    logger: injected.logger ?? silentLogger,
    audit: injected.audit ?? discardingAudit,
  };
}

const platformFetch: Fetch = (input, init) => globalThis.fetch(input, init);
