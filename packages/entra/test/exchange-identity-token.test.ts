import { createHash, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { exchangeIdentityTokenVerifier } from '../src/index.ts';
import type { ExchangeIdentityTokenSettings, ExchangeIdentityTokenVerifier } from '../src/index.ts';
import { failureOf, fakeEntra, sleepyClock } from './support/fake-entra.ts';
import type { FakeEntra } from './support/fake-entra.ts';
import { testCertificates } from './support/test-certificates.ts';

const { certificate, key, anotherKey } = testCertificates;
const der = new X509Certificate(certificate).raw;
const x5t = createHash('sha1').update(der).digest('base64url');
const now = '2026-12-01T10:00:00Z';
const nowSeconds = Date.parse(now) / 1000;
const metadataPath = '/autodiscover/metadata/json/1';
const amurl = `https://mail.tidewater.example:443${metadataPath}`;
const audience = 'https://app.tidewater.example/add-in.html';
const appctx = { msexchuid: 'user-1@tidewater', version: 'ExIdTok.V1', amurl };

interface TokenChange {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly signedWith?: string;
}

function tokenOf({ header = {}, claims = {}, signedWith = key }: TokenChange = {}): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = {
    aud: audience,
    iss: '00000002-0000-0ff1-ce00-000000000000@tidewater.example',
    nbf: nowSeconds - 60,
    exp: nowSeconds + 28_000,
    appctxsender: '00000002-0000-0ff1-ce00-000000000000@tidewater.example',
    isbrowserhostedapp: 'true',
    appctx: JSON.stringify(appctx),
    ...claims,
  };
  const signed = `${part({ typ: 'JWT', alg: 'RS256', x5t, ...header })}.${part(payload)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), createPrivateKey(signedWith)).toString('base64url')}`;
}

function publishing(keyInfo: Readonly<Record<string, unknown>> = {}): FakeEntra {
  const fake = fakeEntra();
  fake.on(metadataPath, {
    json: {
      id: '_1',
      version: '1.0',
      name: 'Exchange',
      keys: [
        {
          usage: 'signing',
          keyinfo: { x5t, ...keyInfo },
          keyvalue: { type: 'x509Certificate', value: der.toString('base64') },
        },
      ],
    },
  });
  return fake;
}

function verifierAt(
  fake: FakeEntra,
  settings: Partial<ExchangeIdentityTokenSettings> = {},
): ExchangeIdentityTokenVerifier {
  return exchangeIdentityTokenVerifier({
    audience,
    exchangeUrl: 'https://mail.tidewater.example',
    ...settings,
    runtime: { fetch: fake.fetch, clock: sleepyClock(now) },
  });
}

describe('exchangeIdentityTokenVerifier', () => {
  it.each([
    ['text', {}],
    ['an object', { appctx }],
  ])('says whose mailbox it is, with the context as %s, and asks the server once', async (_case, claims) => {
    const fake = publishing();
    const verifier = verifierAt(fake);
    for (let call = 0; call < 2; call += 1)
      expect(await verifier.verify(tokenOf({ claims }))).toEqual({
        exchangeUserId: 'user-1@tidewater',
        authenticationMetadataUrl: amurl,
      });
    expect(fake.requests.map(({ url }) => url.href)).toEqual([`https://mail.tidewater.example${metadataPath}`]);
  });

  const withContext = (change: Readonly<Record<string, unknown>>): TokenChange => ({
    claims: { appctx: JSON.stringify({ ...appctx, ...change }) },
  });

  test.each([
    ['another server', withContext({ amurl: `https://mail.evil.example${metadataPath}` }), 0],
    ['another port', withContext({ amurl: `https://mail.tidewater.example:444${metadataPath}` }), 0],
    ['no TLS', withContext({ amurl: `http://mail.tidewater.example${metadataPath}` }), 0],
    ['a password in the address', withContext({ amurl: `https://a:b@mail.tidewater.example${metadataPath}` }), 0],
    ['another document of the server', withContext({ amurl: 'https://mail.tidewater.example/owa/keys.json' }), 0],
    ['another version', withContext({ version: 'ExIdTok.V2' }), 0],
    ['no mailbox', withContext({ msexchuid: undefined }), 0],
    ['no context', { claims: { appctx: 'nothing' } }, 0],
    ['another way of signing', { header: { alg: 'none' } }, 0],
    ['no thumbprint', { header: { x5t: undefined } }, 0],
    ['another audience', { claims: { aud: 'https://elsewhere.example' } }, 1],
    ['another issuer', { claims: { iss: '11111111-0000-0000-0000-000000000000@x' } }, 1],
    ['an end in the past', { claims: { exp: nowSeconds - 301 } }, 1],
    ['a beginning in the future', { claims: { nbf: nowSeconds + 301 } }, 1],
    ['no lifetime', { claims: { exp: undefined, nbf: undefined } }, 1],
    ['an unknown certificate', { header: { x5t: 'AAAA' } }, 1],
    ['a foreign signature', { signedWith: anotherKey }, 1],
  ])('refuses a token with %s', async (_case, change, requests) => {
    const fake = publishing();
    const error = await failureOf(verifierAt(fake).verify(tokenOf(change)));
    expect(error).toMatchObject({ code: 'authenticationFailed' });
    expect(fake.requests).toHaveLength(requests);
    expect(JSON.stringify(error)).not.toContain('user-1');
  });

  it('asks for one document however tokens write its address', async () => {
    const fake = publishing();
    const verifier = verifierAt(fake);
    for (const tail of ['?n=1', '?n=2', '#3'])
      await expect(verifier.verify(tokenOf(withContext({ amurl: `${amurl}${tail}` })))).resolves.toBeDefined();
    expect(fake.requests.map(({ url }) => url.href)).toEqual([`https://mail.tidewater.example${metadataPath}`]);
  });

  it('ends when its caller leaves', async () => {
    const fake = publishing();
    const call = verifierAt(fake).verify(tokenOf(), { signal: AbortSignal.abort() });
    expect(await failureOf(call)).toMatchObject({ code: 'aborted' });
    expect(fake.requests).toEqual([]);
  });

  it('refuses a certificate that stands beside the thumbprint of another', async () => {
    const fake = publishing({ x5t: 'AAAA' });
    const error = await failureOf(verifierAt(fake).verify(tokenOf({ header: { x5t: 'AAAA' } })));
    expect(error).toMatchObject({ code: 'authenticationFailed', message: expect.stringContaining('unknown key') });
  });

  it('says when the server has no metadata', async () => {
    const fake = fakeEntra();
    expect(await failureOf(verifierAt(fake).verify(tokenOf()))).toMatchObject({
      code: 'serviceUnavailable',
      status: 404,
    });
    fake.on(metadataPath, { json: { keys: 1 } });
    expect(await failureOf(verifierAt(fake).verify(tokenOf()))).toMatchObject({ code: 'invalidResponse' });
  });

  it.each([
    ['audience', { audience: '' }, 'invalidArgument'],
    ['exchangeUrl', { exchangeUrl: 'mail' }, 'invalidArgument'],
    ['exchangeUrl', { exchangeUrl: 'http://mail.tidewater.example' }, 'insecureTransport'],
  ])('needs a good %s', (name, settings, code) => {
    expect(() => verifierAt(fakeEntra(), settings)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(name) }),
    );
  });
});
