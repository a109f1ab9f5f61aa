import { systemRandom } from '@kalends/core';
import { manualClock } from '@kalends/testing';
import { expect, test } from 'vitest';
import { pendingSignIns } from '../src/sign-in/pending-sign-ins.ts';

test('remembers a thousand sign-ins and lets go of the oldest', async () => {
  const signIns = pendingSignIns({ clock: manualClock('2026-03-20T08:00:00Z'), random: systemRandom });
  const states: string[] = [];
  for (let count = 0; count < 1001; count += 1)
    states.push((await signIns.begin({ provider: 'google' }, 'browser')).state);
  expect(signIns.take(states[0] ?? '', 'browser')).toBeUndefined();
  expect(signIns.take(states[1] ?? '', 'browser')?.provider).toBe('google');
  expect(signIns.take(states[1000] ?? '', 'browser')?.provider).toBe('google');
});

test('a state of another browser is used up by the attempt', async () => {
  const signIns = pendingSignIns({ clock: manualClock('2026-03-20T08:00:00Z'), random: systemRandom });
  const { state } = await signIns.begin({ provider: 'google' }, 'browser');
  expect(signIns.take(state, 'another')).toBeUndefined();
  expect(signIns.take(state, 'browser')).toBeUndefined();
  expect(signIns.take(state, undefined)).toBeUndefined();
});
