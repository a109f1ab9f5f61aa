import type { SanitizedAttribute } from '@kalends/sanitize';
import type { SeededRandom } from '../seeded-random.ts';

/** A word that occurs once in an event. */
export interface Canary {
  readonly word: string;
  /** Where in the event it was put. */
  readonly place: string;
  /** It may be in the output when one of these attributes is kept; with none, it must not be there under any policy. */
  readonly attributes: readonly SanitizedAttribute[];
}

/** Makes words that give away which part of an event got through. */
export class CanaryCage {
  readonly #random: SeededRandom;
  readonly #canaries: Canary[] = [];

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  get canaries(): readonly Canary[] {
    return this.#canaries;
  }

  /** Returns a new word: letters and digits only, so that no escaping or masking changes half of it. */
  plant(place: string, ...attributes: readonly SanitizedAttribute[]): string {
    const word = `zq${this.#random.tag()}${this.#random.tag()}zq`;
    this.#canaries.push({ word, place, attributes });
    return word;
  }
}
