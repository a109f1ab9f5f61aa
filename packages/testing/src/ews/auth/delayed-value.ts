/** When a change is felt. @public */
export interface EffectOptions {
  /**
   * Milliseconds on the emulator's clock until the change is felt; Exchange Online takes from half an hour to two hours
   * over changes of policies and roles. Default 0.
   */
  readonly effectiveAfterMs?: number;
}

/** A setting whose changes are felt later than they are made. */
export class DelayedValue<T> {
  readonly #now: () => number;
  #history: { readonly from: number; readonly value: T }[];

  constructor(value: T, now: () => number) {
    this.#now = now;
    this.#history = [{ from: -Infinity, value }];
  }

  /** What was set last, whether it is felt already or not. */
  get latest(): T {
    const last = this.#history.at(-1);
    if (last === undefined) throw new Error('The history begins with the first value');
    return last.value;
  }

  /** What is felt now. */
  get current(): T {
    const now = this.#now();
    return (this.#history.findLast(({ from }) => from <= now) ?? { value: this.latest }).value;
  }

  /** Changes the value. A later change takes the place of earlier ones that would be felt after it. */
  set(value: T, { effectiveAfterMs = 0 }: EffectOptions = {}): void {
    if (!(effectiveAfterMs >= 0)) throw new RangeError('effectiveAfterMs must not be negative');
    const from = this.#now() + effectiveAfterMs;
    this.#history = [...this.#history.filter((entry) => entry.from < from), { from, value }];
  }
}
