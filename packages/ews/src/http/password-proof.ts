import { CalendarError } from '@kalends/core';
import type { CalendarErrorCode, Clock, PasswordAuthorization } from '@kalends/core';
import { untilAborted } from './until-aborted.ts';

/** Milliseconds for which a refused password is not sent again; each further refusal doubles them. */
export const refusedPasswordPauseMs = 60_000;

/** Longest of these pauses, in milliseconds. */
const maxPauseMs = 60 * 60_000;

/** Failures that those who wait would only run into one after the other. */
const sharedFailures: ReadonlySet<CalendarErrorCode> = new Set(['timeout', 'networkError', 'tlsError']);

interface Refusal {
  readonly authorization: PasswordAuthorization;
  readonly count: number;
  readonly untilMs: number;
}

/**
 * Keeps a wrong password from locking its account: servers count refusals, and a service has many calls under way. Attempts to
 * prove a password happen one at a time, and after a refused one the same password stays here for a while. A server that
 * does not answer is waited for once, not by one call after the other.
 */
export class PasswordProof {
  readonly #clock: Pick<Clock, 'now'>;
  /** Ends when nobody is at work any more, with what kept the last one from an answer. */
  #ahead: Promise<CalendarError | undefined> = Promise.resolve(undefined);
  #refusal: Refusal | undefined;
  #proved: PasswordAuthorization | undefined;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Whether the server took this password the last time it was asked. */
  isProved(authorization: PasswordAuthorization): boolean {
    return this.#proved !== undefined && isSamePassword(this.#proved, authorization);
  }

  /** Says that the server refused a password that it had taken before: it has to be proved anew. */
  doubt(): void {
    this.#proved = undefined;
  }

  /**
   * Makes an attempt once it is its turn, and remembers what came of it.
   *
   * @param attempt - May give nothing when there is nothing to prove any more.
   * @returns the server's answer, or status 401 in its place while a refused password is not sent again.
   * @throws what `attempt` throws, what kept those waited for from an answer, and CalendarError `aborted`.
   */
  async prove<T extends Response | undefined>(
    authorization: PasswordAuthorization,
    signal: AbortSignal | undefined,
    attempt: () => Promise<T>,
  ): Promise<T | Response> {
    const before = this.#ahead;
    const turn = Promise.withResolvers<CalendarError | undefined>();
    // Whoever stops waiting makes no room for those behind: the one at work is still at it.
    const mine = Promise.all([before, turn.promise]).then(([earlier, own]) => own ?? earlier);
    this.#ahead = mine;
    void this.#forgetAtTheEndOf(mine);
    let failure: CalendarError | undefined;
    try {
      const earlier = await untilAborted(before, signal);
      if (earlier !== undefined) throw earlier;
      if (this.#isRefused(authorization)) return new Response(null, { status: 401 });
      const response = await attempt();
      if (response !== undefined) this.#note(authorization, response.status);
      return response;
    } catch (error) {
      if (CalendarError.is(error) && sharedFailures.has(error.code)) failure = error;
      throw error;
    } finally {
      turn.resolve(failure);
    }
  }

  /** Who comes after the last of those that wait tries for themselves. */
  async #forgetAtTheEndOf(mine: Promise<unknown>): Promise<void> {
    await mine;
    if (this.#ahead === mine) this.#ahead = Promise.resolve(undefined);
  }

  #isRefused(authorization: PasswordAuthorization): boolean {
    const refusal = this.#refusal;
    return (
      refusal !== undefined &&
      refusal.untilMs > this.#clock.now() &&
      isSamePassword(refusal.authorization, authorization)
    );
  }

  #note(authorization: PasswordAuthorization, status: number): void {
    if (status === 200) {
      this.#proved = authorization;
      this.#refusal = undefined;
    }
    // Other statuses can come from a proxy that never looked at the password.
    if (status !== 401) return;
    this.#proved = undefined;
    const isAgain = this.#refusal !== undefined && isSamePassword(this.#refusal.authorization, authorization);
    const count = isAgain ? (this.#refusal?.count ?? 0) : 0;
    const pauseMs = Math.min(refusedPasswordPauseMs * 2 ** count, maxPauseMs);
    this.#refusal = { authorization, count: count + 1, untilMs: this.#clock.now() + pauseMs };
  }
}

/** By value: an account's store hands out a new object each time. */
export function isSamePassword(a: PasswordAuthorization, b: PasswordAuthorization): boolean {
  return a.username.reveal() === b.username.reveal() && a.password.reveal() === b.password.reveal();
}
