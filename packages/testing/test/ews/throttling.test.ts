import { describe, expect, it } from 'vitest';
import { manualClock } from '../../src/clock/manual-clock.ts';
import { exchangeFaults } from '../../src/ews/exchange-faults.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, codeOf, envelope, one, postRaw } from './soap-client.ts';
import { as, createCalendarItem, create, nine } from './write-client.ts';

const rooms = '<m:GetRoomLists/>';

describe('throttling', () => {
  it('counts the open requests of each mailbox', async () => {
    const emulator = await startTidewater([], { throttling: { maxConcurrency: 2 } });
    const held = emulator.holdAnswers();
    const waiting = [ask(emulator, rooms), ask(emulator, rooms)];
    await held.arrived(2);
    const third = ask(emulator, rooms);
    const other = ask(emulator, rooms, as.bo);
    await held.arrived(4);
    held.release();
    const refused = await third;
    expect([refused.status, codeOf(refused), codeOf(await other)]).toEqual([
      500,
      'ErrorExceededConnectionCount',
      'NoError',
    ]);
    expect((await Promise.all(waiting)).map(codeOf)).toEqual(['NoError', 'NoError']);
    expect(codeOf(await ask(emulator, rooms))).toBe('NoError');
  });

  it('uses up a budget that comes back with time, and lets the impatient wait longer', async () => {
    const clock = manualClock('2026-06-01T08:00:00Z');
    const emulator = await startTidewater([], {
      clock,
      throttling: { budget: { maxBurstMs: 2000, rechargeMsPerMinute: 6000, requestCostMs: 1000 } },
    });
    const backOff = async (): Promise<string> => {
      const answer = await ask(emulator, rooms);
      return codeOf(answer) === 'NoError' ? 'NoError' : `${codeOf(answer)} ${one(answer.body, 'Value').text}`;
    };
    expect([await backOff(), await backOff(), await backOff(), await backOff()]).toEqual([
      'NoError',
      'NoError',
      'ErrorServerBusy 10000',
      'ErrorServerBusy 20000',
    ]);
    expect(codeOf(await ask(emulator, rooms, as.bo))).toBe('NoError');
    await clock.advance(30_000);
    expect(await backOff()).toBe('NoError');
    emulator.setThrottling({ budget: { maxBurstMs: 500, rechargeMsPerMinute: 6000, tellsBackOff: false } });
    const silent = await ask(emulator, rooms);
    expect([codeOf(silent), all(silent.body, 'Value')]).toEqual(['ErrorServerBusy', []]);
    emulator.setThrottling({});
    expect(await backOff()).toBe('NoError');
  });

  it('charges the mailbox that is impersonated', async () => {
    const emulator = await startTidewater([], {
      impersonators: ['bo'],
      throttling: { budget: { maxBurstMs: 1000, rechargeMsPerMinute: 1 } },
    });
    const header =
      '<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>ada@tidewater.example</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>';
    expect(codeOf(await ask(emulator, rooms, { ...as.bo, headers: header }))).toBe('NoError');
    expect(codeOf(await ask(emulator, rooms))).toBe('ErrorServerBusy');
    expect(codeOf(await ask(emulator, rooms, as.bo))).toBe('NoError');
  });
});

describe('faults of writes', () => {
  const write = createCalendarItem(nine);

  it.each([
    ['connectionCut', exchangeFaults.connectionCut(), undefined, 0],
    ['lostAnswer', exchangeFaults.lostAnswer(), undefined, 1],
    ['tooManyRequests', exchangeFaults.tooManyRequests(7), 429, 0],
    ['unavailable', exchangeFaults.unavailable(7), 503, 0],
    ['internalServerError', exchangeFaults.internalServerError(), 500, 0],
    ['serverBusy', exchangeFaults.serverBusy(5000), 500, 0],
    ['gatewayTimeout', exchangeFaults.gatewayTimeout(), 504, 0],
    ['lateGatewayTimeout', exchangeFaults.lateGatewayTimeout(), 504, 1],
  ])('%s hits the second write and nothing else', async (_name, fault, status, stored) => {
    const emulator = await startTidewater();
    emulator.faults.add(exchangeFaults.nthWrite(2, fault));
    await create(emulator, nine);
    expect(codeOf(await ask(emulator, rooms))).toBe('NoError');
    const answer = await postRaw(emulator, envelope(write)).catch(() => undefined);
    expect([answer?.status, emulator.storedEvents('ada').length - 1]).toEqual([status, stored]);
    await create(emulator, nine);
    expect(emulator.storedEvents('ada')).toHaveLength(stored + 2);
  });

  it('holds an answer back whose request was handled', async () => {
    const emulator = await startTidewater();
    const held = emulator.holdAnswers((request) => request.body.includes('CreateItem'));
    const answer = ask(emulator, write);
    await held.arrived();
    expect(emulator.storedEvents('ada')).toHaveLength(1);
    expect(codeOf(await ask(emulator, rooms))).toBe('NoError');
    held.release();
    expect(codeOf(await answer)).toBe('NoError');
  });

  it('says inside a good answer that the server is busy, in the shape of each operation', async () => {
    const emulator = await startTidewater();
    emulator.faults.add({ ...exchangeFaults.innerServerBusy(), times: 1 });
    const answer = await ask(emulator, write);
    expect([answer.status, codeOf(answer), all(answer.body, 'Items')[0]?.children]).toEqual([
      200,
      'ErrorInternalServerError',
      [],
    ]);
  });
});
