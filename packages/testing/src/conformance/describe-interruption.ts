import { describe, expect, test } from 'vitest';
import { expectCode } from './expect-code.ts';
import { conformanceWindow } from './expected-events.ts';
import type { Suite } from './suite.ts';

const options = { window: conformanceWindow, timeZone: 'Europe/Berlin' };
/** Long enough for a call to be sent, too short for an answer to come back through a socket. */
const oneTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Calls that are ended before they are done: never a part passed off as the whole. */
export function describeInterruption(suite: Suite): void {
  describe('a call that is ended on its way', () => {
    test('is refused with aborted, and the connection goes on', async () => {
      const whole = await suite.list();
      const calls = [
        (signal: AbortSignal) => suite.list({ signal }),
        (signal: AbortSignal) => suite.ada().calendars.list({ signal }).toArray(),
        (signal: AbortSignal) => suite.ada().events.get({ eventId: whole[0]?.id ?? '', signal }),
      ];
      for (const call of calls) {
        const leaving = new AbortController();
        const outcome = expectCode('aborted', () => call(leaving.signal));
        await oneTurn();
        leaving.abort();
        await outcome;
      }
      expect(await suite.list()).toEqual(whole);
    });

    test('does not end a list early as if it were complete', async () => {
      const leaving = new AbortController();
      const seen: string[] = [];
      await expectCode('aborted', async () => {
        for await (const event of suite.ada().events.list({ ...options, pageSize: 2, signal: leaving.signal })) {
          seen.push(event.id);
          leaving.abort();
        }
      });
      expect(seen.length).toBeLessThan((await suite.list()).length);
    });

    test('leaves other calls alone', async () => {
      const leaving = new AbortController();
      const aborted = expectCode('aborted', () => suite.list({ signal: leaving.signal }));
      const other = suite.list();
      await oneTurn();
      leaving.abort();
      await aborted;
      expect(await other).toEqual(await suite.list());
    });

    test('ends with close', async () => {
      const connection = await suite.subject().connect('chitra');
      const outcome = expectCode(['disposed', 'aborted'], () => connection.events.list(options).toArray());
      await oneTurn();
      await connection.close();
      await outcome;
    });

    test('close can be called twice', async () => {
      const connection = await suite.subject().connect('chitra');
      await connection.close();
      await expect(connection.close()).resolves.toBeUndefined();
    });
  });
}
