import { inspect } from 'node:util';
import { conformanceCompany } from '@kalends/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantedSecrets } from './kit/planted-secrets.ts';
import { startFixture } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;

beforeAll(async () => {
  fixture = await startFixture();
  await fixture.get('/api/agenda?from=2026-03-01&to=2026-04-30&tz=UTC');
  await fixture.get('/');
});
afterAll(() => fixture.close());

/** Everything that must not be seen: passwords, tokens the emulators gave out, addresses, titles. */
function canaries(): string[] {
  const { demo } = fixture.service;
  return [
    ...(demo === undefined ? [] : plantedSecrets(demo)),
    ...conformanceCompany.people.map((person) => person.address),
    ...conformanceCompany.meetings.map((meeting) => meeting.title),
  ].filter((canary) => canary !== '');
}

test('the log, at its most verbose, holds no password, token, address or title', () => {
  const planted = canaries();
  expect(planted.length).toBeGreaterThan(30);
  expect(fixture.log.length).toBeGreaterThan(3);
  const log = fixture.log.join('\n');
  expect(planted.filter((canary) => log.includes(canary))).toEqual([]);
});

test('what the accounts show of themselves holds no secret', async () => {
  const shown =
    inspect(fixture.service.accounts, { depth: 20, showHidden: true }) +
    JSON.stringify(await fixture.service.team.list());
  const secrets = canaries().filter((canary) => !conformanceCompany.people.some((person) => person.name === canary));
  expect(secrets.filter((canary) => shown.includes(canary))).toEqual([]);
});
