import type { EmulatorClock } from '../server/emulator.ts';

/** Numbers and stamps of changes, over all mailboxes of an emulator. */
export class Versions {
  readonly #clock: EmulatorClock;
  #current = 0;

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  /** Of the last change. */
  get current(): number {
    return this.#current;
  }

  /** A number never used before: it orders changes, and change keys are made of it. */
  next(): number {
    this.#current += 1;
    return this.#current;
  }

  /** `2026-07-18T07:43:09.8641979Z`: now, with seven digits, the last four told apart by the version. */
  stamp(version: number, atMs: number = this.#clock.now()): string {
    return `${new Date(atMs).toISOString().slice(0, 23)}${String(version % 10_000).padStart(4, '0')}Z`;
  }

  /** `2026-07-18T07:43:09Z`: when somebody answered. */
  instant(): string {
    return `${new Date(this.#clock.now()).toISOString().slice(0, 19)}Z`;
  }
}
