import { CalendarError, guardedFetch, readJson, resolveRuntime } from '@kalends/core';
import type { Runtime } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';

/** Key sets have a few kilobytes. */
const maxResponseBytes: number = 1024 * 1024;

/** How long a key set counts as fresh; Microsoft rolls keys over several times a year and publishes new ones well ahead. */
export const keysFreshMs: number = 24 * 60 * 60_000;
/** A token with an unknown key makes us look for new keys at most this often, so that forged ones cannot make us ask and ask. */
export const keysCooldownMs: number = 5 * 60_000;

/** Settings that both verifiers share. @public */
export interface VerifierSettings {
  /** Seconds that clocks may differ. Default 300. */
  readonly clockToleranceSeconds?: number;
  /** Milliseconds for fetching keys. Default 30,000. */
  readonly timeoutMs?: number;
  /** Allow `http:` to loopback addresses, for emulators. Default false. */
  readonly allowInsecureLoopback?: boolean;
  /** Clock and `fetch`. Default: the real ones; `fetch` is `nodeFetch()` with TLS 1.2 as its floor. */
  readonly runtime?: Partial<Runtime>;
}

/** Fetches documents of one origin and keeps them for a while, by the injected clock. */
export class KeyDocuments {
  readonly #runtime: Runtime;
  readonly #fetch: Runtime['fetch'];
  readonly #held = new Map<string, { readonly document: Promise<unknown>; readonly fetchedAtMs: number }>();

  constructor(origin: string, settings: VerifierSettings) {
    this.#runtime = resolveRuntime(settings.runtime, nodeFetch());
    this.#fetch = guardedFetch({
      fetch: this.#runtime.fetch,
      clock: this.#runtime.clock,
      provider: verifierProvider,
      allowedOrigins: new Set([origin]),
      allowInsecureLoopback: settings.allowInsecureLoopback,
      timeoutMs: settings.timeoutMs,
      maxResponseBytes,
    });
  }

  /** The injected clock. */
  now(): number {
    return this.#runtime.clock.now();
  }

  /**
   * The document, at most `maxAgeMs` old. One fetch serves everybody who waits for it.
   *
   * @throws CalendarError `aborted` for a caller who leaves; the others go on waiting.
   */
  async get(url: string, maxAgeMs: number, signal: AbortSignal | undefined): Promise<unknown> {
    requireWaiting(signal);
    const document = this.#document(url, maxAgeMs);
    if (signal === undefined) return document;
    const left = Promise.withResolvers<never>();
    const leave = (): void => left.reject(aborted());
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([document, left.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #document(url: string, maxAgeMs: number): Promise<unknown> {
    const held = this.#held.get(url);
    if (held !== undefined && this.now() - held.fetchedAtMs < maxAgeMs) return held.document;
    const document = this.#read(url);
    this.#held.set(url, { document, fetchedAtMs: this.now() });
    document.catch(() => this.#held.delete(url));
    return document;
  }

  async #read(url: string): Promise<unknown> {
    const response = await this.#fetch(url, { headers: { accept: 'application/json' } });
    if (response.ok) return readJson(response, { provider: verifierProvider });
    await response.body?.cancel();
    throw new CalendarError({
      code: 'serviceUnavailable',
      message: `The keys that tokens are signed with could not be fetched: status ${response.status}`,
      provider: verifierProvider,
      status: response.status,
    });
  }
}

/** What errors of the verifiers name as their provider. */
export const verifierProvider = 'addin';

/** @throws CalendarError `aborted` for a caller who has left. */
export function requireWaiting(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw aborted();
}

function aborted(): CalendarError {
  return new CalendarError({
    code: 'aborted',
    message: 'The call was aborted by its caller',
    provider: verifierProvider,
  });
}

/** The one error for a token that is not believed. It does not say more than the reason: the token is anybody's text. */
export function tokenRefused(why: string, cause?: unknown): CalendarError {
  return new CalendarError({
    code: 'authenticationFailed',
    message: `The token of the add-in is refused: ${why}`,
    provider: verifierProvider,
    cure: {
      text: 'Sign in to the add-in again; if that does not help, compare its registration with the settings here.',
    },
    cause,
  });
}
