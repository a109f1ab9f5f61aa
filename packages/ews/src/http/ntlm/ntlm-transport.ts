import { CalendarError } from '@kalends/core';
import type { PasswordAuthorization } from '@kalends/core';
import { PasswordProof } from '../password-proof.ts';
import type { ExchangeTransport, TransportRequest } from '../transport.ts';
import { untilAborted } from '../until-aborted.ts';
import { NtlmLane } from './ntlm-lane.ts';
import type { NtlmLaneOptions } from './ntlm-lane.ts';

/** Connections to one server, for one account. */
const maxLanes = 4;

/** Settings of {@link NtlmTransport}. */
export interface NtlmTransportOptions extends Omit<NtlmLaneOptions, 'connection'> {
  readonly connect: () => NtlmLaneOptions['connection'];
}

interface Lane {
  readonly lane: NtlmLane;
  readonly connection: NtlmLaneOptions['connection'];
  isBusy: boolean;
}

/** Sends over a few connections that NTLM authenticates, one account each. Handshakes happen one at a time. */
export class NtlmTransport implements ExchangeTransport {
  readonly #options: NtlmTransportOptions;
  readonly #lanes: Lane[] = [];
  /** No longer used, and closed with the others. */
  readonly #retired: Lane[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #proof: PasswordProof;
  #isClosed = false;

  constructor(options: NtlmTransportOptions) {
    this.#options = options;
    this.#proof = new PasswordProof(options.runtime.clock);
  }

  async send(request: TransportRequest): Promise<Response> {
    const { authorization, signal } = request;
    if (authorization.kind !== 'basic') {
      throw new CalendarError({
        code: 'invalidArgument',
        message: 'NTLM needs a user name and password; this account has an access token',
        provider: 'ews',
      });
    }
    const taken = await this.#takeLane(authorization, signal);
    try {
      if (taken.lane.isReadyFor(authorization)) {
        const response = await taken.lane.sendReady(request);
        if (response !== undefined) return response;
      }
      return await this.#proof.prove(authorization, signal, () => taken.lane.authenticate(request, authorization));
    } finally {
      this.#giveBack(taken);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const resume of this.#waiting.splice(0)) resume();
    const lanes = [...this.#lanes.splice(0), ...this.#retired.splice(0)];
    await Promise.all(lanes.map(({ connection }) => connection.close()));
  }

  async #takeLane(authorization: PasswordAuthorization, signal: AbortSignal | undefined): Promise<Lane> {
    for (;;) {
      if (this.#isClosed)
        throw new CalendarError({ code: 'disposed', message: 'The connection was closed', provider: 'ews' });
      const free = this.#lanes.filter(({ isBusy }) => !isBusy);
      const lane =
        free.find((one) => one.lane.isReadyFor(authorization)) ??
        free.find((one) => !one.lane.isOfAnother(authorization)) ??
        this.#replaceLane(free[0]) ??
        this.#openLane();
      if (lane !== undefined) {
        lane.isBusy = true;
        return lane;
      }
      const turn = Promise.withResolvers<void>();
      this.#waiting.push(turn.resolve);
      try {
        await untilAborted(turn.promise, signal);
      } catch (error) {
        const index = this.#waiting.indexOf(turn.resolve);
        // Called already: the lane it was called for is the next one's.
        if (index === -1) this.#waiting.shift()?.();
        else this.#waiting.splice(index, 1);
        throw error;
      }
    }
  }

  /**
   * A new connection in place of one that another account was authenticated on: a server that looks at the connection alone would
   * answer as that account. An answer may still be read from the old one, so it is left to end by itself.
   */
  #replaceLane(free: Lane | undefined): Lane | undefined {
    if (free === undefined) return undefined;
    this.#lanes.splice(this.#lanes.indexOf(free), 1);
    this.#retired.push(free);
    return this.#openLane();
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
