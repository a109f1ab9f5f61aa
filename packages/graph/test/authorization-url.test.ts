import type { OAuthProvider } from '@kalends/core';
import { describe, expect, it, test } from 'vitest';
import { graph } from '../src/index.ts';
import type { GraphSettings } from '../src/index.ts';
import { fakeMicrosoft, sleepyClock } from './support/fake-microsoft.ts';
import type { FakeMicrosoft } from './support/fake-microsoft.ts';

const redirectUri = 'https://app.tidewater.example/callback';

function providerOf(fake: FakeMicrosoft, settings: Partial<GraphSettings> = {}): OAuthProvider {
  return graph({
    clientId: 'client-1',
    clientSecret: 'client-secret-1',
    ...settings,
    runtime: { fetch: fake.fetch, clock: sleepyClock() },
  });
}

describe('createAuthorizationUrl', () => {
  const options = { redirectUri, state: 'state-1', codeChallenge: 'c'.repeat(43) };

  it('asks for a code with PKCE and least scopes, without any request', async () => {
    const fake = fakeMicrosoft();

    const url = new URL(await providerOf(fake).signIn.createAuthorizationUrl(options));

    expect(`${url.origin}${url.pathname}`).toBe(
      'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize',
    );
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: 'client-1',
      redirect_uri: redirectUri,
      response_type: 'code',
      response_mode: 'query',
      state: 'state-1',
      code_challenge: 'c'.repeat(43),
      code_challenge_method: 'S256',
      prompt: 'select_account',
    });
    expect(url.searchParams.get('scope')?.split(' ').sort()).toEqual([
      'Calendars.Read',
      'offline_access',
      'openid',
      'profile',
    ]);
    expect(url.href).not.toContain('client-secret-1');
    expect(fake.requests).toEqual([]);
  });

  test.each([
    ['state', { state: '' }],
    ['codeChallenge', { codeChallenge: '' }],
    ['codeChallenge', { codeChallenge: 'a verifier, by mistake' }],
    ['redirectUri', { redirectUri: '/callback' }],
  ])('refuses to go without a good %s', async (name, overrides) => {
    await expect(
      providerOf(fakeMicrosoft()).signIn.createAuthorizationUrl({ ...options, ...overrides }),
    ).rejects.toMatchObject({ code: 'invalidArgument', message: expect.stringContaining(name) });
  });

  it('fills in the address of the person instead of asking which account', async () => {
    const href = await providerOf(fakeMicrosoft()).signIn.createAuthorizationUrl({
      ...options,
      loginHint: 'ada@tidewater.example',
    });
    const { searchParams } = new URL(href);
    expect(searchParams.get('login_hint')).toBe('ada@tidewater.example');
    expect(searchParams.has('prompt')).toBe(false);
  });

  test.each([
    [
      { cloud: 'usGov' } as const,
      'https://login.microsoftonline.us/organizations/',
      ['graph.microsoft.us', 'login.microsoftonline.us'],
    ],
    [
      { cloud: 'usGovDod' } as const,
      'https://login.microsoftonline.us/organizations/',
      ['dod-graph.microsoft.us', 'login.microsoftonline.us'],
    ],
    [
      { cloud: 'china', tenantId: 'tidewater.example' } as const,
      'https://login.partner.microsoftonline.cn/tidewater.example/',
      ['microsoftgraph.chinacloudapi.cn', 'login.partner.microsoftonline.cn'],
    ],
    [
      {
        authority: 'http://127.0.0.1:4010/tenant-9',
        graphBaseUrl: 'http://127.0.0.1:4010/v1.0',
        allowInsecureLoopback: true,
      },
      'http://127.0.0.1:4010/tenant-9/',
      ['127.0.0.1:4010'],
    ],
  ])('goes to the cloud or emulator of the settings %o without looking anything up', async (settings, start, hosts) => {
    const fake = fakeMicrosoft();
    const provider = providerOf(fake, settings);
    expect(await provider.signIn.createAuthorizationUrl(options)).toContain(`${start}oauth2/v2.0/authorize?`);
    expect(provider.hosts).toEqual(hosts);
    expect(fake.requests).toEqual([]);
  });
});
