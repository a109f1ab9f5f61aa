import type { EmulatorClock } from '../server/emulator.ts';

/** Work that is due at some time of the emulator's clock: mail under way, meetings in the making. */
export class TaskQueue {
  readonly #clock: EmulatorClock;
  #tasks: { readonly dueAtMs: number; readonly run: () => void }[] = [];

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  later(delayMs: number, run: () => void): void {
    this.#tasks.push({ dueAtMs: this.#clock.now() + delayMs, run });
  }

  /** Does what is due, and what becomes due by doing it, in the order it was asked for. */
  runDue(): void {
    for (;;) {
      const now = this.#clock.now();
      const next = this.#tasks.find(({ dueAtMs }) => dueAtMs <= now);
      if (next === undefined) return;
      this.#tasks = this.#tasks.filter((task) => task !== next);
      next.run();
    }
  }
}
