import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { endOnSignal } from '../src/end-on-signal.ts';
import type { SignalSource } from '../src/end-on-signal.ts';

class Process extends EventEmitter implements SignalSource {
  readonly exits: number[] = [];
  exit(code: number): void {
    this.exits.push(code);
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test.each(['SIGINT', 'SIGTERM'])('%s closes once, then exits', async (signal) => {
  const source = new Process();
  const closing = Promise.withResolvers<void>();
  let closed = 0;
  const ending = endOnSignal(source, () => {
    closed += 1;
    return closing.promise;
  });
  expect(ending.hasBegun).toBe(false);
  source.emit(signal);
  expect([ending.hasBegun, closed, source.exits]).toEqual([true, 1, []]);
  closing.resolve();
  await settled();
  expect(source.exits).toEqual([0]);
});

test('a failure to close shows in the exit code', async () => {
  const source = new Process();
  endOnSignal(source, () => Promise.reject(new Error('stuck')));
  source.emit('SIGTERM');
  await settled();
  expect(source.exits).toEqual([1]);
});

test('a second signal does not wait for what hangs', () => {
  const source = new Process();
  let closed = 0;
  endOnSignal(source, () => {
    closed += 1;
    return new Promise(() => undefined);
  });
  source.emit('SIGINT');
  source.emit('SIGINT');
  expect([closed, source.exits]).toEqual([1, [130]]);
});
