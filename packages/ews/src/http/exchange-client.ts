import { CalendarError, retryRead } from '@kalends/core';
import type { Fetch, RetryPolicy, Runtime } from '@kalends/core';
import { faultError } from '../errors/response-error.ts';
import type { ErrorContext } from '../errors/response-error.ts';
import { httpStatusError } from '../errors/http-status-error.ts';
import { documentShape } from '../soap/answer-shape.ts';
import { envelope, schemaVersions } from '../soap/envelope.ts';
import type { EwsSchemaVersion } from '../soap/envelope.ts';
import { readXml } from '../soap/read-xml.ts';
import type { ExchangeCall } from './exchange-call.ts';
import { createRequestId } from './request-id.ts';

/** Settings of {@link ExchangeClient}. */
export interface ExchangeClientOptions {
  readonly url: string;
  /** Guarded. */
  readonly fetch: Fetch;
  readonly runtime: Runtime;
  readonly retry: RetryPolicy | undefined;
  readonly newestVersion: EwsSchemaVersion;
  /** Value of the `Authorization` header, made anew for each request. */
  readonly authorization: () => string;
  /** Address of the mailbox that is opened: Exchange uses it to find the right server. */
  readonly anchorMailbox: string | undefined;
  /** What a refused password means: at sign-in it was mistyped, later it was changed. */
  readonly onRefusedPassword: 'authenticationFailed' | 'reauthorizationRequired';
}

const versionErrors = new Set([
  'ErrorInvalidServerVersion',
  'ErrorIncorrectSchemaVersion',
  'ErrorInvalidSchemaVersionForMailboxVersion',
]);

/**
 * Sends EWS operations for one account. It remembers the schema version the server was found to take and whether the
 * password ever worked, nothing else.
 */
export class ExchangeClient {
  readonly #options: ExchangeClientOptions;
  #version: EwsSchemaVersion;
  #passwordWorked = false;

  constructor(options: ExchangeClientOptions) {
    this.#options = options;
    this.#version = options.newestVersion;
  }

  /** Sends an operation; tries again as the policy says. Only for reads. */
  call<R>(call: ExchangeCall<R>, signal: AbortSignal | undefined): Promise<R> {
    const { runtime, retry } = this.#options;
    return retryRead(runtime, () => this.#callInSomeVersion(call, signal), { policy: retry, signal });
  }

  async #callInSomeVersion<R>(call: ExchangeCall<R>, signal: AbortSignal | undefined): Promise<R> {
    for (;;) {
      const version = this.#version;
      try {
        return await this.#callOnce(call, version, signal);
      } catch (error) {
        if (!CalendarError.is(error) || !versionErrors.has(error.vendorCode ?? '')) throw error;
        const older = schemaVersions[schemaVersions.indexOf(version) + 1];
        if (older === undefined) throw error;
        // A call beside this one may have gone further down already.
        if (this.#version === version) this.#version = older;
      }
    }
  }

  async #callOnce<R>(call: ExchangeCall<R>, version: EwsSchemaVersion, signal: AbortSignal | undefined): Promise<R> {
    const request = envelope(version, call.request(version));
    const clientRequestId = createRequestId(this.#options.runtime.random);
    const response = await this.#send(request, clientRequestId, signal);
    const context = { status: response.status, requestId: response.headers.get('request-id') ?? clientRequestId };
    const statusError = (): CalendarError =>
      httpStatusError(response, { requestId: context.requestId, nowMs: this.#options.runtime.clock.now() });
    if (response.status !== 200 && response.status !== 500) {
      await discard(response);
      throw statusError();
    }

    const document = await readXml(chunksOf(response), documentShape(call.responseName, call.response)).catch(
      (error: unknown) => {
        if (!CalendarError.is(error) || error.code !== 'invalidResponse') throw error;
        // A 500 without SOAP comes from IIS or a proxy.
        throw response.status === 500 ? statusError() : error;
      },
    );
    const body = document.Envelope?.Body;
    if (body?.Fault !== undefined) throw faultError(body.Fault, context);
    const answer = body?.[call.responseName];
    if (answer === undefined) throw noAnswer(context);
    return call.read(answer, context);
  }

  async #send(body: string, clientRequestId: string, signal: AbortSignal | undefined): Promise<Response> {
    const { url, fetch, anchorMailbox } = this.#options;
    const request = (): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'text/xml; charset=utf-8',
          accept: 'text/xml',
          authorization: this.#options.authorization(),
          'user-agent': 'kalends-ews',
          'client-request-id': clientRequestId,
          'return-client-request-id': 'true',
          ...(anchorMailbox === undefined ? {} : { 'x-anchormailbox': anchorMailbox }),
        },
        body,
        ...(signal === undefined ? {} : { signal }),
      });

    let response = await request();
    if (response.status === 401 && this.#passwordWorked) {
      // In the middle of good traffic Exchange answers 401 also when it is overloaded.
      await discard(response);
      response = await request();
    }
    // Other statuses can come from a proxy that never looked at the password.
    if (response.status === 200) this.#passwordWorked = true;
    if (response.status !== 401) return response;
    // Refused twice: no further call may count as two failures with a server that locks accounts.
    this.#passwordWorked = false;
    if (this.#options.onRefusedPassword === 'authenticationFailed') return response;
    await discard(response);
    throw new CalendarError({
      code: 'reauthorizationRequired',
      message: 'Exchange no longer accepts the stored user name and password',
      provider: 'ews',
      status: 401,
      requestId: response.headers.get('request-id') ?? clientRequestId,
      cure: { text: 'The password was changed, or the account locked: connect again with the present password.' },
    });
  }
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}

function noAnswer(context: ErrorContext): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: 'The SOAP answer holds neither the operation that was asked for nor a fault',
    provider: 'ews',
    ...context,
  });
}
