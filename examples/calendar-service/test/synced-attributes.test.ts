import { selectSyncedAttributes } from '@kalends/sanitize';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFixture } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;

beforeAll(async () => {
  fixture = await startFixture([
    ['ada', 'microsoft'],
    ['ada', 'google'],
    ['ada', 'exchange'],
  ]);
});
afterAll(() => fixture.close());

// Of an own appointment without guests Google tells no organizer's name; meetings carry everything.
test.each(['Quarter planning', 'Maybe dinner', 'Tokyo sync', 'Design review'])(
  'one meeting has the same synced attributes at every provider: %s',
  async (title) => {
    const contents = await Promise.all(
      (await fixture.service.team.list()).map(async ({ id }) => {
        const connection = await fixture.service.team.open(id);
        const window = { start: '2026-03-23T00:00:00+01:00', end: '2026-04-06T00:00:00+02:00' };
        const events = await connection.events.list({ window, timeZone: 'Europe/Berlin' }).toArray();
        const event = events.find((candidate) => candidate.title === title);
        if (event === undefined) throw new Error(`${title} is not there`);
        // Each service makes its own UID, and only some know proposals of other times.
        const { iCalUid, allowsNewTimeProposals, ...content } = selectSyncedAttributes(event);
        expect(iCalUid).toBeTypeOf('string');
        expect([true, undefined]).toContain(allowsNewTimeProposals);
        const byAddress = [...content.attendees].sort((a, b) => ((a.address ?? '') < (b.address ?? '') ? -1 : 1));
        return { ...content, attendees: byAddress };
      }),
    );
    expect(contents[1]).toEqual(contents[0]);
    expect(contents[2]).toEqual(contents[0]);
  },
);
