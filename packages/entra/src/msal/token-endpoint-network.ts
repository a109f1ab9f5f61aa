import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { CalendarError, readJson } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { entraError } from '../errors/entra-error.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { tokenWireSchema } from '../wire/token-wire.ts';
import type { TokenWire } from '../wire/token-wire.ts';
import { failureSetting, postForm, readFailure } from './entra-request.ts';
import type { EntraOperation } from './entra-request.ts';

/**
 * The network MSAL is given: the guarded transport, for one operation. It keeps the token endpoint's answer, because MSAL
 * hands on neither the refresh token nor lifetimes as the service said them, and the error, because MSAL drops `Retry-After`
 * and fails on a body that is no object.
 */
export class TokenEndpointNetwork implements INetworkModule {
  readonly #context: EntraContext;
  readonly #operation: EntraOperation;
  #answer: TokenWire | undefined;
  #failure: CalendarError | undefined;

  constructor(context: EntraContext, operation: EntraOperation) {
    this.#context = context;
    this.#operation = operation;
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
      provider: this.#context.provider,
    });
    return Promise.reject(this.#failure);
  }

  async sendPostRequestAsync<T>(url: string, request?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    const { provider } = this.#context;
    try {
      const response = await postForm(this.#context, this.#realUrl(url), {
        headers: request?.headers,
        body: request?.body ?? '',
        signal: this.#operation.signal,
      });
      if (response.status !== 200)
        throw entraError(await readFailure(response), failureSetting(this.#context, this.#operation));
      const body = await readJson(response, { provider });
      this.#answer = parseWire(tokenWireSchema, body, 'the token answer', provider);
      // MSAL names the shape it expects; the token answer was checked above and MSAL checks the rest.
      return { headers: Object.fromEntries(response.headers), body: withUsableLifetime(body) as T, status: 200 };
    } catch (error) {
      if (CalendarError.is(error)) this.#failure = error;
      throw error;
    }
  }

  /** MSAL refuses `http:` authorities. For an emulator on loopback it is shown `https:`, which is undone here. */
  #realUrl(url: string): URL {
    const asked = new URL(url);
    return new URL(`${asked.pathname}${asked.search}`, this.#context.authority);
  }
}

/** MSAL fails on lifetimes that make no sense, though the token may be good; what it makes of them is not used. */
function withUsableLifetime(body: unknown): unknown {
  return typeof body === 'object' && body !== null
    ? { ...body, expires_in: 3_600, ext_expires_in: 3_600, refresh_in: undefined }
    : body;
}
