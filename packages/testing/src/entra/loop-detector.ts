import type { EmulatorClock } from '../server/emulator.ts';

/** When a client that asks over and over is told so, with AADSTS50196. @public */
export interface LoopDetection {
  /** Tokens that one client gets for one user in the time; the next request is refused. */
  readonly requests: number;
  /** Milliseconds on the emulator's clock. */
  readonly withinMs: number;
}

/** Counts the tokens a client gets for a user. */
export class LoopDetector {
  readonly #clock: EmulatorClock;
  readonly #detection: LoopDetection;
  readonly #times = new Map<string, readonly number[]>();

  constructor(clock: EmulatorClock, detection: LoopDetection) {
    this.#clock = clock;
    this.#detection = detection;
  }

  /** Counts a request; true when there were too many. */
  isLoop(clientId: string, objectId: string): boolean {
    const key = `${clientId}|${objectId}`;
    const now = this.#clock.now();
    const recent = (this.#times.get(key) ?? []).filter((at) => at > now - this.#detection.withinMs);
    if (recent.length >= this.#detection.requests) return true;
    this.#times.set(key, [...recent, now]);
    return false;
  }
}
