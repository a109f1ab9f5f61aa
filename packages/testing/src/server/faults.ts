import type { RecordedRequest } from './recorded-exchange.ts';

/**
 * What goes wrong. Faults act on the transport; provider dialects (a throttled answer with the vendor's body, say) are
 * built by each emulator from these.
 *
 * @public
 */
export type FaultAction =
  /** Answers with this instead of handling the request. `body` may be text or bytes. */
  | {
      readonly kind: 'respond';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    }
  /** Handles the request (state changes happen), then lets `change` replace the answer before it is sent. */
  | { readonly kind: 'rewrite'; readonly change: (response: FaultResponse) => FaultResponse }
  /** Never answers; the connection stays open until the client leaves or the emulator closes. */
  | { readonly kind: 'hang' }
  /** Destroys the connection, before the request is handled or after its effect was applied. */
  | { readonly kind: 'reset'; readonly when: 'beforeHandling' | 'afterHandling' }
  /** Handles the request and sends only the first `bytes` of the answer's body, then ends the connection. */
  | { readonly kind: 'truncate'; readonly bytes: number }
  /** Handles the request and sends the body `chunkBytes` at a time, to split tokens and characters. */
  | { readonly kind: 'chunk'; readonly chunkBytes: number };

/** An answer as a fault sees it. @public */
export interface FaultResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** One planned fault. @public */
export interface Fault {
  /** Which requests it applies to. Default: every request. */
  readonly when?: (request: RecordedRequest) => boolean;
  /** How many matching requests it lets pass first, hit by another fault or not: `n - 1` hits the n-th. Default 0. */
  readonly skip?: number;
  /** How many matching requests it hits. Default 1; `Infinity` for all. */
  readonly times?: number;
  readonly action: FaultAction;
}

/** The faults an emulator is going to show, first match first. @public */
export interface FaultPlan {
  /** Adds a fault and returns a function that withdraws it. */
  add(fault: Fault): () => void;
  /** Withdraws every fault. */
  clear(): void;
}

/** A plan together with the emulator's side of it. */
export interface ConsumableFaultPlan extends FaultPlan {
  take(request: RecordedRequest): FaultAction | undefined;
}

/** Creates an empty plan. */
export function faultPlan(): ConsumableFaultPlan {
  let planned: { fault: Fault; toSkip: number; left: number }[] = [];
  return {
    add(fault) {
      const entry = { fault, toSkip: fault.skip ?? 0, left: fault.times ?? 1 };
      planned.push(entry);
      return () => {
        planned = planned.filter((other) => other !== entry);
      };
    },
    clear() {
      planned = [];
    },
    take(request) {
      const fitting = planned.filter(({ fault }) => fault.when?.(request) ?? true);
      const entry = fitting.find(({ toSkip }) => toSkip === 0);
      for (const candidate of fitting) candidate.toSkip = Math.max(0, candidate.toSkip - 1);
      if (entry === undefined) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) planned = planned.filter((other) => other !== entry);
      return entry.fault.action;
    },
  };
}
