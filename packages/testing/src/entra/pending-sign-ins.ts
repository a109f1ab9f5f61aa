import type { MintedValues } from './minted-values.ts';

/** People whose password was right and who are asked for more before they are signed in. */
export class PendingSignIns {
  readonly #minted: MintedValues;
  readonly #objectIds = new Map<string, string>();

  constructor(minted: MintedValues) {
    this.#minted = minted;
  }

  /** Remembers somebody and returns the value that the next form carries. */
  add(objectId: string): string {
    const flow = this.#minted.opaque(48);
    this.#objectIds.set(flow, objectId);
    return flow;
  }

  /** Object id of who is being asked; each value works once. */
  take(flow: string): string | undefined {
    const objectId = this.#objectIds.get(flow);
    this.#objectIds.delete(flow);
    return objectId;
  }
}
