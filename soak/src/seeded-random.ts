/** Numbers that look random and are the same for the same seed, on every machine. */
export interface SeededRandom {
  /** From 0 up to, but without, 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the list, which must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** `length` bytes, with the signature of core's `Random`. */
  bytes(length: number): Uint8Array<ArrayBuffer>;
  /** Eight hexadecimal digits, for names that occur nowhere else. */
  tag(): string;
}

/**
 * Creates a generator from a seed: mulberry32, a 32-bit counter in steps of 0x6D2B79F5 whose value is mixed by two rounds of
 * multiply and xor-shift. Its period of 2^32 is plenty for one run; it is no source of secrets.
 *
 * @see {@link https://gist.github.com/tommyettinger/46a874533244883189143505d203312c | the algorithm, by Tommy Ettinger}
 */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const next = (): number => next32() / 2 ** 32;
  const integer = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick(list) {
      if (list.length === 0) throw new RangeError('There is nothing to pick from');
      // The index lies within a list that is not empty.
      return list[integer(0, list.length - 1)] as (typeof list)[number];
    },
    bytes: (length) => Uint8Array.from({ length }, () => next32() & 0xff),
    tag: () => next32().toString(16).padStart(8, '0'),
  };
}
