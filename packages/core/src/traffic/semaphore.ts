import { CalendarError } from '../errors/calendar-error.ts';

/** Lets so many through at a time; the others wait in the order they came. */
export class Semaphore {
  readonly #limit: number;
  readonly #maxWaiting: number;
  readonly #waiting = new Set<() => void>();
  #active = 0;

  constructor(limit: number, maxWaiting: number) {
    this.#limit = limit;
    this.#maxWaiting = maxWaiting;
  }

  /** Whether nobody is in and nobody waits. */
  get isIdle(): boolean {
    return this.#active === 0 && this.#waiting.size === 0;
  }

  /**
   * Waits for a place.
   *
   * @returns gives the place back; call it once.
   * @throws CalendarError `aborted` when the signal ends the waiting, `rateLimited` when too many wait already.
   */
  async enter(signal: AbortSignal | undefined): Promise<() => void> {
    if (signal?.aborted === true) throw aborted();
    if (this.#active < this.#limit) this.#active += 1;
    else await this.#wait(signal);
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      this.#leave();
    };
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting.size >= this.#maxWaiting) {
      throw new CalendarError({
        code: 'rateLimited',
        message: `More than ${this.#maxWaiting} calls wait for their turn; nothing was sent`,
      });
    }
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.delete(enter);
        reject(aborted());
      };
      this.#waiting.add(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  /** The place goes to whoever has waited longest, so the number of those inside stays. */
  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#active -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}

function aborted(): CalendarError {
  return new CalendarError({ code: 'aborted', message: 'The call was aborted by its caller' });
}
