import { Secret } from '@kalends/core';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ews, ewsSyncedAttributes, passwordAuthorization } from '../src/index.ts';
import type { TestedAccess } from '../src/index.ts';
import { detailOf, itemPropertiesXml } from '../src/operations/item-properties.ts';
import { credential, url } from './support/fake-exchange.ts';

const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';

describe('ews', () => {
  it('names its host and needs nothing but the URL', () => {
    expect(ews({ url })).toMatchObject({ id: 'ews', hosts: ['mail.tidewater.example'] });
    expect(ews({ url: 'https://mail.tidewater.example:8443/ews/exchange.ASMX' }).hosts).toEqual([
      'mail.tidewater.example:8443',
    ]);
  });

  it('asks Exchange Online when no URL is given, where passwords are not taken', async () => {
    const provider = ews();
    expect(provider.hosts).toEqual(['outlook.office365.com']);
    expect(() => provider.connect({ credential })).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
    const authorization = passwordAuthorization({ username: new Secret('ada'), password: new Secret('x') });
    const kept = { account: { id: 'ada' }, authorization, credentialKind: 'basic' } as const;
    expect(() => provider.connect(kept)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
    await expect(provider.signIn.verify({ username: 'ada', password: 'x' })).rejects.toMatchObject({
      code: 'invalidConfiguration',
      operation: 'signIn.verify',
    });
  });

  it('takes all settings', () => {
    const settings = {
      url: 'http://127.0.0.1:8080/EWS/Exchange.asmx',
      allowInsecureLoopback: true,
      certificateAuthorities: [pem],
      requestServerVersion: 'Exchange2010_SP2',
      timeoutMs: 1_000,
      maxResponseBytes: 1_000,
      retry: { maxAttempts: 1 },
      runtime: {},
      authentication: 'ntlm',
      useImpersonation: false,
      testedAccess: (): TestedAccess => 'unknown',
      traffic: { perMailbox: 2 },
      timeZone: 'Europe/Berlin',
      deleteTo: 'recoverableItems',
    } as const;
    expect(ews(settings).hosts).toEqual(['127.0.0.1:8080']);
  });

  it.each<[string, object, string]>([
    ['a URL that is none', { url: 'mail.tidewater.example' }, 'invalidArgument'],
    ['http', { url: 'http://mail.tidewater.example/EWS/Exchange.asmx' }, 'insecureTransport'],
    [
      'http with the loopback setting',
      { url: 'http://mail.tidewater.example/EWS/Exchange.asmx', allowInsecureLoopback: true },
      'insecureTransport',
    ],
    ['http to loopback', { url: 'http://127.0.0.1/EWS/Exchange.asmx' }, 'insecureTransport'],
    ['another path', { url: 'https://mail.tidewater.example/owa' }, 'invalidArgument'],
    ['a query', { url: `${url}?x=1` }, 'invalidArgument'],
    ['credentials in the URL', { url: 'https://ada:pw@mail.tidewater.example/EWS/Exchange.asmx' }, 'invalidArgument'],
    ['an unknown setting', { url, timeout: 5 }, 'invalidArgument'],
    ['a name of Object', { url, constructor: 5 }, 'invalidArgument'],
    ['an unknown version', { url, requestServerVersion: 'Exchange2007' }, 'invalidArgument'],
    ['an authority that is no PEM', { url, certificateAuthorities: ['ca.pem'] }, 'invalidArgument'],
    ['authorities beside an own fetch', { url, certificateAuthorities: [pem], runtime: { fetch } }, 'invalidArgument'],
    ['no time', { url, timeoutMs: 0 }, 'invalidArgument'],
    ['no try', { url, retry: { maxAttempts: 0 } }, 'invalidArgument'],
    ['tries without end', { url, retry: { maxAttempts: Number.NaN } }, 'invalidArgument'],
    ['a negative wait', { url, retry: { maxWaitMs: -1 } }, 'invalidArgument'],
    ['a policy', { url, policy: { calendars: 'read', contacts: 'none' } }, 'permissionControlUnavailable'],
    ['tokens of another provider', { oauth: { tokens: { provider: 'graph' } } }, 'invalidArgument'],
    ['a kind of authentication it does not know', { url, authentication: 'digest' }, 'invalidArgument'],
    ['NTLM over an own fetch', { url, authentication: 'ntlm', runtime: { fetch } }, 'invalidArgument'],
    ['an unknown rule of retries', { url, retry: { attempts: 2 } }, 'invalidArgument'],
    ['a gate that lets nobody through', { url, traffic: { perMailbox: 0 } }, 'invalidArgument'],
    ['a gate of another name', { url, traffic: { perHost: 1 } }, 'invalidArgument'],
    ['a zone that is none', { url, timeZone: 'Europe/Nowhere' }, 'invalidArgument'],
    ['another place for deleted events', { url, deleteTo: 'junk' }, 'invalidArgument'],
  ])('refuses %s', (_name, settings, code) => {
    // What a program without type checks can pass.
    expect(() => ews(settings as { url: string })).toThrow(expect.objectContaining({ code }));
  });

  it.each<[string, object]>([
    ['an OAuth credential without its token', { ...credential, kind: 'oauth' }],
    ['a token’s credential without the setting', { ...credential, kind: 'password' }],
    ['an unknown kind', { ...credential, kind: 'kerberos' }],
    ['one of another provider', { ...credential, provider: 'graph' }],
    ['a password in clear', { ...credential, password: 'x' }],
  ])('refuses %s', (_name, other) => {
    // What can come out of a store.
    expect(() => ews({ url }).connect({ credential: other as typeof credential })).toThrow(
      expect.objectContaining({ code: 'invalidArgument' }),
    );
  });

  it('says what it can do', async () => {
    await using connection = ews({ url }).connect({ credential });
    expect(connection).toMatchObject({ provider: 'ews', account: credential.account });
    expect(connection.capabilities.permissionControl).toEqual({ calendars: false, contacts: false });
    expect(connection.serverVersion).toBeUndefined();
  });

  it('requests each attribute it says it synchronizes', () => {
    const requested = itemPropertiesXml(detailOf({}), 'Exchange2013_SP1');
    const named = Object.values(ewsSyncedAttributes).flatMap((properties) => properties?.split(', ') ?? []);
    expect(named.filter((property) => !requested.includes(`"${property}"`))).toEqual([]);
    expect(Object.keys(ewsSyncedAttributes)).toHaveLength(12);
  });

  it('loads no parser, schema or zone data before the first call', () => {
    const index = fileURLToPath(new URL('../src/index.ts', import.meta.url));
    const program = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      const { ews } = await import(${JSON.stringify(index)});
      const { Secret } = await import('@kalends/core');
      ews({ url: ${JSON.stringify(url)} }).connect({ credential: { kind: 'basic', provider: 'ews', account: { id: 'a' },
        username: new Secret('a'), password: new Secret('b'), issuedAt: '2026-01-01T00:00:00Z' } });
      console.log(JSON.stringify(loaded));
    `;
    const output = execFileSync(
      process.execPath,
      ['--conditions=@kalends/source', '--input-type=module', '-e', program],
      {
        cwd: fileURLToPath(new URL('..', import.meta.url)),
        encoding: 'utf8',
      },
    );
    const loaded = JSON.parse(output) as string[]; // the program's own output
    expect(loaded.length).toBeGreaterThan(5);
    expect(loaded.filter((module) => /saxes|zod|temporal|undici|windows-zones|ews-session/.test(module))).toEqual([]);
  });
});
