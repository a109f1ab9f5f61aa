import type { EmulatorClock } from '../server/emulator.ts';

/**
 * What the service does by itself some time after a request: a room answers, a conference comes into being, a contact shows
 * in lists. Nothing runs on timers: whatever is due by the emulator's clock happens before the next look at the state, so
 * never within the answer that caused it.
 */
export class Agenda {
  readonly #clock: EmulatorClock;
  #entries: { readonly dueMs: number; readonly run: () => void }[] = [];

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  add(delayMs: number, run: () => void): void {
    this.#entries.push({ dueMs: this.#clock.now() + delayMs, run });
  }

  /** Does what is due, in order; also what that brings about. */
  runDue(): void {
    for (;;) {
      const now = this.#clock.now();
      const next = this.#entries.filter((entry) => entry.dueMs <= now).toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined) return;
      this.#entries = this.#entries.filter((entry) => entry !== next);
      next.run();
    }
  }
}
