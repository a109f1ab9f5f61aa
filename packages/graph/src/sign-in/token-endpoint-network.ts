import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { CalendarError, readJson } from '@kalends/core';
import { readRequestId } from '../client/request-id.ts';
import { signInError } from '../errors/sign-in-error.ts';
import { providerId } from '../graph-context.ts';
import type { GraphContext } from '../graph-context.ts';
import { tokenErrorWireSchema } from '../wire/error-wire.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { tokenWireSchema } from '../wire/token-wire.ts';
import type { TokenWire } from '../wire/token-wire.ts';

/** What one sign-in operation needs to send its request and to describe its failure. */
export interface TokenEndpointNetworkOptions {
  readonly context: GraphContext;
  readonly isRefresh: boolean;
  readonly adminConsentUrl: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * The network MSAL is given: the guarded transport, for one operation. It keeps the token endpoint's answer, because MSAL
 * hands on neither the refresh token nor lifetimes by the injected clock, and the error, because MSAL drops `Retry-After` and
 * fails on a body that is no object.
 */
export class TokenEndpointNetwork implements INetworkModule {
  readonly #options: TokenEndpointNetworkOptions;
  #answer: TokenWire | undefined;
  #failure: CalendarError | undefined;

  constructor(options: TokenEndpointNetworkOptions) {
    this.#options = options;
  }

  /** The token endpoint's answer, after MSAL was satisfied with it. */
  get answer(): TokenWire | undefined {
    return this.#answer;
  }

  /** What went wrong on the way, before MSAL wrapped it. */
  get failure(): CalendarError | undefined {
    return this.#failure;
  }

  async sendGetRequestAsync<T>(url: string): Promise<NetworkResponse<T>> {
    // All endpoints are configured, so MSAL has nothing to look up. If a later version tries, say so instead of obeying.
    this.#failure = new CalendarError({
      code: 'untrustedUrl',
      message: `The sign-in library asked ${new URL(url).host} for metadata, which is not needed and not allowed`,
      provider: providerId,
    });
    return Promise.reject(this.#failure);
  }

  async sendPostRequestAsync<T>(url: string, request?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    try {
      const response = await this.#options.context.fetch(this.#realUrl(url), {
        method: 'POST',
        headers: { ...request?.headers, accept: 'application/json' },
        body: request?.body ?? '',
        ...(this.#options.signal === undefined ? {} : { signal: this.#options.signal }),
      });
      if (response.status !== 200) throw await this.#refusal(response);
      const body = await readJson(response, { provider: providerId });
      this.#answer = parseWire(tokenWireSchema, body, 'the token answer');
      // MSAL names the shape it expects; the token answer was checked above and MSAL checks the rest.
      return { headers: Object.fromEntries(response.headers), body: body as T, status: response.status };
    } catch (error) {
      if (CalendarError.is(error)) this.#failure = error;
      throw error;
    }
  }

  /** MSAL refuses `http:` authorities. For an emulator on loopback it is shown `https:`, which is undone here. */
  #realUrl(url: string): URL {
    const asked = new URL(url);
    return new URL(`${asked.pathname}${asked.search}`, this.#options.context.authority);
  }

  async #refusal(response: Response): Promise<CalendarError> {
    const parsed = tokenErrorWireSchema.safeParse(parseJson(await response.text()));
    const body = parsed.success ? parsed.data : undefined;
    return signInError({
      error: body?.error ?? undefined,
      aadstsCodes: body?.error_codes ?? undefined,
      suberror: body?.suberror ?? undefined,
      status: response.status,
      requestId: readRequestId(response.headers.get('x-ms-request-id')) ?? readRequestId(body?.trace_id),
      retryAfter: response.headers.get('retry-after'),
      isRefresh: this.#options.isRefresh,
      adminConsentUrl: this.#options.adminConsentUrl,
      nowMs: this.#options.context.runtime.clock.now(),
    });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
