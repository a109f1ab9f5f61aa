import { describe, expect, it } from 'vitest';
import {
  adaClaims,
  failureOf,
  fakeEntra,
  publicEntraAt,
  sleepyClock,
  tokenAnswer,
  tokenPath,
  unsignedJwt,
} from './support/fake-entra.ts';
import type { FakeAnswer, FakeEntra } from './support/fake-entra.ts';
import { publicApplication, startRig } from './support/rig.ts';
import type { Rig } from './support/rig.ts';

const pending: FakeAnswer = { status: 400, json: { error: 'authorization_pending', error_codes: [70_016] } };
const slowDown: FakeAnswer = { status: 400, json: { error: 'slow_down' } };
const started = {
  user_code: 'HARBOUR12',
  device_code: 'device-code-1',
  verification_uri: 'https://microsoft.com/devicelogin',
  expires_in: 900,
  interval: 5,
  message: 'To sign in, …',
};

function deviceAt(...answers: readonly FakeAnswer[]): FakeEntra {
  const fake = fakeEntra();
  fake.on('/oauth2/v2.0/devicecode', { json: started });
  fake.on(tokenPath, ...answers);
  return fake;
}

describe('the device code flow', () => {
  it('shows a code and asks until the person is done', async () => {
    const fake = deviceAt(pending, pending, tokenAnswer({ id_token: unsignedJwt(adaClaims) }));
    const clock = sleepyClock();
    const { signIn } = publicEntraAt(fake, { runtime: { fetch: fake.fetch, clock } });
    const device = await signIn.startDeviceCode();
    expect(device).toMatchObject({
      userCode: 'HARBOUR12',
      verificationUrl: 'https://microsoft.com/devicelogin',
      expiresAt: '2026-11-16T08:15:00.000Z',
    });
    const credential = await device.complete();
    expect(credential).toMatchObject({
      kind: 'oauth',
      account: { id: 'oid-ada' },
      scopes: expect.arrayContaining(['Calendars.Read']),
    });
    expect(clock.slept).toEqual([5_000, 5_000, 5_000]);
    const [asked, poll] = fake.requests;
    expect(Object.fromEntries(asked?.form ?? [])).toEqual({
      client_id: 'client-1',
      scope: 'Calendars.Read offline_access openid profile',
    });
    expect(Object.fromEntries(poll?.form ?? [])).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: 'client-1',
      device_code: 'device-code-1',
    });
  });

  it('asks less often when told to, and after an answer that got lost', async () => {
    const fake = deviceAt(slowDown, { status: 503 }, pending, tokenAnswer());
    const clock = sleepyClock();
    const device = await publicEntraAt(fake, { runtime: { fetch: fake.fetch, clock } }).signIn.startDeviceCode();
    await device.complete();
    expect(clock.slept).toEqual([5_000, 10_000, 15_000, 15_000]);
  });

  it('waits as long as a throttled answer says', async () => {
    const fake = deviceAt({ status: 429, headers: { 'retry-after': '60' } }, pending, tokenAnswer());
    const clock = sleepyClock();
    const device = await publicEntraAt(fake, { runtime: { fetch: fake.fetch, clock } }).signIn.startDeviceCode();
    await device.complete();
    expect(clock.slept).toEqual([5_000, 60_000, 10_000]);
  });

  it('ends with the code', async () => {
    const fake = deviceAt(pending);
    const clock = sleepyClock();
    const device = await publicEntraAt(fake, { runtime: { fetch: fake.fetch, clock } }).signIn.startDeviceCode();
    const error = await failureOf(device.complete());
    expect(error).toMatchObject({
      code: 'signInRefused',
      vendorCode: 'expired_token',
      operation: 'signIn.completeDeviceCode',
      cure: { text: expect.stringContaining('new code') },
    });
    expect(fake.requests).toHaveLength(1 + 180);
  });

  it('ends when its caller leaves', async () => {
    const fake = deviceAt(pending);
    const device = await publicEntraAt(fake).signIn.startDeviceCode();
    const leaving = AbortSignal.abort();
    expect(await failureOf(device.complete({ signal: leaving }))).toMatchObject({ code: 'aborted' });
    expect(fake.requests).toHaveLength(1);
  });

  it.each([
    ['no page', { verification_uri: 'javascript:alert(1)' }],
    ['no end', { expires_in: 0 }],
    ['no code', { user_code: '' }],
  ])('does not go on with %s', async (_case, change) => {
    const fake = fakeEntra();
    fake.on('/oauth2/v2.0/devicecode', { json: { ...started, ...change } });
    expect(await failureOf(publicEntraAt(fake).signIn.startDeviceCode())).toMatchObject({ code: 'invalidResponse' });
  });
});

describe('the device code flow, against the emulator', () => {
  const device = { clientId: 'device', redirectUris: [], allowsPublicClientFlows: true };

  async function type(url: string, fields: Readonly<Record<string, string>>, { emulator }: Rig): Promise<void> {
    const page = await (await fetch(url)).text();
    const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const body = new URLSearchParams({ decision: 'accept', ...fields });
    await (await fetch(new URL(action, emulator.origin), { method: 'POST', body })).text();
  }

  it('ends in a credential once the code was typed in', async () => {
    const rig = await startRig({ clients: [device] });
    const directory = publicApplication(rig, 'device');
    const started = await directory.signIn.startDeviceCode();
    const completing = started.complete();
    const person = { username: 'ada@harbour.example', password: 'tide-1' };
    await type(started.verificationUrl, { user_code: started.userCode, ...person }, rig);
    await rig.clock.advance(5_000);
    const credential = await completing;
    expect(credential.account).toMatchObject({ address: 'ada@harbour.example' });
    await expect(directory.tokens.issue({ credential })).resolves.toBeDefined();
  });

  it('ends when the person declines', async () => {
    const rig = await startRig({ clients: [device] });
    const started = await publicApplication(rig, 'device').signIn.startDeviceCode();
    const completing = failureOf(started.complete());
    await type(started.verificationUrl, { user_code: started.userCode, decision: 'deny' }, rig);
    await rig.clock.advance(5_000);
    expect(await completing).toMatchObject({ code: 'consentRequired', vendorCode: 'AADSTS65004' });
  });

  it('is told that public client flows are off', async () => {
    const rig = await startRig({ clients: [{ ...device, allowsPublicClientFlows: false }] });
    const { signIn } = publicApplication(rig, 'device');
    const error = await failureOf(
      signIn.startDeviceCode().then((started) => {
        const completing = started.complete();
        return rig.clock.advance(5_000).then(() => completing);
      }),
    );
    expect(error).toMatchObject({
      code: 'invalidConfiguration',
      cure: { text: expect.stringContaining('Public client flows') },
    });
  });
});
