import type { RecordedRequest } from '../../server/recorded-exchange.ts';

/** Answers that are held back: the requests were handled, their senders don't know yet. @public */
export interface HeldAnswers {
  /** How many answers are held at the moment. */
  readonly waiting: number;
  /** Resolves once `count` answers, default 1, were held in all. */
  arrived(count?: number): Promise<void>;
  /** Sends the held answers and lets later ones pass. Calling it twice is harmless. */
  release(): void;
}

/** Holds answers back on request. */
export interface AnswerGate {
  /** Holds the answers to requests that match; default: all. */
  hold(when?: (request: RecordedRequest) => boolean): HeldAnswers;
  /** Waits as long as somebody holds the answer to this request. */
  pass(request: RecordedRequest): Promise<void>;
  releaseAll(): void;
}

/** Creates a gate that is open. */
export function answerGate(): AnswerGate {
  const holds = new Set<Hold>();
  return {
    hold(when = () => true) {
      const hold = new Hold(when, () => holds.delete(hold));
      holds.add(hold);
      return hold;
    },
    async pass(request) {
      for (const hold of holds) if (hold.matches(request)) await hold.wait();
    },
    releaseAll() {
      for (const hold of holds) hold.release();
    },
  };
}

class Hold implements HeldAnswers {
  readonly matches: (request: RecordedRequest) => boolean;
  readonly #released = Promise.withResolvers<void>();
  readonly #watchers = new Set<{ readonly count: number; readonly resolve: () => void }>();
  readonly #onRelease: () => void;
  #arrived = 0;
  #isReleased = false;

  constructor(matches: (request: RecordedRequest) => boolean, onRelease: () => void) {
    this.matches = matches;
    this.#onRelease = onRelease;
  }

  get waiting(): number {
    return this.#isReleased ? 0 : this.#arrived;
  }

  async wait(): Promise<void> {
    this.#arrived += 1;
    for (const watcher of this.#watchers) if (watcher.count <= this.#arrived) watcher.resolve();
    await this.#released.promise;
  }

  async arrived(count: number = 1): Promise<void> {
    if (this.#arrived >= count) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#watchers.add({ count, resolve });
    await promise;
  }

  release(): void {
    this.#isReleased = true;
    this.#onRelease();
    this.#released.resolve();
  }
}
