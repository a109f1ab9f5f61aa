import { CalendarError, guardedFetch } from '@kalends/core';
import type { Fetch, PasswordAuthorization, Runtime } from '@kalends/core';
import type { ConnectionFetch } from '@kalends/core/node';
import { drain } from '../drain.ts';
import { isSamePassword } from '../password-proof.ts';
import type { TransportRequest } from '../transport.ts';
import { channelBindingOf } from './channel-binding.ts';
import { negotiateMessage, readChallenge } from './messages.ts';
import { ntlmAnswer, ntlmIdentity } from './ntlm-v2.ts';

/** How often a handshake is begun anew because its connection ended in the middle. */
const maxHandshakes = 3;

/** Settings of {@link NtlmLane}. */
export interface NtlmLaneOptions {
  readonly connection: ConnectionFetch;
  readonly origin: string;
  readonly runtime: Pick<Runtime, 'clock' | 'random'>;
  readonly timeoutMs: number | undefined;
  readonly maxResponseBytes: number | undefined;
  readonly allowInsecureLoopback: boolean;
}

/** What a handshake came to. */
type HandshakeResult =
  | { readonly kind: 'answered'; readonly response: Response }
  | { readonly kind: 'refused'; readonly response: Response }
  /** The connection ended between two messages, which say nothing on another one. */
  | { readonly kind: 'connectionLost' };

/**
 * One connection that NTLM has authenticated: after the handshake its requests need no header until it ends. Redirects, other
 * origins and plain HTTP are refused underneath, so that no other host ever sees a handshake.
 *
 * @see {@link https://learn.microsoft.com/openspecs/windows_protocols/ms-nthtl/f09cf6e1-529e-403b-a8a5-7368ee096a6a | MS-NTHT, NTLM over HTTP}
 */
export class NtlmLane {
  readonly #options: NtlmLaneOptions;
  readonly #fetch: Fetch;
  /** Number of the connection that is authenticated, and for whom. */
  #authenticated: { readonly connection: number; readonly authorization: PasswordAuthorization } | undefined;
  #user: PasswordAuthorization | undefined;
  #scheme: 'NTLM' | 'Negotiate' = 'NTLM';

  constructor(options: NtlmLaneOptions) {
    this.#options = options;
    this.#fetch = guardedFetch({
      fetch: options.connection.fetch,
      clock: options.runtime.clock,
      provider: 'ews',
      allowedOrigins: new Set([options.origin]),
      allowInsecureLoopback: options.allowInsecureLoopback,
      timeoutMs: options.timeoutMs,
      maxResponseBytes: options.maxResponseBytes,
    });
  }

  /** Whether a request of this account needs no handshake, as far as is known. */
  isReadyFor(authorization: PasswordAuthorization): boolean {
    return (
      this.#authenticated?.connection === this.#options.connection.connectionCount &&
      isSamePassword(this.#authenticated.authorization, authorization)
    );
  }

  /** Whether the connection was last authenticated, or tried to be, for another account or password. */
  isOfAnother(authorization: PasswordAuthorization): boolean {
    return this.#user !== undefined && !isSamePassword(this.#user, authorization);
  }

  /** Sends on the authenticated connection. `undefined` when the server wants a handshake after all. */
  async sendReady(request: TransportRequest): Promise<Response | undefined> {
    const response = await this.#request(request, undefined);
    if (response.status !== 401) return response;
    this.#authenticated = undefined;
    await drain(response);
    return undefined;
  }

  /**
   * Authenticates the connection with the request itself as the last message.
   *
   * @returns an answer with status 401 when user name or password were refused.
   * @throws CalendarError `networkError` when the connection ends in the middle every time, `invalidConfiguration` when the
   *   server does not offer NTLM.
   */
  async authenticate(request: TransportRequest, authorization: PasswordAuthorization): Promise<Response> {
    this.#authenticated = undefined;
    this.#user = authorization;
    for (let attempt = 0; attempt < maxHandshakes; attempt += 1) {
      const result = await this.#handshake(request, authorization);
      if (result.kind === 'connectionLost') continue;
      const connection = this.#options.connection.connectionCount;
      if (result.kind === 'answered') this.#authenticated = { connection, authorization };
      return result.response;
    }
    throw failure(
      'networkError',
      'Exchange, or a proxy before it, ends the connection in the middle of the NTLM handshake',
    );
  }

  async #handshake(request: TransportRequest, authorization: PasswordAuthorization): Promise<HandshakeResult> {
    const { connection, origin, runtime } = this.#options;
    const negotiate = negotiateMessage();
    const challenged = await this.#challengeTo(request, negotiate);
    if (challenged.kind === 'answered') return challenged;
    const connectionBefore = connection.connectionCount;
    const certificate = connection.serverCertificate;
    const answer = ntlmAnswer({
      identity: ntlmIdentity(authorization.username.reveal(), authorization.password.reveal()),
      negotiate,
      challenge: readChallenge(challenged.message),
      clientChallenge: runtime.random.bytes(8),
      nowMs: runtime.clock.now(),
      channelBinding: certificate === undefined ? undefined : channelBindingOf(certificate),
      service: `HTTP/${new URL(origin).hostname}`,
    });
    const response = await this.#request(request, answer);
    if (response.status !== 401) return { kind: 'answered', response };
    if (connection.connectionCount === connectionBefore) return { kind: 'refused', response };
    await drain(response);
    return { kind: 'connectionLost' };
  }

  /** Sends the first message. Exchange that wants no authentication, or is not to be had, answers at once. */
  async #challengeTo(
    request: TransportRequest,
    negotiate: Uint8Array,
  ): Promise<{ kind: 'answered'; response: Response } | { kind: 'challenged'; message: Uint8Array }> {
    for (;;) {
      const response = await this.#request({ ...request, body: '' }, negotiate);
      if (response.status !== 401) {
        if (response.status !== 200) return { kind: 'answered', response };
        await drain(response);
        return { kind: 'answered', response: await this.#request(request, undefined) };
      }
      await drain(response);
      const offered = response.headers.get('www-authenticate') ?? '';
      const token = challengeToken(offered);
      if (token !== undefined) return { kind: 'challenged', message: token };
      // Negotiate takes the same messages. A server that offers only that has to be asked once more.
      if (this.#scheme === 'Negotiate' || !/(^|,)\s*Negotiate\s*(,|$)/i.test(offered)) throw notOffered();
      this.#scheme = 'Negotiate';
    }
  }

  #request(request: TransportRequest, message: Uint8Array | undefined): Promise<Response> {
    const { url, headers, body, signal } = request;
    return this.#fetch(url, {
      method: 'POST',
      headers: {
        ...headers,
        ...(message === undefined
          ? {}
          : { authorization: `${this.#scheme} ${Buffer.from(message).toString('base64')}` }),
      },
      body,
      ...(signal === undefined ? {} : { signal }),
    });
  }
}

function challengeToken(offered: string): Uint8Array | undefined {
  const token = /(?:^|,)\s*(?:NTLM|Negotiate)\s+([A-Za-z\d+/]{16,8192}={0,2})(?=\s*(?:,|$))/i.exec(offered)?.[1];
  return token === undefined ? undefined : new Uint8Array(Buffer.from(token, 'base64'));
}

function notOffered(): CalendarError {
  return new CalendarError({
    code: 'invalidConfiguration',
    message: 'Exchange does not offer NTLM at the configured URL',
    provider: 'ews',
    status: 401,
    cure: {
      text: 'Switch Windows authentication on for the EWS virtual directory, or set authentication to "basic" where that is offered.',
    },
  });
}

function failure(code: 'networkError', message: string): CalendarError {
  return new CalendarError({ code, message, provider: 'ews' });
}
