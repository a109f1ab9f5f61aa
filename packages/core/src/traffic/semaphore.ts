import { CalendarError } from '../errors/calendar-error.ts';

interface Waiting {
  readonly places: number;
  readonly enter: () => void;
}

/** Lets so many through at a time; the others wait in the order they came. */
export class Semaphore {
  readonly #limit: number;
  readonly #maxWaiting: number;
  readonly #waiting = new Set<Waiting>();
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
   * Waits for places, all of them at once.
   *
   * @param wanted - How many; more than there are means all.
   * @returns gives the places back; call it once.
   * @throws CalendarError `aborted` when the signal ends the waiting, `rateLimited` when too many wait already.
   */
  async enter(signal: AbortSignal | undefined, wanted: number = 1): Promise<() => void> {
    if (signal?.aborted === true) throw aborted();
    const places = Math.min(wanted, this.#limit);
    // Nobody passes those who wait: who needs several places would never get them.
    if (this.#waiting.size === 0 && this.#active + places <= this.#limit) this.#active += places;
    else await this.#wait(places, signal);
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      this.#active -= places;
      this.#admit();
    };
  }

  #wait(places: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting.size >= this.#maxWaiting) {
      throw new CalendarError({
        code: 'rateLimited',
        message: `More than ${this.#maxWaiting} calls wait for their turn; nothing was sent`,
      });
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        places,
        enter: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      const leave = (): void => {
        this.#waiting.delete(waiting);
        reject(aborted());
        this.#admit();
      };
      this.#waiting.add(waiting);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  /** Places go to whoever has waited longest, as soon as there are enough. */
  #admit(): void {
    for (const waiting of this.#waiting) {
      if (this.#active + waiting.places > this.#limit) return;
      this.#active += waiting.places;
      this.#waiting.delete(waiting);
      waiting.enter();
    }
  }
}

function aborted(): CalendarError {
  return new CalendarError({ code: 'aborted', message: 'The call was aborted by its caller' });
}
