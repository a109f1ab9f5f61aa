import type { SeededRandom } from '../seeded-random.ts';

/** When a process is killed. */
export type KillMoment =
  /** The service has answered and the answer is on its way: what it issued is lost. */
  | { readonly when: 'answerHeld' }
  /** So many milliseconds after the answer was let go: before, while or after what it issued is written. */
  | { readonly when: 'answerReleased'; readonly delayMs: number }
  /** So many milliseconds after everybody was asked: whatever the process does then. */
  | { readonly when: 'anyTime'; readonly worker: number; readonly delayMs: number };

/** One need of all processes at once. */
export interface Step {
  /** `expired`: time passes until the tokens end. `refused`: the service refuses the tokens in use. */
  readonly need: 'expired' | 'refused';
  /** How long time passes, in milliseconds. */
  readonly passesMs: number;
  /** Callers by process, for each account. */
  readonly callers: readonly number[];
  readonly kill?: KillMoment;
}

/** What one seed does. */
export interface RefreshPlan {
  readonly accounts: number;
  readonly steps: readonly Step[];
}

/** Processes that race. */
export const workerCount = 3;
const maxAccounts = 3;
const minuteMs = 60_000;

/** Draws a schedule. Its first step needs tokens, its last one shows who still works: nobody is killed in it. */
export function randomPlan(random: SeededRandom): RefreshPlan {
  const count = random.integer(3, 5);
  const steps = Array.from({ length: count }, (_, index): Step => {
    const isLast = index === count - 1;
    const kill = !isLast && random.chance(0.55) ? randomKill(random) : undefined;
    return {
      need: index === 0 || random.chance(0.6) ? 'expired' : 'refused',
      passesMs: random.integer(56 * minuteMs, 180 * minuteMs),
      callers: Array.from({ length: workerCount }, () => random.integer(isLast ? 1 : 0, 3)),
      ...(kill === undefined ? {} : { kill }),
    };
  });
  return { accounts: random.integer(1, maxAccounts), steps };
}

function randomKill(random: SeededRandom): KillMoment {
  switch (random.integer(0, 3)) {
    case 0:
      return { when: 'answerHeld' };
    case 1:
      return { when: 'anyTime', worker: random.integer(0, workerCount - 1), delayMs: random.integer(0, 40) };
    default:
      return { when: 'answerReleased', delayMs: random.integer(0, 30) };
  }
}
