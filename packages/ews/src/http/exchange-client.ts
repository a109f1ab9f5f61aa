import { CalendarError, retryRead } from '@kalends/core';
import type {
  Authorization,
  AuthorizationSource,
  RequiredPermission,
  RetryPolicy,
  Runtime,
  TrafficLimiter,
} from '@kalends/core';
import { faultError } from '../errors/response-error.ts';
import { httpStatusError } from '../errors/http-status-error.ts';
import { readClaims, readDiagnostics, refusedTokenError } from '../errors/refused-token.ts';
import { isExchangeOnlineHost } from '../online/exchange-online.ts';
import { documentShape } from '../soap/answer-shape.ts';
import { envelope, schemaVersions } from '../soap/envelope.ts';
import type { EwsSchemaVersion } from '../soap/envelope.ts';
import { readXml } from '../soap/read-xml.ts';
import { isExchangeOnlineVersion } from '../versions/exchange-products.ts';
import { serverVersionOf } from '../versions/server-version.ts';
import type { ExchangeVersion } from '@kalends/core';
import { chunksOf } from './chunks-of.ts';
import { discard } from './drain.ts';
import type { ExchangeCall } from './exchange-call.ts';
import { clockDifference } from './clock-difference.ts';
import { createRequestId } from './request-id.ts';
import type { ExchangeTransport } from './transport.ts';

/** Settings of {@link ExchangeClient}. */
export interface ExchangeClientOptions {
  readonly url: URL;
  readonly transport: ExchangeTransport;
  readonly runtime: Runtime;
  readonly retry: RetryPolicy | undefined;
  /** The provider's one gate for requests. */
  readonly traffic: TrafficLimiter;
  /** Which mailbox requests count against. */
  readonly mailbox: string;
  readonly newestVersion: EwsSchemaVersion;
  /** Asked before every request. */
  readonly authorization: AuthorizationSource;
  /** Whether tokens are the application's own. */
  readonly isApplication: boolean;
  /** Primary SMTP address of the mailbox to act as, on every call. */
  readonly impersonated: string | undefined;
  /** Address of the mailbox that is opened: Exchange uses it to find the right server. */
  readonly anchorMailbox: string | undefined;
  /** Told with every answer that tells the server's version. */
  readonly onServerVersion: (version: ExchangeVersion) => void;
}

/** Sends operations in the name of one purpose. */
export interface ExchangeCaller {
  /** Sends an operation; tries again as the policy says. Only for reads. */
  call<R>(call: ExchangeCall<R>, signal: AbortSignal | undefined): Promise<R>;
  /**
   * Sends an operation that writes: once, whatever comes of it. Only what says that nothing was done is answered by sending again, an
   * authorization or a schema version that the server refuses. Everything else is for `Session.settled`, or `retryWrite` of core.
   */
  once<R>(call: ExchangeCall<R>, signal: AbortSignal | undefined): Promise<R>;
}

/** How one call goes out. */
interface CallContext {
  readonly permission: RequiredPermission | undefined;
  readonly signal: AbortSignal | undefined;
}

/** An answer and the id by which the server's logs know it. */
interface Answer {
  readonly response: Response;
  readonly requestId: string;
}

const versionErrors = new Set([
  'ErrorInvalidServerVersion',
  'ErrorIncorrectSchemaVersion',
  'ErrorInvalidSchemaVersionForMailboxVersion',
]);

/**
 * Sends EWS operations for one mailbox. It remembers the schema version the server was found to take, the server's version and
 * clock, and whether the password ever worked, nothing else.
 */
export class ExchangeClient {
  readonly #options: ExchangeClientOptions;
  #version: EwsSchemaVersion;
  #serverVersion: ExchangeVersion | undefined;
  #clockDifferenceMs: number | undefined;
  #passwordWorked = false;

  constructor(options: ExchangeClientOptions) {
    this.#options = options;
    this.#version = options.newestVersion;
  }

  /** Version of the server that answered last for this mailbox. */
  get serverVersion(): ExchangeVersion | undefined {
    return this.#serverVersion;
  }

  /** Milliseconds that this machine's clock is ahead of the server's, as the last answer with a date told; behind: negative. */
  get clockDifferenceMs(): number | undefined {
    return this.#clockDifferenceMs;
  }

  /** Whether the mailbox is in Exchange Online, as far as is known. */
  get isOnline(): boolean {
    const version = this.#serverVersion;
    return (
      isExchangeOnlineHost(this.#options.url.hostname) || (version !== undefined && isExchangeOnlineVersion(version))
    );
  }

  /** Calls that the account's policy has to allow for what they are made for; absent: none that it could forbid. */
  for(permission: RequiredPermission | undefined): ExchangeCaller {
    const { runtime, retry } = this.#options;
    return {
      call: (call, signal) =>
        retryRead(runtime, () => this.#callInSomeVersion(call, { permission, signal }), { policy: retry, signal }),
      once: (call, signal) => this.#callInSomeVersion(call, { permission, signal }),
    };
  }

  async #callInSomeVersion<R>(call: ExchangeCall<R>, context: CallContext): Promise<R> {
    for (;;) {
      const version = this.#version;
      try {
        const { traffic, mailbox } = this.#options;
        return await traffic.run({ mailbox, signal: context.signal }, () => this.#callOnce(call, version, context));
      } catch (error) {
        if (!CalendarError.is(error) || !versionErrors.has(error.vendorCode ?? '')) throw error;
        const older = schemaVersions[schemaVersions.indexOf(version) + 1];
        if (older === undefined) throw error;
        // A call beside this one may have gone further down already.
        if (this.#version === version) this.#version = older;
      }
    }
  }

  async #callOnce<R>(call: ExchangeCall<R>, version: EwsSchemaVersion, context: CallContext): Promise<R> {
    const request = envelope(version, call.request(version), this.#options.impersonated);
    const { response, requestId } = await this.#send(request, context);
    const statusError = (): CalendarError =>
      httpStatusError(response, { requestId, nowMs: this.#options.runtime.clock.now(), isOnline: this.isOnline });
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
    const errorContext = { status: response.status, requestId };
    const { Header: header, Body: body } = document.Envelope ?? {};
    this.#learnVersion(serverVersionOf(header?.ServerVersionInfo));
    if (body?.Fault !== undefined) throw faultError(body.Fault, errorContext);
    const answer = body?.[call.responseName];
    if (answer === undefined) throw noAnswer(errorContext);
    return call.read(answer, errorContext);
  }

  #learnVersion(version: ExchangeVersion | undefined): void {
    if (version === undefined) return;
    this.#serverVersion = version;
    this.#options.onServerVersion(version);
  }

  /** Sends once, and once more with another authorization when the first is refused. */
  async #send(body: string, context: CallContext): Promise<Answer> {
    const { authorization: source } = this.#options;
    const { permission, signal } = context;
    const abort = signal === undefined ? {} : { signal };
    const authorization = await source.get({ ...abort, ...(permission === undefined ? {} : { permission }) });
    let answer = await this.#sendOnce(body, authorization, signal);
    if (answer.response.status === 401 && authorization.kind === 'basic' && this.#passwordWorked) {
      // In the middle of good traffic Exchange answers 401 also when it is overloaded.
      await discard(answer.response);
      answer = await this.#sendOnce(body, authorization, signal);
    }
    if (answer.response.status !== 401) return answer;
    // No further call with this password may count as two failures with a server that locks accounts.
    this.#passwordWorked = false;
    await discard(answer.response);

    const claims = readClaims(answer.response.headers.get('www-authenticate'));
    const fresh = await source
      .replace({ refused: authorization, ...abort, ...(claims === undefined ? {} : { claims }) })
      .catch((error: unknown) => {
        throw CalendarError.is(error) ? atRequest(error, answer) : error;
      });
    answer = await this.#sendOnce(body, fresh, signal);
    if (answer.response.status !== 401) return answer;
    await discard(answer.response);
    throw refusedTokenError({
      diagnostics: readDiagnostics(answer.response.headers.get('x-ms-diagnostics')),
      claims: readClaims(answer.response.headers.get('www-authenticate')),
      kind: fresh.kind === 'basic' ? 'password' : this.#options.isApplication ? 'applicationToken' : 'delegatedToken',
      requestId: answer.requestId,
    });
  }

  async #sendOnce(body: string, authorization: Authorization, signal: AbortSignal | undefined): Promise<Answer> {
    const { url, transport, anchorMailbox, runtime } = this.#options;
    const clientRequestId = createRequestId(runtime.random);
    const response = await transport.send({
      url: url.href,
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        accept: 'text/xml',
        'user-agent': 'kalends-ews',
        'client-request-id': clientRequestId,
        'return-client-request-id': 'true',
        ...(anchorMailbox === undefined ? {} : { 'x-anchormailbox': anchorMailbox }),
      },
      body,
      authorization,
      signal,
    });
    this.#clockDifferenceMs =
      clockDifference(response.headers.get('date'), runtime.clock.now()) ?? this.#clockDifferenceMs;
    // Other statuses can come from a proxy that never looked at the password.
    if (response.status === 200) this.#passwordWorked = true;
    return { response, requestId: response.headers.get('request-id') ?? clientRequestId };
  }
}

/** Adds to an error of the authorization which refusal led to it. */
function atRequest(error: CalendarError, { response, requestId }: Answer): CalendarError {
  if (error.status !== undefined || error.requestId !== undefined) return error;
  return new CalendarError({ ...error.toJSON(), claims: error.claims, status: response.status, requestId });
}

function noAnswer(context: { readonly status: number; readonly requestId: string }): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: 'The SOAP answer holds neither the operation that was asked for nor a fault',
    provider: 'ews',
    ...context,
  });
}
