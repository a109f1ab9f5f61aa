import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorCode } from '../errors/error-code.ts';
import type { Clock, Fetch } from '../runtime/runtime.ts';
import { limitedBody } from './limited-body.ts';
import { transportError } from './transport-error.ts';

/** Milliseconds from sending a request to the last byte of its answer. @public */
export const defaultTimeoutMs = 30_000;

/** Largest answer accepted, in bytes after decompression. @public */
export const defaultMaxResponseBytes: number = 32 * 1024 * 1024;

/** Settings of {@link guardedFetch}. @public */
export interface GuardedFetchOptions {
  /** The transport underneath. */
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Provider id that errors carry. */
  readonly provider: string;
  /** Origins (`https://graph.microsoft.com`) that may be asked. A request to any other is refused before it is sent. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** Allow `http:` to loopback addresses, for emulators. Default false. */
  readonly allowInsecureLoopback?: boolean | undefined;
  /** Default {@link defaultTimeoutMs}. */
  readonly timeoutMs?: number | undefined;
  /** Default {@link defaultMaxResponseBytes}. */
  readonly maxResponseBytes?: number | undefined;
}

const bodilessStatuses = new Set([101, 204, 205, 304]);

/**
 * Wraps a `fetch` with the rules every package shares: `https:` only (TLS), known origins only, no redirect is followed, a
 * time limit over the whole exchange, a size limit on the answer, and typed errors for what goes wrong on the way. The
 * result has the same signature, so vendor libraries can use it as their transport.
 *
 * The answer's body has to be read or cancelled: until then, or until the time limit, its connection stays open.
 *
 * @throws CalendarError `insecureTransport` and `untrustedUrl` before anything is sent or resolved; `networkError`,
 * `tlsError`, `timeout`, `aborted` and `responseTooLarge` afterwards, all but `tlsError` also while the body is read.
 * @public
 */
export function guardedFetch(options: GuardedFetchOptions): Fetch {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const maxBytes = options.maxResponseBytes ?? defaultMaxResponseBytes;
  const fail = (code: CalendarErrorCode, message: string, cause?: unknown): CalendarError =>
    new CalendarError({ code, message, provider: options.provider, cause });

  return async (input, init = {}) => {
    const address = input instanceof Request ? input.url : input;
    if (!URL.canParse(address)) throw fail('untrustedUrl', 'What was to be asked is no URL');
    const url = new URL(address);
    checkUrl(url, options, fail);

    const callerSignal = init.signal ?? (input instanceof Request ? input.signal : undefined);
    if (callerSignal?.aborted === true) throw fail('aborted', 'The call was aborted by its caller');
    const attempt = new AbortController();
    const abort = (error: CalendarError): void => {
      attempt.abort(error);
      // Also when nobody reads the body: a listener must not stay with a signal that outlives the call.
      finish();
    };
    const onCallerAbort = (): void => abort(fail('aborted', 'The call was aborted by its caller'));
    callerSignal?.addEventListener('abort', onCallerAbort, { once: true });
    const timer = new AbortController();
    options.clock.sleep(timeoutMs, { signal: timer.signal }).then(
      () => abort(fail('timeout', `${url.host} did not answer within ${timeoutMs} ms`)),
      () => undefined,
    );
    const finish = (): void => {
      callerSignal?.removeEventListener('abort', onCallerAbort);
      timer.abort();
    };

    try {
      const request = options.fetch(input, { ...init, redirect: 'manual', signal: attempt.signal });
      // A transport that ignores the signal may answer after all; nobody will read that.
      request.then((late) => (attempt.signal.aborted ? late.body?.cancel() : undefined)).catch(() => undefined);
      const response = await Promise.race([request, rejectionOf(attempt.signal)]);
      if (
        response.type === 'opaqueredirect' ||
        (response.status >= 300 && response.status < 400 && response.status !== 304)
      ) {
        await response.body?.cancel().catch(() => undefined);
        throw fail('untrustedUrl', `${url.host} redirected the request; redirects are not followed with credentials`);
      }
      if (response.body === null || bodilessStatuses.has(response.status)) {
        finish();
        return new Response(null, {
          status: response.status,
          statusText: response.statusText,
          headers: response.headers,
        });
      }
      // Only now: an answer to HEAD announces the length of what it does not send.
      const declared = Number(response.headers.get('content-length'));
      if (declared > maxBytes) {
        await response.body.cancel().catch(() => undefined);
        throw fail('responseTooLarge', `${url.host} announced ${declared} bytes, more than the limit of ${maxBytes}`);
      }
      const body = limitedBody({
        body: response.body,
        maxBytes,
        signal: attempt.signal,
        tooLarge: () => fail('responseTooLarge', `${url.host} sent more than the limit of ${maxBytes} bytes`),
        broken: (cause) => transportError({ cause, host: url.host, provider: options.provider }),
        onEnd: finish,
      });
      return new Response(body, {
        status: response.status,
        statusText: response.statusText,
        headers: response.headers,
      });
    } catch (error) {
      finish();
      if (CalendarError.is(error)) throw error;
      if (CalendarError.is(attempt.signal.reason)) throw attempt.signal.reason;
      throw transportError({ cause: error, host: url.host, provider: options.provider });
    }
  };
}

function checkUrl(
  url: URL,
  options: GuardedFetchOptions,
  fail: (code: CalendarErrorCode, message: string) => CalendarError,
): void {
  const isInsecureLoopback = url.protocol === 'http:' && isLoopbackHost(url.hostname);
  if (url.protocol !== 'https:' && !(isInsecureLoopback && options.allowInsecureLoopback === true)) {
    throw fail('insecureTransport', `${url.protocol}//${url.host} is refused: only https: is allowed`);
  }
  if (url.username !== '' || url.password !== '') {
    throw fail('untrustedUrl', `A URL with credentials in it is refused (${url.host})`);
  }
  if (!options.allowedOrigins.has(url.origin)) {
    throw fail('untrustedUrl', `${url.origin} is not among the hosts this provider is configured to talk to`);
  }
}

/**
 * Tells whether a host name is this machine itself, without asking a resolver.
 *
 * @public
 */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname === '::1' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Rejects when the signal fires: some transports settle late, or never, after an abort. */
function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
