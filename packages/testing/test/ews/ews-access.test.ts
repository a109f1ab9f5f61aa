import { describe, expect, it } from 'vitest';
import { manualClock } from '../../src/clock/manual-clock.ts';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { startTidewater } from './exchange-fixture.ts';
import { envelope, postRaw } from './soap-client.ts';

const getCalendar = envelope(
  '<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>',
);
const lifetimeSeconds = 400 * 86_400;

function asking(emulator: ExchangeEmulator): (clientId?: string, person?: string) => Promise<number> {
  return async (clientId = 'app-1', person = 'ada') => {
    const { accessToken } = emulator.issueTokens({ person, clientId, lifetimeSeconds });
    return (await postRaw(emulator, getCalendar, { bearer: accessToken })).status;
  };
}

describe('EWS in Exchange Online', () => {
  it('ends on 1 October 2026 where nobody set anything, until somebody sets true', async () => {
    const clock = manualClock('2026-09-30T23:59:59Z');
    const emulator = await startTidewater([], { clock, version: '15.20' });
    const status = asking(emulator);
    expect(await status()).toBe(200);
    await clock.advance(1000);
    expect(await status()).toBe(403);
    // Whoever opens it again afterwards gets no list: an application that was never seen may come.
    emulator.setEwsAccess({ organization: true });
    expect([await status(), await status('app-2')]).toEqual([200, 200]);
    emulator.setEwsAccess({ organization: null });
    expect(await status()).toBe(403);
  });

  it('ends later where the tenant comes later, and for everybody on 1 April 2027', async () => {
    const clock = manualClock('2026-12-31T23:59:59Z');
    const emulator = await startTidewater([], { clock, version: '15.20', switchOffAt: '2027-01-01T00:00:00Z' });
    const status = asking(emulator);
    expect(await status()).toBe(200);
    await clock.advance(1000);
    expect(await status()).toBe(403);
    emulator.setEwsAccess({ organization: true });
    await clock.advance(Date.parse('2027-03-31T23:59:59Z') - clock.now());
    expect(await status()).toBe(200);
    await clock.advance(1000);
    expect(await status()).toBe(403);
    emulator.setEwsAccess({ organization: true, allowedAppIds: ['app-1'] });
    expect(await status()).toBe(403);
    await expect(startTidewater([], { switchOffAt: '2026-09-30T00:00:00Z' })).rejects.toThrow(RangeError);
  });

  it('leaves the listed applications alone', async () => {
    const clock = manualClock('2026-09-01T00:00:00Z');
    const ewsAccess = { organization: true, allowedAppIds: ['APP-1'] };
    const emulator = await startTidewater([], { clock, version: '15.20', ewsAccess });
    const status = asking(emulator);
    expect([await status('app-1'), await status('app-2')]).toEqual([200, 403]);
    await clock.advance(60 * 86_400_000);
    expect([await status('app-1'), await status('app-2')]).toEqual([200, 403]);
  });

  it('looks at the list only where EWS is set to true', async () => {
    const emulator = await startTidewater([], { version: '15.20', ewsAccess: { allowedAppIds: ['app-1'] } });
    expect(await asking(emulator)('app-2')).toBe(200);
  });

  it('gets a list of the applications seen where true was set without one', async () => {
    const clock = manualClock('2026-09-01T00:00:00Z');
    const emulator = await startTidewater([], { clock, version: '15.20', ewsAccess: { organization: true } });
    const status = asking(emulator);
    expect(await status('app-1')).toBe(200);
    await clock.advance(60 * 86_400_000);
    expect([await status('app-1'), await status('app-2')]).toEqual([200, 403]);
  });
});

describe('EWS switched off', () => {
  it('has no dates on-premises', async () => {
    const clock = manualClock('2030-01-01T00:00:00Z');
    const emulator = await startTidewater([], { clock });
    expect(await asking(emulator)()).toBe(200);
    emulator.setEwsAccess({ organization: false });
    expect((await postRaw(emulator, getCalendar)).status).toBe(403);
  });

  it('for one mailbox leaves the others', async () => {
    const emulator = await startTidewater([], { ewsAccess: { mailboxes: { ada: false, bo: null } } });
    const status = asking(emulator);
    expect([await status('app-1', 'ada'), await status('app-1', 'bo')]).toEqual([403, 200]);
    // Since 2025 both the organization and the mailbox have to allow it.
    emulator.setEwsAccess({ organization: false, mailboxes: { ada: true } });
    expect(await status()).toBe(403);
  });

  it.each([
    ['EnforceAllowList', ['Kalends/*'], { 'Kalends/1.0': 200, Outlook: 403 }],
    ['EnforceBlockList', ['Kalends/*', 'mac*mail'], { 'Kalends/1.0': 403, MacOutlookMail: 403, Outlook: 200 }],
  ] as const)('by User-Agent with %s', async (policy, list, expected) => {
    const emulator = await startTidewater([], { ewsAccess: { userAgents: { policy, list } } });
    const statuses: Record<string, number> = {};
    for (const userAgent of Object.keys(expected)) {
      const response = await postRaw(emulator, getCalendar, { httpHeaders: { 'user-agent': userAgent } });
      statuses[userAgent] = response.status;
    }
    expect(statuses).toEqual(expected);
  });

  it.each([
    ['empty', /^$/],
    ['html', /^<!DOCTYPE html>.*403/],
  ] as const)('answers without SOAP, %s', async (blockedAnswer, body) => {
    const emulator = await startTidewater([], { blockedAnswer, isBlocked: true });
    const response = await postRaw(emulator, getCalendar);
    expect([response.status, await response.text()]).toEqual([403, expect.stringMatching(body)]);
    expect(response.headers.get('content-type') ?? '').not.toMatch(/xml/);
  });
});
