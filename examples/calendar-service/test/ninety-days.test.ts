import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFixture } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const timeoutMs = 300_000;

let fixture: ServiceFixture;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

/** Two days of somebody who looks every 50 minutes, then 88 of somebody who looks twice a day. Milliseconds between looks. */
const pauses: readonly number[] = [
  ...Array.from({ length: Math.floor((2 * dayMs) / (50 * minuteMs)) }, () => 50 * minuteMs),
  ...Array.from({ length: 88 * 2 }, () => dayMs / 2),
];

/** How often a token has to be renewed that lives so long and is renewed five minutes ahead, when it is wanted at these pauses. */
function neededRenewals(lifetimeMs: number): number {
  let now = 0;
  let endsAt = 0;
  let renewals = 0;
  for (const pause of [0, ...pauses]) {
    now += pause;
    if (now < endsAt - 5 * minuteMs) continue;
    renewals += 1;
    endsAt = now + lifetimeMs;
  }
  return renewals;
}

test(
  'ninety days: nobody signs in again, no dead token is ever sent, and each is renewed when it has to be',
  async () => {
    const { demo } = fixture.service;
    if (demo === undefined) throw new Error('The fixture runs on emulators');
    const { microsoft, google, exchange } = demo.emulators;
    const read = async (): Promise<void> => {
      const response = await fixture.get('/api/agenda?tz=UTC');
      expect(await response.json()).toMatchObject({ isComplete: true, sources: [{}, {}, {}] });
    };
    const connectedAt = fixture.clock.now();
    await read();
    for (const pause of pauses) {
      await fixture.clock.advance(pause);
      await read();
    }
    expect((fixture.clock.now() - connectedAt) / dayMs).toBeGreaterThan(89.9);

    for (const { exchanges } of [microsoft, google, exchange]) {
      expect(exchanges.length).toBeGreaterThan(pauses.length);
      expect(exchanges.filter(({ response }) => response?.status === 401)).toEqual([]);
    }
    // Entra's tokens for clients that answer claims challenges last a day, Google's an hour less a second.
    expect(microsoft.refreshCount('ada')).toBe(neededRenewals(dayMs));
    expect(google.tokenRequests({ grantType: 'refresh_token' })).toHaveLength(neededRenewals(3_599_000));
    const people = await fixture.service.team.list();
    expect(people.map(({ name, status, endsAt }) => [name, status.state, endsAt])).toEqual([
      ['Ada Brandt', 'active', undefined],
      ['Ben', 'active', undefined],
      ['Chitra Rao', 'active', undefined],
    ]);
  },
  timeoutMs,
);
