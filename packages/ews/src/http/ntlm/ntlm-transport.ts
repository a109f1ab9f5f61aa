import { CalendarError } from '@kalends/core';
import type { PasswordAuthorization } from '@kalends/core';
import type { ExchangeTransport, TransportRequest } from '../transport.ts';
import { isSamePassword, NtlmLane } from './ntlm-lane.ts';
import type { NtlmLaneOptions } from './ntlm-lane.ts';

/** Connections to one server, for one account. */
const maxLanes = 4;

/** Milliseconds for which a refused password is not sent again: servers lock accounts after a few failures. */
export const refusedPasswordPauseMs = 60_000;

/** Settings of {@link NtlmTransport}. */
export interface NtlmTransportOptions extends Omit<NtlmLaneOptions, 'connection'> {
  readonly connect: () => NtlmLaneOptions['connection'];
}

interface Lane {
  readonly lane: NtlmLane;
  readonly connection: NtlmLaneOptions['connection'];
  isBusy: boolean;
}

interface Refusal {
  readonly authorization: PasswordAuthorization;
  readonly untilMs: number;
}

/**
 * Sends over a few connections that NTLM authenticates. Handshakes happen one at a time, and after a refused one the same
 * password is not tried again for a while, however many calls wait.
 */
export class NtlmTransport implements ExchangeTransport {
  readonly #options: NtlmTransportOptions;
  readonly #lanes: Lane[] = [];
  readonly #waiting: (() => void)[] = [];
  #handshake: Promise<unknown> = Promise.resolve();
  #refusal: Refusal | undefined;
  #isClosed = false;

  constructor(options: NtlmTransportOptions) {
    this.#options = options;
  }

  async send(request: TransportRequest): Promise<Response> {
    const { authorization } = request;
    if (authorization.kind !== 'basic') {
      throw new CalendarError({
        code: 'invalidArgument',
        message: 'NTLM needs a user name and password; this account has an access token',
        provider: 'ews',
      });
    }
    const taken = await this.#takeLane(authorization);
    try {
      if (taken.lane.isReadyFor(authorization)) {
        const response = await taken.lane.sendReady(request);
        if (response !== undefined) return response;
      }
      return await this.#oneHandshakeAtATime(() => this.#authenticate(taken.lane, request, authorization));
    } finally {
      this.#giveBack(taken);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const resume of this.#waiting.splice(0)) resume();
    await Promise.all(this.#lanes.splice(0).map(({ connection }) => connection.close()));
  }

  async #authenticate(
    lane: NtlmLane,
    request: TransportRequest,
    authorization: PasswordAuthorization,
  ): Promise<Response> {
    if (this.#isRefused(authorization)) return new Response(null, { status: 401 });
    const response = await lane.authenticate(request, authorization);
    this.#refusal =
      response.status === 401
        ? { authorization, untilMs: this.#options.runtime.clock.now() + refusedPasswordPauseMs }
        : undefined;
    return response;
  }

  #isRefused(authorization: PasswordAuthorization): boolean {
    const refusal = this.#refusal;
    return (
      refusal !== undefined &&
      refusal.untilMs > this.#options.runtime.clock.now() &&
      isSamePassword(refusal.authorization, authorization)
    );
  }

  async #oneHandshakeAtATime<T>(action: () => Promise<T>): Promise<T> {
    const before = this.#handshake;
    const turn = Promise.withResolvers<void>();
    this.#handshake = turn.promise;
    await before;
    try {
      return await action();
    } finally {
      turn.resolve();
    }
  }

  async #takeLane(authorization: PasswordAuthorization): Promise<Lane> {
    for (;;) {
      if (this.#isClosed)
        throw new CalendarError({ code: 'disposed', message: 'The connection was closed', provider: 'ews' });
      const free = this.#lanes.filter(({ isBusy }) => !isBusy);
      const lane = free.find((one) => one.lane.isReadyFor(authorization)) ?? free[0] ?? this.#openLane();
      if (lane !== undefined) {
        lane.isBusy = true;
        return lane;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #openLane(): Lane | undefined {
    if (this.#lanes.length >= maxLanes) return undefined;
    const connection = this.#options.connect();
    const lane: Lane = { lane: new NtlmLane({ ...this.#options, connection }), connection, isBusy: false };
    this.#lanes.push(lane);
    return lane;
  }

  #giveBack(lane: Lane): void {
    lane.isBusy = false;
    this.#waiting.shift()?.();
  }
}
