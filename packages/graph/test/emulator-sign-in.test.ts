import { createPkcePair, systemRandom } from '@kalends/core';
import { demoEntraClient } from '@kalends/testing';
import { describe, expect, it } from 'vitest';
import { graph } from '../src/index.ts';
import { codeOf, setUp } from './support/harbour.ts';

const [redirectUri = ''] = demoEntraClient.redirectUris;

/** Fills in the sign-in page as a person would and returns where the browser is sent. */
async function walkThroughPage(url: string, decision: 'accept' | 'deny'): Promise<URL> {
  const page = await (await fetch(url)).text();
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const answer = await fetch(new URL(action, url), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ username: 'ada@harbour.example', password: 'tide-1', decision }),
  });
  return new URL(answer.headers.get('location') ?? '');
}

describe('sign-in against the emulator', () => {
  it('leads from the page to a connection that reads', async () => {
    const { provider } = await setUp();
    const { codeChallenge, codeVerifier } = await createPkcePair(systemRandom);
    const url = await provider.signIn.createAuthorizationUrl({ redirectUri, state: 'state-1', codeChallenge });
    const callback = await walkThroughPage(url, 'accept');
    expect(callback.searchParams.get('state')).toBe('state-1');

    const exchange = { code: callback.searchParams.get('code') ?? '', codeVerifier, redirectUri };
    const credential = await provider.signIn.exchangeCode(exchange);

    expect(credential.account).toMatchObject({ address: 'ada@harbour.example', name: 'Ada Quay' });
    expect(credential.scopes).toContain('Calendars.Read');
    const calendars = await provider.connect({ credential }).calendars.list().toArray();
    expect(calendars.filter((calendar) => calendar.isPrimary)).toHaveLength(1);
    // A code works once.
    await expect(provider.signIn.exchangeCode(exchange)).rejects.toMatchObject({ code: 'signInRefused' });
  });

  it('names a refusal on the page', async () => {
    const { provider } = await setUp();
    const { codeChallenge } = await createPkcePair(systemRandom);
    const url = await provider.signIn.createAuthorizationUrl({ redirectUri, state: 's', codeChallenge });
    const callback = await walkThroughPage(url, 'deny');
    expect(['signInRefused', 'consentRequired']).toContain(
      codeOf(provider.signIn.callbackError(callback.searchParams)),
    );
  });

  it('refuses another verifier and another secret', async () => {
    const { provider, emulator } = await setUp();
    const { codeChallenge } = await createPkcePair(systemRandom);
    const url = await provider.signIn.createAuthorizationUrl({ redirectUri, state: 's', codeChallenge });
    const code = (await walkThroughPage(url, 'accept')).searchParams.get('code') ?? '';
    const { codeVerifier } = await createPkcePair(systemRandom);
    await expect(provider.signIn.exchangeCode({ code, codeVerifier, redirectUri })).rejects.toMatchObject({
      code: 'signInRefused',
    });
    const misconfigured = graph({
      clientId: demoEntraClient.clientId,
      clientSecret: 'wrong',
      authority: emulator.authority,
      graphBaseUrl: emulator.graphBaseUrl,
      allowInsecureLoopback: true,
    });
    await expect(misconfigured.signIn.exchangeCode({ code, codeVerifier, redirectUri })).rejects.toMatchObject({
      code: 'invalidConfiguration',
      vendorCode: 'AADSTS7000215',
    });
  });
});
