import type { AccountEvent } from '@kalends/core/accounts';
import { onTestFinished, expect, test } from 'vitest';
import { startFixture } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

const hourMs = 60 * 60_000;

async function start(...visitors: Parameters<typeof startFixture>[0] & object): Promise<ServiceFixture> {
  const fixture = await startFixture(visitors);
  onTestFinished(() => fixture.close());
  return fixture;
}

async function eventsOf({ service }: ServiceFixture): Promise<readonly AccountEvent[]> {
  const events: AccountEvent[] = [];
  await service.accounts.deliverEvents((event) => void events.push(event));
  return events;
}

/** What becomes of an attempt to take the credential of the only account out of the vault. */
async function credentialOf({ service }: ServiceFixture): Promise<unknown> {
  const [account] = await service.accounts.list();
  const handle = service.accounts.vault.handle('test', 'export');
  return handle.exportCredential({ id: account?.id ?? '', purpose: 'test' }).then(
    ({ kind }) => kind,
    ({ code }: { readonly code?: unknown }) => code,
  );
}

test('the enterprise application is deleted: one event for all its people, and no call for any of them', async () => {
  const fixture = await start(['ada', 'microsoft'], ['ben', 'microsoft'], ['chitra', 'microsoft']);
  const { microsoft } = fixture.service.demo?.emulators ?? {};
  const ids = (await fixture.service.team.list()).map(({ id }) => id);
  await fixture.get('/api/agenda');
  microsoft?.deleteApplication();
  await fixture.clock.advance(48 * hourMs);

  // One of them finds out.
  const source = fixture.service.accounts.authorization(ids[0] ?? '');
  await expect(source.get()).rejects.toMatchObject({ code: 'tenantAccessRevoked' });
  const before = microsoft?.exchanges.length;
  const agenda: unknown = await (await fixture.get('/api/agenda')).json();
  expect(agenda).toMatchObject({ sources: ids.map(() => ({ outcome: 'failed', code: 'tenantAccessRevoked' })) });
  expect(microsoft?.exchanges.length).toBe(before);
  const events = await eventsOf(fixture);
  expect(events).toMatchObject([{ type: 'tenantAccessRevoked' }]);
  expect(events.flatMap((event) => (event.type === 'tenantAccessRevoked' ? event.accountIds : [])).toSorted()).toEqual(
    ids.toSorted(),
  );
});

test('a grant that is revoked at Google is purged by the next renewal, and Google is asked no more', async () => {
  const fixture = await start(['ben', 'google']);
  const { google } = fixture.service.demo?.emulators ?? {};
  expect(await (await fixture.get('/api/agenda')).json()).toMatchObject({ isComplete: true });
  expect(await credentialOf(fixture)).toBe('oauth');
  google?.revokeGrants('ben');
  await fixture.clock.advance(2 * hourMs);

  const refused = { sources: [{ outcome: 'failed', code: 'reauthorizationRequired', reason: 'revoked' }] };
  expect(await (await fixture.get('/api/agenda')).json()).toMatchObject(refused);
  expect(await credentialOf(fixture)).toBe('notFound');
  expect((await fixture.service.team.list()).map(({ status }) => status)).toMatchObject([
    { state: 'reauthorizationRequired', reason: 'revoked' },
  ]);
  const before = google?.exchanges.length;
  expect(await (await fixture.get('/api/agenda')).json()).toMatchObject(refused);
  expect(google?.exchanges.length).toBe(before);
});
