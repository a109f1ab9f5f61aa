import { describe, expect, test } from 'vitest';
import { judgeStep } from '../src/refresh/judge-step.ts';
import type { GrantState, StepRecord } from '../src/refresh/judge-step.ts';
import { randomPlan, workerCount } from '../src/refresh/refresh-plan.ts';
import { seededRandom } from '../src/seeded-random.ts';
import { Violation } from '../src/suite.ts';

const before = { state: 'active', version: 3, hasCredential: true, hasToken: true };
const written = { ...before, version: 4 };
const ended = { state: 'reauthorizationRequired', version: 4, hasCredential: false, hasToken: false };
const token = { kind: 'token', token: 'new' } as const;
const refusal = { kind: 'error', code: 'reauthorizationRequired', reason: 'revoked' } as const;
const gone = { kind: 'killed' } as const;

const good: StepRecord = {
  killed: [],
  outcomes: [token, token],
  granted: ['one'],
  refused: 0,
  before,
  after: written,
  endedTokens: new Set(['old']),
};
/** The process died with what the service had given it; the next one was refused. */
const lost: StepRecord = {
  ...good,
  killed: ['one'],
  outcomes: [gone, refusal],
  refused: 1,
  after: ended,
};

describe('judgeStep', () => {
  test.each<[what: string, before: GrantState, step: Partial<StepRecord>, after: GrantState]>([
    ['one refresh for everybody', 'alive', {}, 'alive'],
    ['a process killed after the write', 'alive', { killed: ['one'], outcomes: [gone, token] }, 'alive'],
    [
      'a process killed before it asked',
      'alive',
      { killed: ['one'], outcomes: [gone], granted: [], after: before },
      'alive',
    ],
    [
      'a process killed with the answer, and nobody after it',
      'alive',
      { ...lost, outcomes: [gone], refused: 0, after: before },
      'lost',
    ],
    ['a process killed with the answer', 'alive', lost, 'ended'],
    ['the first to notice the loss', 'lost', { ...lost, killed: [], granted: [], outcomes: [refusal] }, 'ended'],
    [
      'those who come later',
      'ended',
      { ...lost, killed: [], granted: [], refused: 0, before: ended, outcomes: [refusal] },
      'ended',
    ],
  ])('takes %s', (_what, grant, step, after) => {
    expect(judgeStep(grant, { ...good, ...step })).toBe(after);
  });

  test.each<[what: string, before: GrantState, step: Partial<StepRecord>]>([
    ['two refreshes for one need', 'alive', { granted: ['one', 'two'] }],
    ['different tokens', 'alive', { outcomes: [token, { kind: 'token', token: 'other' }] }],
    ['the token that had ended', 'alive', { outcomes: [{ kind: 'token', token: 'old' }] }],
    ['an answer without a refresh', 'alive', { granted: [], after: before }],
    ['a token that was not kept', 'alive', { killed: ['one'], after: before }],
    ['an error of another kind', 'alive', { outcomes: [token, { kind: 'error', code: 'timeout' }] }],
    ['an error although the grant lives', 'alive', { outcomes: [token, refusal] }],
    ['a loss although nobody was killed', 'alive', { ...lost, killed: [] }],
    ['a loss with another process killed', 'alive', { ...lost, killed: ['two'] }],
    ['a living grant refused', 'alive', { refused: 1 }],
    ['a dead grant that is refreshed', 'lost', {}],
    ['a dead grant that is asked for again', 'ended', { ...lost, killed: [], granted: [] }],
    ['two refusals', 'alive', { ...lost, refused: 2 }],
    ['a dead account that is active', 'alive', { ...lost, after: before }],
    ['a dead account with a credential', 'alive', { ...lost, after: { ...ended, hasCredential: true } }],
    ['a dead account with a token', 'alive', { ...lost, after: { ...ended, hasToken: true } }],
    ['a living account that was ended', 'alive', { outcomes: [], after: { ...ended, hasToken: true } }],
    ['a credential that is gone', 'alive', { after: { ...written, hasCredential: false } }],
  ])('refuses %s', (_what, grant, step) => {
    expect(() => judgeStep(grant, { ...good, ...step })).toThrow(Violation);
  });
});

test('plans begin with a need, end in peace, and differ', () => {
  const plans = Array.from({ length: 50 }, (_, seed) => randomPlan(seededRandom(seed)));
  for (const { steps } of plans) {
    expect(steps[0]?.need).toBe('expired');
    expect(steps.at(-1)).not.toHaveProperty('kill');
    expect(steps.at(-1)?.callers.every((count) => count > 0)).toBe(true);
    expect(steps.every(({ callers }) => callers.length === workerCount)).toBe(true);
  }
  const moments = plans.flatMap(({ steps }) => steps.flatMap(({ kill }) => kill?.when ?? []));
  expect(new Set(moments)).toEqual(new Set(['answerHeld', 'answerReleased', 'anyTime']));
  expect(new Set(plans.map((plan) => JSON.stringify(plan))).size).toBe(50);
});
