import type { EmulatorClock } from '../server/emulator.ts';

/** A setting of an administrator that takes its time until it is effective. */
export class DelayedSetting<Value> {
  readonly #clock: EmulatorClock;
  #steps: readonly { readonly effectiveAt: number; readonly value: Value }[];

  constructor(clock: EmulatorClock, initial: Value) {
    this.#clock = clock;
    this.#steps = [{ effectiveAt: -Infinity, value: initial }];
  }

  /** What is effective now: of all steps that are due, the one set last. */
  get current(): Value {
    const now = this.#clock.now();
    const due = this.#steps.findLast(({ effectiveAt }) => effectiveAt <= now) ?? this.#steps[0];
    if (due === undefined) throw new RangeError('A delayed setting has a value from the start');
    return due.value;
  }

  /** What was set last, effective or not. */
  get latest(): Value {
    return this.#steps.at(-1)?.value ?? this.current;
  }

  /** Makes `value` effective `afterMs` milliseconds from now on the emulator's clock. */
  set(value: Value, afterMs = 0): void {
    this.#steps = [...this.#steps, { effectiveAt: this.#clock.now() + afterMs, value }];
  }
}
