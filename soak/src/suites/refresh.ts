import type { AccountEvent } from '@kalends/core/accounts';
import { missingServer } from '@kalends-tools/postgres-server';
import { judgeStep } from '../refresh/judge-step.ts';
import type { GrantState } from '../refresh/judge-step.ts';
import { playStep } from '../refresh/play-step.ts';
import { randomPlan } from '../refresh/refresh-plan.ts';
import type { Step } from '../refresh/refresh-plan.ts';
import { RefreshStage } from '../refresh/refresh-stage.ts';
import { seededRandom } from '../seeded-random.ts';
import { Violation } from '../suite.ts';
import type { Suite } from '../suite.ts';

let opening: Promise<RefreshStage> | undefined;

/** Processes that race for the tokens of the same accounts, and are killed on the way. */
export const refresh: Suite = {
  name: 'refresh',
  description: 'one refresh a need, and no rotated refresh token lost but with the process that held it',
  defaultSeeds: 200,
  unavailable: missingServer,
  async run(seed) {
    const stage = await (opening ??= RefreshStage.open());
    try {
      return await playSeed(stage, seed);
    } catch (error) {
      // What is left of a broken run must not break the next.
      await refresh.close?.();
      throw error;
    }
  },
  async close() {
    const opened = opening;
    opening = undefined;
    await (await opened)?.[Symbol.asyncDispose]();
  },
};

async function playSeed(stage: RefreshStage, seed: number): Promise<Readonly<Record<string, number>>> {
  const plan = randomPlan(seededRandom(seed));
  const ids = Array.from({ length: plan.accounts }, (_, index) => `account-${seed}-${index}-${stage.clock.aheadMs}`);
  for (const [index, id] of ids.entries()) await stage.connect(id, index);
  const grants = new Map(ids.map((id): [string, GrantState] => [id, 'alive']));
  const tokens = new Map(ids.map((id): [string, string | undefined] => [id, undefined]));
  const counts = { steps: 0, tokens: 0, refreshes: 0, kills: 0, lost: 0, ended: 0 };
  for (const step of plan.steps) await playAndJudge(stage, step, { ids, grants, tokens, counts });
  const ended = ids.filter((id) => grants.get(id) === 'ended');
  await judgeEvents(stage, ended);
  for (const id of ids) await stage.accounts.disconnect(id, { actor: 'soak', purpose: 'end of the seed' });
  await takeEvents(stage);
  return { ...counts, ended: ended.length };
}

interface Course {
  readonly ids: readonly string[];
  readonly grants: Map<string, GrantState>;
  /** The token that was last given out, by account. */
  readonly tokens: Map<string, string | undefined>;
  readonly counts: Record<'steps' | 'tokens' | 'refreshes' | 'kills' | 'lost' | 'ended', number>;
}

async function playAndJudge(stage: RefreshStage, step: Step, course: Course): Promise<void> {
  const { ids, grants, tokens, counts } = course;
  const before = new Map(await Promise.all(ids.map(async (id) => [id, await stage.kept(id)] as const)));
  const earlier = (await stage.refreshes()).length;
  const played = await playStep(stage, step, tokens);
  const refreshes = (await stage.refreshes()).slice(earlier);
  counts.steps += 1;
  counts.kills += played.killed.length;
  for (const [index, id] of ids.entries()) {
    const outcomes = played.outcomes.get(id) ?? [];
    const own = refreshes.filter(({ person }) => person === stage.personOf(index));
    const granted = own.filter(({ isGranted }) => isGranted).map(({ worker }) => worker);
    const was = grants.get(id) ?? 'alive';
    const after = await stage.kept(id);
    const is = judgeStep(was, {
      killed: played.killed,
      outcomes,
      granted,
      refused: own.length - granted.length,
      before: before.get(id) ?? after,
      after,
      endedTokens: new Set([tokens.get(id) ?? '']),
    });
    grants.set(id, is);
    const got = outcomes.flatMap((outcome) => (outcome.kind === 'token' ? [outcome.token] : []));
    tokens.set(id, got[0] ?? tokens.get(id));
    counts.tokens += got.length;
    counts.refreshes += granted.length;
    if (was === 'alive' && is !== 'alive') counts.lost += 1;
  }
}

async function judgeEvents(stage: RefreshStage, ended: readonly string[]): Promise<void> {
  const events = await takeEvents(stage);
  const told = events.flatMap((event) => (event.type === 'reauthorizationRequired' ? [event.accountId] : []));
  if (told.length !== events.length) throw new Violation('there are events of something else');
  if (told.toSorted().join() !== ended.toSorted().join()) throw new Violation('not one event for each dead grant');
}

async function takeEvents(stage: RefreshStage): Promise<readonly AccountEvent[]> {
  const events: AccountEvent[] = [];
  await stage.accounts.deliverEvents((event) => void events.push(event));
  return events;
}
