import type { MintedValues } from '../../entra/minted-values.ts';
import type { JsonObject, Mailbox } from '../mailbox.ts';

/** One entry of a delta answer, written in the way the request that fetches it asks for. */
export type DeltaRow<Rendering> = (rendering: Rendering) => JsonObject;

/** What a token of a delta link stands for. */
export interface DeltaState<Parameters, Rendering> {
  /** Which resource it is a token of. */
  readonly kind: string;
  readonly mailbox: Mailbox;
  readonly parameters: Parameters;
  /** Changes up to this version are in the round, or were in one before it. */
  readonly version: number;
  /** What is left of a round; undefined in the token that ends it. Each group stays on one page. */
  readonly rest?: readonly (readonly DeltaRow<Rendering>[])[];
}

/** Length of a token. */
const tokenLength = 86;

/** The tokens of all delta links; they have no fixed life, and can all be forgotten at any time. */
export class DeltaTokens {
  readonly #minted: MintedValues;
  readonly #states = new Map<string, DeltaState<unknown, never>>();
  readonly #forgotten = new Set<string>();

  constructor(minted: MintedValues) {
    this.#minted = minted;
  }

  issue(state: DeltaState<unknown, never>): string {
    const token = this.#minted.opaque(tokenLength);
    this.#states.set(token, state);
    return token;
  }

  /** What a token was issued for, whether it still counts or not; undefined for what is no token. */
  read(token: string): { readonly state: DeltaState<unknown, never>; readonly isDead: boolean } | undefined {
    const state = this.#states.get(token);
    return state === undefined ? undefined : { state, isDead: this.#forgotten.has(token) };
  }

  forgetAll(): void {
    for (const token of this.#states.keys()) this.#forgotten.add(token);
  }
}
