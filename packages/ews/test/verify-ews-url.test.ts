import { Secret } from '@kalends/core';
import {
  conformanceCompany,
  conformanceNow,
  manualClock,
  startAutodiscoverEmulator,
  startExchangeEmulator,
  throwawayCa,
} from '@kalends/testing';
import type { ExchangeEmulator, ExchangeEmulatorOptions } from '@kalends/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { passwordAuthorization, verifyEwsUrl } from '../src/index.ts';
import type { VerifyEwsUrlOptions } from '../src/index.ts';

const running: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function start(options: ExchangeEmulatorOptions = {}): Promise<ExchangeEmulator> {
  const emulator = await startExchangeEmulator({
    clock: manualClock(conformanceNow),
    company: conformanceCompany,
    ...options,
  });
  running.push(emulator);
  return emulator;
}

const authorization = passwordAuthorization({
  username: new Secret('ada@tidewater.example'),
  password: new Secret('ada-password-9c1f'),
});
const onLoopback = { allowInsecureLoopback: true };

describe('verifyEwsUrl', () => {
  it('says what the server offers, without sending credentials', async () => {
    const emulator = await start();
    expect(await verifyEwsUrl(emulator.ewsUrl, onLoopback)).toEqual({
      isUsable: true,
      url: emulator.ewsUrl,
      isExchangeOnline: false,
      authentication: ['basic', 'ntlm', 'negotiate', 'bearer'],
    });
    expect(emulator.exchanges).toHaveLength(1);
    expect(emulator.exchanges[0]?.request.headers).not.toHaveProperty('authorization');
  });

  it.each(['basic', 'ntlm'] as const)('reads the version afterwards by %s', async (authentication) => {
    const emulator = await start({ version: '15.1.2507.72' });
    const check = await verifyEwsUrl(emulator.ewsUrl, { ...onLoopback, authorization, authentication });
    expect(check).toMatchObject({ serverVersion: { major: 15, minor: 1, build: 2507, revision: 72 } });
    expect(emulator.exchanges[0]?.request.headers).not.toHaveProperty('authorization');
  });

  it('does not blame the URL for a wrong password', async () => {
    const emulator = await start();
    const wrong = passwordAuthorization({ username: new Secret('ada@tidewater.example'), password: new Secret('x') });
    const check = await verifyEwsUrl(emulator.ewsUrl, { ...onLoopback, authorization: wrong });
    expect(check.isUsable).toBe(true);
    expect(check).not.toHaveProperty('serverVersion');
  });

  const answering = (response: () => Response): VerifyEwsUrlOptions => ({
    resolver: { resolve: () => Promise.resolve(['93.184.215.14']), resolveSrv: () => Promise.resolve([]) },
    runtime: { fetch: () => Promise.resolve(response()) },
    authorization,
  });
  const url = 'https://mail.tidewater.example/EWS/Exchange.asmx';

  it.each<[string, string, VerifyEwsUrlOptions, string]>([
    ['no URL', 'mail.tidewater.example', {}, 'invalid'],
    ['a password in it', 'https://a:b@mail.tidewater.example/EWS/Exchange.asmx', {}, 'invalid'],
    ['a query', `${url}?x`, {}, 'invalid'],
    ['plain HTTP', 'http://mail.tidewater.example/EWS/Exchange.asmx', onLoopback, 'insecure'],
    ['another path', 'https://mail.tidewater.example/owa/', {}, 'path'],
    ['a redirect', url, answering(() => Response.redirect('https://evil.example/EWS/Exchange.asmx')), 'redirected'],
    ['nothing there', url, answering(() => new Response('', { status: 404 })), 'notFound'],
    ['EWS switched off', url, answering(() => new Response('', { status: 403 })), 'blocked'],
    ['a web page', url, answering(() => new Response('<html/>')), 'notExchange'],
    ['another service', url, answering(() => new Response('', { status: 401 })), 'notExchange'],
    [
      'no answer',
      url,
      { ...answering(() => new Response()), runtime: { fetch: () => Promise.reject(new TypeError('x')) } },
      'unreachable',
    ],
    [
      'a private address',
      url,
      { resolver: { resolve: () => Promise.resolve(['10.0.0.5']), resolveSrv: () => Promise.resolve([]) } },
      'privateAddress',
    ],
    ['the address of the machine itself', 'https://127.0.0.1/EWS/Exchange.asmx', {}, 'privateAddress'],
    [
      'a name nobody has',
      url,
      { resolver: { resolve: () => Promise.reject(new Error('x')), resolveSrv: () => Promise.resolve([]) } },
      'unreachable',
    ],
  ])('refuses %s', async (_name, entered, options, problem) => {
    const check = await verifyEwsUrl(entered, options);
    expect(check).toMatchObject({ isUsable: false, problem, message: expect.any(String), cure: expect.any(String) });
  });

  it('sends credentials to nobody who redirects', async () => {
    const hosts = [
      {
        name: 'mail.tidewater.example',
        paths: { '/ews/exchange.asmx': { kind: 'httpRedirect', location: 'https://evil.example/EWS/Exchange.asmx' } },
      },
      { name: 'evil.example' },
    ] as const;
    const site = await startAutodiscoverEmulator({ hosts });
    running.push(site);
    const check = await verifyEwsUrl(url, { runtime: { fetch: site.fetch }, resolver: site, authorization });
    expect(check).toMatchObject({ problem: 'redirected' });
    expect(site.hostsWithCredentials.size).toBe(0);
    expect(site.visits.map(({ host }) => host)).toEqual(['mail.tidewater.example']);
  });

  it('connects to the very address that it checked', async () => {
    const ca = await throwawayCa();
    const emulator = await start({ tls: await ca.issue() });
    const port = new URL(emulator.origin).port;
    const entered = `https://localhost:${port}/EWS/Exchange.asmx`;
    const trust = { certificateAuthorities: [ca.certificate] };
    // A resolver that shows a public address first: the connection is refused all the same.
    const resolver = { resolve: () => Promise.resolve(['93.184.215.14']), resolveSrv: () => Promise.resolve([]) };
    expect(await verifyEwsUrl(entered, { ...trust, resolver })).toMatchObject({ problem: 'unreachable' });
    expect(emulator.exchanges).toEqual([]);
    expect(await verifyEwsUrl(entered, { ...trust, privateHosts: ['localhost'] })).toMatchObject({ isUsable: true });
    expect(await verifyEwsUrl(entered, { privateHosts: ['localhost'] })).toMatchObject({ problem: 'certificate' });
  });

  it.each<[string, object]>([
    ['an unknown option', { password: 'x' }],
    ['a way to sign in that is none, and would be Basic', { authentication: 'NTLM' }],
    ['NTLM over an own fetch', { authentication: 'ntlm', runtime: { fetch } }],
    ['authorities for an own fetch', { certificateAuthorities: ['-----BEGIN'], runtime: { fetch } }],
    ['no authorities', { certificateAuthorities: [] }],
    ['no time', { timeoutMs: 0 }],
  ])('refuses %s', async (_name, options) => {
    await expect(verifyEwsUrl(url, options)).rejects.toMatchObject({
      code: 'invalidArgument',
      operation: 'verifyEwsUrl',
    });
  });

  it('ends with the caller’s signal', async () => {
    const options = { ...answering(() => new Response()), signal: AbortSignal.abort() };
    await expect(verifyEwsUrl(url, options)).rejects.toMatchObject({ code: 'aborted' });
  });
});
