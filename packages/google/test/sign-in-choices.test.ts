import type { SignInPrompt } from '@kalends/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emulatedGoogle } from './support/emulated-google.ts';
import type { EmulatedGoogle, SignedIn } from './support/emulated-google.ts';
import { json } from './support/fake-google.ts';
import { calendarScope, idToken, rejection, setup } from './support/setup.ts';

let kit: EmulatedGoogle;
beforeEach(async () => {
  kit = await emulatedGoogle();
});
afterEach(() => kit.emulator.close());

const grantOf = ({ callback, codeVerifier }: SignedIn) => ({
  code: callback.get('code') ?? '',
  codeVerifier,
  redirectUri: kit.redirectUri,
});

describe('granular consent', () => {
  it.each<[string, (scope: string) => boolean, readonly string[]]>([
    ['the list', (scope) => !scope.includes('calendarlist'), [`${calendarScope}.calendarlist.readonly`]],
    ['the events', (scope) => !scope.includes('events'), [`${calendarScope}.events.readonly`]],
    [
      'everything',
      () => false,
      [`${calendarScope}.events.readonly`, `${calendarScope}.freebusy`, `${calendarScope}.calendarlist.readonly`],
    ],
  ])('names the scopes of what was unticked: %s', async (_what, tick, missingScopes) => {
    const signedIn = await kit.signIn('ada', { tick });
    const error = await rejection(kit.provider.signIn.exchangeCode(grantOf(signedIn)));
    expect(error).toMatchObject({ code: 'consentRequired', missingScopes, cure: { text: expect.any(String) } });
  });

  it('is content when the policy is met, though more was asked for', async () => {
    const asked = { calendars: 'readWrite', contacts: 'none' } as const;
    const signedIn = await kit.signIn('ada', { options: { policy: asked }, tick: () => true });
    const credential = await kit.provider.signIn.exchangeCode({
      ...grantOf(signedIn),
      policy: { ...asked, calendars: 'read' },
    });
    expect(kit.provider.signIn.grantedAccess(credential.scopes)).toEqual(asked);
  });
});

describe('the choice of an account', () => {
  it.each<[SignInPrompt | undefined, string]>([
    [undefined, 'consent'],
    ['consent', 'consent'],
    ['selectAccount', 'select_account consent'],
    ['none', 'none'],
  ])('asks with prompt %s for "%s", always offline', async (prompt, expected) => {
    const url = new URL(
      await kit.provider.signIn.createAuthorizationUrl({
        redirectUri: kit.redirectUri,
        state: 's',
        codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        ...(prompt === undefined ? {} : { prompt }),
      }),
    );
    expect(url.searchParams.get('prompt')).toBe(expected);
    expect(url.searchParams.get('access_type')).toBe('offline');
  });

  it('cannot ask for the password', async () => {
    const asked = kit.signIn('ada', { options: { prompt: 'login' } });
    expect(await rejection(asked)).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('selectAccount'),
    });
  });

  it('ends in a lasting grant however often a person connects', async () => {
    await kit.credential('ada');
    const again = await kit.credential('ada');
    expect(again.refreshToken.reveal()).not.toBe('');
  });

  it('ends in no lasting grant without the consent page, and says how to get one', async () => {
    await kit.credential('ada');
    const signedIn = await kit.signIn('ada', { options: { prompt: 'none' } });
    expect(signedIn.callback.get('code')).not.toBeNull();
    const error = await rejection(kit.provider.signIn.exchangeCode(grantOf(signedIn)));
    expect(error).toMatchObject({ code: 'consentRequired', cure: { text: expect.stringContaining('consent page') } });
  });

  it('may not be made silently where Google wants to show a page', async () => {
    const { callback } = await kit.signIn('bob', { options: { prompt: 'none', loginHint: 'bob@tidewater.example' } });
    expect(kit.provider.signIn.callbackError(callback)).toMatchObject({
      code: 'signInRefused',
      vendorCode: callback.get('error'),
      cure: { text: expect.stringContaining('consent page') },
    });
  });

  it('leads to a domain with domainHint, and to the setting’s before that', async () => {
    const hint = { options: { domainHint: 'tidewater.example' } };
    expect((await kit.signIn('ada', hint)).url.searchParams.get('hd')).toBe('tidewater.example');
    const strict = kit.oauth({ hostedDomain: 'Elsewhere.example' });
    const url = await strict.signIn.createAuthorizationUrl({
      redirectUri: kit.redirectUri,
      state: 's',
      codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      domainHint: 'tidewater.example',
    });
    expect(new URL(url).searchParams.get('hd')).toBe('elsewhere.example');
  });

  it('takes only accounts of the hosted domain, whatever the address bar said', async () => {
    const inside = kit.oauth({ hostedDomain: 'TIDEWATER.example' });
    await expect(kit.credential('ada', inside)).resolves.toMatchObject({ account: { tenantId: 'tidewater.example' } });
    const signedIn = await kit.signIn('ada');
    const outside = kit.oauth({ hostedDomain: 'elsewhere.example' });
    expect(await rejection(outside.signIn.exchangeCode(grantOf(signedIn)))).toMatchObject({
      code: 'signInRefused',
      message: expect.stringContaining('outside the organization'),
    });
  });

  it('takes no account without a domain, whose address may look like one of it', async () => {
    const { provider, service } = setup({ settings: { hostedDomain: 'tidewater.example' } });
    const claims = { iss: 'https://accounts.google.com', aud: 'client-1', exp: 4e9, sub: '1177' };
    const personal = idToken({ ...claims, email: 'ada@tidewater.example', email_verified: true });
    service.on('/token', json({ access_token: 'a', refresh_token: 'r', id_token: personal }));
    const exchange = { code: 'c', codeVerifier: 'v', redirectUri: 'https://app.example/callback' };
    expect(await rejection(provider.signIn.exchangeCode(exchange))).toMatchObject({
      code: 'signInRefused',
      message: expect.stringContaining('outside the organization'),
    });
  });

  it('has to be the expected one: by id, else by address', async () => {
    const { account } = await kit.credential('ada');
    const exchange = async (expectedAccount: { id?: string; address?: string }): Promise<unknown> =>
      kit.provider.signIn.exchangeCode({ ...grantOf(await kit.signIn('ada')), expectedAccount });
    await expect(exchange({ id: account.id, address: 'renamed@tidewater.example' })).resolves.toMatchObject({
      account,
    });
    await expect(exchange({ address: 'ADA@tidewater.example' })).resolves.toMatchObject({ account });
    await expect(exchange({})).resolves.toMatchObject({ account });
    const refused = { code: 'signInRefused', operation: 'signIn.exchangeCode' };
    expect(await rejection(exchange({ id: 'somebody', address: 'ada@tidewater.example' }))).toMatchObject(refused);
    const error = await rejection(exchange({ address: 'bob@tidewater.example' }));
    expect(error).toMatchObject(refused);
    expect(JSON.stringify(error)).not.toContain('tidewater.example');
  });
});
