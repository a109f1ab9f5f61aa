import { CalendarError } from '../errors/calendar-error.ts';
import type { Clock } from '../runtime/runtime.ts';
import { Semaphore } from './semaphore.ts';

/** How many requests may be under way at once. @public */
export interface TrafficLimits {
  /** For one mailbox, all its calls in this process taken together. */
  readonly perMailbox: number;
  /** For all mailboxes together. */
  readonly perApplication: number;
}

/** Options of {@link trafficLimiter}. @public */
export interface TrafficLimiterOptions {
  readonly limits: TrafficLimits;
  readonly clock: Clock;
  /**
   * Longest wait, in milliseconds, for a mailbox that the service asked to leave alone; a call that would wait longer fails at once,
   * with what is left of the time, and is not sent. Default 30,000.
   */
  readonly maxWaitMs?: number | undefined;
}

/** Options of {@link TrafficLimiter.run}. @public */
export interface TrafficOptions {
  /** Whose quota the request counts against, for example the mailbox's address; without regard to case. */
  readonly mailbox: string;
  /** How many requests it counts for, as a batch does; at most all that the limits let through. Default 1. */
  readonly places?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One gate for all requests of an application in this process. Make one per provider and share it. @public */
export interface TrafficLimiter {
  /**
   * Runs one request when its turn has come. When it fails with `rateLimited` and a `retryAfterMs`, all requests for that mailbox are
   * held back for as long, however long that is.
   *
   * @throws CalendarError `aborted` when the signal ends the waiting, `rateLimited` when the mailbox is to be left alone for longer
   *   than `maxWaitMs` or 1,000 calls wait for it already; else what the request throws.
   */
  run<T>(options: TrafficOptions, request: () => Promise<T>): Promise<T>;
}

const defaultMaxWaitMs = 30_000;
const maxWaiting = 1_000;

interface Mailbox {
  readonly places: Semaphore;
  quietUntilMs: number;
}

/**
 * Makes the gate.
 *
 * @throws CalendarError `invalidArgument` for limits that let nobody through.
 * @public
 */
export function trafficLimiter(options: TrafficLimiterOptions): TrafficLimiter {
  const { limits, clock, maxWaitMs = defaultMaxWaitMs } = options;
  for (const [name, limit] of Object.entries(limits)) {
    if (Number.isInteger(limit) && limit >= 1) continue;
    throw new CalendarError({ code: 'invalidArgument', message: `limits.${name} must be a whole number from 1` });
  }
  const application = new Semaphore(limits.perApplication, limits.perApplication * maxWaiting);
  const mailboxes = new Map<string, Mailbox>();

  const enter = async (mailbox: Mailbox, { places, signal }: TrafficOptions): Promise<() => void> => {
    const leaveMailbox = await mailbox.places.enter(signal, places);
    try {
      for (;;) {
        await leaveAlone(mailbox, signal);
        const leaveApplication = await application.enter(signal, places);
        // The service may have refused the mailbox while this one waited.
        if (mailbox.quietUntilMs > clock.now()) {
          leaveApplication();
          continue;
        }
        return () => {
          leaveApplication();
          leaveMailbox();
        };
      }
    } catch (error) {
      leaveMailbox();
      throw error;
    }
  };

  const leaveAlone = async (mailbox: Mailbox, signal: AbortSignal | undefined): Promise<void> => {
    for (;;) {
      const waitMs = mailbox.quietUntilMs - clock.now();
      if (waitMs <= 0) return;
      if (waitMs > maxWaitMs) throw leftAlone(waitMs);
      await sleep(clock, waitMs, signal);
    }
  };

  const forgetIdle = (name: string, mailbox: Mailbox): void => {
    const isForgettable = mailbox.places.isIdle && mailbox.quietUntilMs <= clock.now();
    // It may have been forgotten already, and another one stand in its place.
    if (isForgettable && mailboxes.get(name) === mailbox) mailboxes.delete(name);
  };

  return {
    async run(options, request) {
      const name = options.mailbox.toLowerCase();
      const mailbox = mailboxes.get(name) ?? { places: new Semaphore(limits.perMailbox, maxWaiting), quietUntilMs: 0 };
      mailboxes.set(name, mailbox);
      try {
        const leave = await enter(mailbox, options);
        try {
          return await request();
        } catch (error) {
          if (CalendarError.is(error) && error.code === 'rateLimited' && error.retryAfterMs !== undefined) {
            mailbox.quietUntilMs = Math.max(mailbox.quietUntilMs, clock.now() + error.retryAfterMs);
          }
          throw error;
        } finally {
          leave();
        }
      } finally {
        forgetIdle(name, mailbox);
      }
    },
  };
}

async function sleep(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await clock.sleep(ms, signal === undefined ? {} : { signal });
  } catch (error) {
    throw new CalendarError({ code: 'aborted', message: 'The call was aborted by its caller', cause: error });
  }
}

function leftAlone(retryAfterMs: number): CalendarError {
  return new CalendarError({
    code: 'rateLimited',
    message: 'The service asked to be left alone for this mailbox; nothing was sent',
    retryAfterMs,
  });
}
