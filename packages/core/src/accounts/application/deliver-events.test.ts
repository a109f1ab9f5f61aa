import { describe, expect, test } from 'vitest';
import { minuteMs, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import type { AccountEvent } from '../account-event.ts';
import type { CalendarAccounts } from './calendar-accounts.ts';

const leaving = { actor: 'admin', purpose: 'left the company' };

describe('deliverEvents', () => {
  async function withEvents(): Promise<{ readonly here: World; readonly accounts: CalendarAccounts }> {
    const here = world();
    const accounts = here.start();
    for (const id of ['ada', 'bob', 'cy']) {
      await here.connect(accounts, id);
      await here.clock.run(accounts.disconnect(id, leaving));
    }
    return { here, accounts };
  }

  test('hands each one out, oldest first, and keeps the ones whose handler fails', async () => {
    const { here, accounts } = await withEvents();
    const seen: string[] = [];
    const handler = (event: AccountEvent): void => {
      seen.push(summaryOf(event));
      if (seen.length === 2) throw new Error('canary');
    };
    expect(await accounts.deliverEvents(handler)).toEqual({ delivered: 2, failed: 1 });
    expect(await accounts.deliverEvents(handler)).toEqual({ delivered: 0, failed: 0 });
    await here.clock.advance(minuteMs);
    expect(await accounts.deliverEvents(handler)).toEqual({ delivered: 1, failed: 0 });
    expect(seen).toEqual(['disconnected ada', 'disconnected bob', 'disconnected cy', 'disconnected bob']);
  });

  test.each([{ batchSize: 0 }, { batchSize: Number.NaN }, { visibilityMs: 0 }, { visibilityMs: -1 }])(
    'refuses %j, with which it would never come to an end',
    async (options) => {
      const { accounts } = await withEvents();
      await expect(accounts.deliverEvents(() => undefined, options)).rejects.toMatchObject({ code: 'invalidArgument' });
    },
  );

  test('stops at an abort between two events; what was not handled comes again', async () => {
    const { here, accounts } = await withEvents();
    const leaving = new AbortController();
    const handler = (): void => leaving.abort();
    const { signal } = leaving;
    expect(await accounts.deliverEvents(handler, { signal })).toEqual({ delivered: 1, failed: 0 });
    await here.clock.advance(minuteMs);
    expect(await accounts.deliverEvents(() => undefined)).toEqual({ delivered: 2, failed: 0 });
  });

  test('does not hand the same one to two processes at a time', async () => {
    const { here, accounts } = await withEvents();
    const seen: string[] = [];
    const handler = (event: AccountEvent): void => void seen.push(event.id);
    await Promise.all([accounts, here.start()].map((each) => each.deliverEvents(handler, { batchSize: 1 })));
    expect(new Set(seen).size).toBe(3);
    expect(seen).toHaveLength(3);
  });
});

function summaryOf(event: AccountEvent): string {
  if (event.type === 'grantExpiring') return `${event.type} ${event.daysLeft}`;
  if (event.type === 'reauthorizationRequired') return `${event.type} ${event.reason}`;
  return event.type === 'disconnected' ? `${event.type} ${event.accountId}` : event.type;
}
