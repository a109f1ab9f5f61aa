import { setTimeout as sleep } from 'node:timers/promises';
import type { CallOutcome } from './judge-step.ts';
import type { KillMoment, Step } from './refresh-plan.ts';
import type { RefreshStage } from './refresh-stage.ts';
import type { WorkerProcess } from './worker-process.ts';

/** What came of a step. */
export interface PlayedStep {
  /** By account. */
  readonly outcomes: ReadonlyMap<string, readonly CallOutcome[]>;
  /** Names of the processes that were killed. */
  readonly killed: readonly string[];
}

/**
 * Lets every process need tokens of every account at once, and kills one of them at the moment of the step; its successor needs
 * them as well.
 *
 * @param tokens - The tokens in use, by account.
 */
export async function playStep(
  stage: RefreshStage,
  step: Step,
  tokens: ReadonlyMap<string, string | undefined>,
): Promise<PlayedStep> {
  if (step.need === 'expired') await stage.passTime(step.passesMs);
  else stage.emulator.expireAccessTokens();

  const ids = [...tokens.keys()];
  const calls: { readonly id: string; readonly outcome: Promise<CallOutcome> }[] = [];
  const need = (worker: WorkerProcess, callers: number): void => {
    for (const id of ids) {
      const refused = step.need === 'refused' ? tokens.get(id) : undefined;
      for (let caller = 0; caller < callers; caller += 1) calls.push({ id, outcome: worker.token(id, refused) });
    }
  };
  const killing = step.kill === undefined ? undefined : prepareKill(stage, step.kill);
  for (const [index, worker] of stage.workers.entries()) need(worker, step.callers[index] ?? 0);
  const killed = await killing?.done(Promise.allSettled(calls.map(({ outcome }) => outcome)));
  if (killed !== undefined) need(await stage.startWorker(stage.workers.indexOf(killed)), 1);

  const outcomes = new Map<string, CallOutcome[]>(ids.map((id) => [id, []]));
  for (const { id, outcome } of calls) outcomes.get(id)?.push(await outcome);
  return { outcomes, killed: killed === undefined ? [] : [killed.name] };
}

interface Killing {
  /** Resolves with the process that was killed; absent when the moment did not come before all was over. */
  done(over: Promise<unknown>): Promise<WorkerProcess | undefined>;
}

function prepareKill(stage: RefreshStage, kill: KillMoment): Killing {
  if (kill.when === 'anyTime') {
    return {
      async done() {
        await sleep(kill.delayMs);
        const worker = stage.workers[kill.worker];
        if (worker !== undefined) await stage.kill(worker);
        return worker;
      },
    };
  }
  let asking: string | undefined;
  const held = stage.emulator.holdTokenAnswers((request) => {
    if (asking !== undefined) return false;
    asking = request.headers['x-worker'] ?? '';
    return true;
  });
  return {
    async done(over) {
      try {
        await Promise.race([held.arrived(), over]);
        const worker = stage.workers.find(({ name }) => name === asking);
        if (worker === undefined) return undefined;
        if (kill.when === 'answerReleased') {
          held.release();
          await sleep(kill.delayMs);
        }
        await stage.kill(worker);
        return worker;
      } finally {
        held.release();
      }
    },
  };
}
