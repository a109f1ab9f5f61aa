import { constants, createHash, createPublicKey, sign, verify, X509Certificate } from 'node:crypto';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { inspect, promisify } from 'node:util';
import { Secret } from '@kalends/core';
import { describe, expect, it, test } from 'vitest';
import type { ClientCertificate } from '../src/index.ts';
import { entraAt, failureOf, fakeEntra, sleepyClock, tenantId, tokenAnswer, tokenPath } from './support/fake-entra.ts';
import type { FakeEntra } from './support/fake-entra.ts';
import { passphrase, sha1Thumbprint, sha256Thumbprint, testCertificates } from './support/test-certificates.ts';

const { certificate, key, encryptedKey, traditionalKey, anotherKey, elliptic, ellipticKey, file } = testCertificates;
const inForce = '2026-12-01T10:00:00Z';
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };

async function tokenWith(
  source: ClientCertificate,
  options: { readonly at?: string; readonly fake?: FakeEntra } = {},
): Promise<URLSearchParams> {
  const fake = options.fake ?? fakeEntra();
  fake.on(tokenPath, tokenAnswer({ access_token: 'opaque' }));
  const directory = entraAt(fake, {
    certificate: source,
    tenantId,
    runtime: { fetch: fake.fetch, clock: sleepyClock(options.at ?? inForce) },
  });
  await directory.signIn.application({ mailbox: 'pier@tidewater.example' });
  return fake.requests.at(-1)?.form ?? new URLSearchParams();
}

function claimsOf(assertion: string): {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  isSigned: boolean;
} {
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const read = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString());
  const publicKey = createPublicKey(certificate);
  const data = Buffer.from(`${header}.${claims}`);
  return {
    header: read(header),
    claims: read(claims),
    isSigned: verify('sha256', data, { key: publicKey, ...pss }, Buffer.from(signature, 'base64url')),
  };
}

describe('a client assertion', () => {
  it('is signed with PS256, names the certificate, and is good for five minutes and one request', async () => {
    const fake = fakeEntra();
    const form = await tokenWith({ kind: 'pem', certificate, privateKey: key }, { fake });
    expect(form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    expect(form.has('client_secret')).toBe(false);
    const { header, claims, isSigned } = claimsOf(form.get('client_assertion') ?? '');
    expect(isSigned).toBe(true);
    expect(header).toEqual({
      alg: 'PS256',
      typ: 'JWT',
      'x5t#S256': createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url'),
    });
    const nowSeconds = Date.parse(inForce) / 1000;
    expect(claims).toEqual({
      aud: `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`,
      iss: 'client-1',
      sub: 'client-1',
      jti: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
      nbf: nowSeconds,
      iat: nowSeconds,
      exp: nowSeconds + 300,
    });
    const again = claimsOf(
      (await tokenWith({ kind: 'pem', certificate, privateKey: key })).get('client_assertion') ?? '',
    );
    expect(again.claims['jti']).not.toBe(claims['jti']);
  });

  test.each([
    [
      'a key in a file',
      { kind: 'pem', certificate: { file: file('certificate.pem') }, privateKey: { file: file('key.pem') } },
    ],
    ['a key behind a function', { kind: 'pem', certificate, privateKey: () => Promise.resolve(new Secret(key)) }],
    ['an encrypted key', { kind: 'pem', certificate, privateKey: encryptedKey, passphrase }],
    ['a key encrypted the old way', { kind: 'pem', certificate, privateKey: traditionalKey, passphrase }],
    ['a container with modern encryption', { kind: 'pfx', pfx: { file: file('modern.pfx') }, passphrase }],
    ['a container with the encryption of old Windows', { kind: 'pfx', pfx: { file: file('legacy.pfx') }, passphrase }],
    ['a container without a passphrase', { kind: 'pfx', pfx: { file: file('empty-passphrase.pfx') } }],
    [
      'a key that lives elsewhere',
      {
        kind: 'signer',
        certificate,
        sign: (data: Uint8Array) => Promise.resolve(sign('sha256', data, { key, ...pss })),
      },
    ],
  ] as const)('comes from %s', async (_case, source) => {
    const form = await tokenWith(source);
    expect(claimsOf(form.get('client_assertion') ?? '').isSigned).toBe(true);
  });

  it('comes from the bytes of a container', async () => {
    const pfx = new Uint8Array(await readFile(file('modern.pfx')));
    const form = await tokenWith({ kind: 'pfx', pfx, passphrase: new Secret(passphrase) });
    expect(claimsOf(form.get('client_assertion') ?? '').isSigned).toBe(true);
  });
});

describe('a private key that cannot be used', () => {
  const refusing = (): Promise<Uint8Array> => Promise.reject(new Error('canary of the key service'));
  const another = (data: Uint8Array): Promise<Uint8Array> =>
    Promise.resolve(sign('sha256', data, { key: anotherKey, ...pss }));

  test.each([
    ['keyMissing', 'a file that is not there', { kind: 'pem', certificate, privateKey: { file: file('absent.pem') } }],
    ['keyMissing', 'a certificate in its place', { kind: 'pem', certificate, privateKey: certificate }],
    ['keyMissing', 'a container without a key', { kind: 'pfx', pfx: { file: file('without-key.pfx') }, passphrase }],
    ['keyNotReadable', 'a folder in its place', { kind: 'pem', certificate, privateKey: { file: file('.') } }],
    ['keyNotReadable', 'a damaged key', { kind: 'pem', certificate, privateKey: damaged(key) }],
    ['keyNotReadable', 'a container that is none', { kind: 'pfx', pfx: new Uint8Array([1, 2, 3]), passphrase }],
    ['keyNotReadable', 'a key service that refuses', { kind: 'signer', certificate, sign: refusing }],
    ['wrongPassphrase', 'no passphrase', { kind: 'pem', certificate, privateKey: encryptedKey }],
    [
      'wrongPassphrase',
      'another passphrase',
      { kind: 'pem', certificate, privateKey: encryptedKey, passphrase: 'tide-2' },
    ],
    [
      'wrongPassphrase',
      'another passphrase of an old key',
      { kind: 'pem', certificate, privateKey: traditionalKey, passphrase: 'tide-2' },
    ],
    [
      'wrongPassphrase',
      'another passphrase of a container',
      { kind: 'pfx', pfx: { file: file('modern.pfx') }, passphrase: 'tide-2' },
    ],
    ['wrongPassphrase', 'no passphrase of a container', { kind: 'pfx', pfx: { file: file('legacy.pfx') } }],
    ['keyMismatch', 'the key of another certificate', { kind: 'pem', certificate, privateKey: anotherKey }],
    ['keyMismatch', 'a key service with another key', { kind: 'signer', certificate, sign: another }],
  ] as const)('%s: %s', async (reason, _case, source) => {
    const fake = fakeEntra();
    const error = await failureOf(tokenWith(source, { fake }));
    expect(error).toMatchObject({ code: 'privateKeyUnavailable', reason, cure: { text: expect.any(String) } });
    expect(fake.requests).toEqual([]);
    const shown = `${inspect(error)} ${JSON.stringify(error)}`;
    for (const hidden of ['canary', passphrase, 'tide-2', 'absent', 'PRIVATE']) expect(shown).not.toContain(hidden);
  });

  it.skipIf(process.platform === 'win32')(
    'keyNotReadable: a file without the right to read (not on Windows, which has no such rights)',
    async () => {
      const folder = await mkdtemp(`${tmpdir()}/key-`);
      const keyFile = `${folder}/key.pem`;
      await writeFile(keyFile, key);
      await chmod(folder, 0o755);
      await chmod(keyFile, 0);
      const index = new URL('../src/index.ts', import.meta.url).href;
      const program = `
        const { entra } = await import(${JSON.stringify(index)});
        const [certificate, good, hidden] = process.argv.slice(1);
        const check = (file) => entra({
          clientId: 'client-1',
          certificate: { kind: 'pem', certificate: { file: certificate }, privateKey: { file } },
          runtime: { clock: { now: () => Date.parse('${inForce}'), sleep: () => Promise.reject(new Error('not used')) } },
        }).checkClientCredential();
        // The first look loads everything; after it even root gives up the right to read all.
        const before = await check(good);
        if (process.getuid() === 0) process.setuid(65534);
        console.log(JSON.stringify([before, (await check(hidden)).map(({ code, evidence }) => ({ code, evidence }))]));
      `;
      const { stdout } = await promisify(execFile)(process.execPath, [
        '--conditions=@kalends/source',
        '--input-type=module',
        '--eval',
        program,
        file('certificate.pem'),
        file('key.pem'),
        keyFile,
      ]);
      await rm(folder, { recursive: true });
      const evidence = { code: 'privateKeyUnavailable', reason: 'keyNotReadable' };
      expect(JSON.parse(stdout)).toEqual([[], [{ code: 'certificateKeyUnusable', evidence }]]);
    },
  );

  it('is looked for again at the next call', async () => {
    const fake = fakeEntra();
    fake.on(tokenPath, tokenAnswer({ access_token: 'opaque' }));
    let isThere = false;
    const { signIn } = entraAt(fake, {
      tenantId,
      certificate: { kind: 'pem', certificate, privateKey: () => Promise.resolve(isThere ? key : anotherKey) },
      runtime: { fetch: fake.fetch, clock: sleepyClock(inForce) },
    });
    const options = { mailbox: 'pier@tidewater.example' };
    await expect(signIn.application(options)).rejects.toMatchObject({ reason: 'keyMismatch' });
    isThere = true;
    await expect(signIn.application(options)).resolves.toMatchObject({ kind: 'application' });
  });
});

function damaged(pem: string): string {
  return pem.replace(/[A-Za-z0-9+/]{60}/, (line) => line.split('').toReversed().join(''));
}

describe('a certificate', () => {
  const pem = { kind: 'pem', certificate, privateKey: key } as const;

  test.each([
    ['before it begins', '2026-11-01T00:00:00Z', 'not valid before 2026-11-22T08:27:12.000Z'],
    ['after its end', '2036-11-19T08:27:12Z', 'expired at 2036-11-19T08:27:12.000Z'],
  ])('is refused %s', async (_case, at, message) => {
    const fake = fakeEntra();
    const error = await failureOf(tokenWith(pem, { at, fake }));
    expect(error).toMatchObject({ code: 'invalidConfiguration', message: expect.stringContaining(message) });
    expect(fake.requests).toEqual([]);
  });

  it('is looked at again while the program runs', async () => {
    const fake = fakeEntra();
    fake.on(tokenPath, tokenAnswer({ access_token: 'opaque' }));
    const clock = sleepyClock('2036-11-19T08:00:00Z');
    const { signIn } = entraAt(fake, { tenantId, certificate: pem, runtime: { fetch: fake.fetch, clock } });
    await signIn.application({ mailbox: 'pier@tidewater.example' });
    await clock.sleep(3_600_000);
    await expect(signIn.application({ mailbox: 'pier@tidewater.example' })).rejects.toMatchObject({
      code: 'invalidConfiguration',
    });
  });

  test.each([
    ['SHA-1 as OpenSSL prints it', sha1Thumbprint],
    ['SHA-256', sha256Thumbprint],
    ['lower case with blanks', sha1Thumbprint.replaceAll(':', ' ').toLowerCase()],
    ['the invisible mark of the Windows dialog in front', `\u200e${sha1Thumbprint.replaceAll(':', '')}\u00a0`],
  ])('has the thumbprint of the settings: %s', async (_case, thumbprint) => {
    expect((await tokenWith({ ...pem, thumbprint })).has('client_assertion')).toBe(true);
  });

  test.each([
    ['of another certificate', 'a'.repeat(40), 'invalidConfiguration'],
    ['that is none', 'thumbprint', 'invalidArgument'],
    ['that is too short', sha1Thumbprint.slice(3), 'invalidArgument'],
  ])('is refused with a thumbprint %s', async (_case, thumbprint, code) => {
    expect(await failureOf(tokenWith({ ...pem, thumbprint }))).toMatchObject({ code });
  });

  test.each([
    ['without RSA', { kind: 'pem', certificate: elliptic, privateKey: ellipticKey }],
    ['that is no certificate', { kind: 'pem', certificate: 'nothing', privateKey: key }],
    ['in a file that is not there', { kind: 'pem', certificate: { file: file('absent.pem') }, privateKey: key }],
  ] as const)('%s is refused', async (_case, source) => {
    expect(await failureOf(tokenWith(source))).toMatchObject({ code: 'invalidConfiguration' });
  });
});

describe('checkClientCredential', () => {
  const check = (source: ClientCertificate | undefined, at: string): Promise<readonly unknown[]> => {
    const fake = fakeEntra();
    const proof = source === undefined ? { clientSecret: 's' } : { certificate: source };
    return entraAt(fake, { ...proof, runtime: { fetch: fake.fetch, clock: sleepyClock(at) } }).checkClientCredential();
  };

  test.each([
    ['a secret', undefined, inForce, []],
    ['a good certificate', { kind: 'pem', certificate, privateKey: key }, inForce, []],
    [
      'one that ends soon',
      { kind: 'pem', certificate, privateKey: key },
      '2036-11-01T00:00:00Z',
      [['certificateExpired', 'warning']],
    ],
    [
      'one that has ended',
      { kind: 'pem', certificate, privateKey: key },
      '2036-12-01T00:00:00Z',
      [['certificateExpired', 'error']],
    ],
    [
      'one that has not begun',
      { kind: 'pem', certificate, privateKey: key },
      '2026-01-01T00:00:00Z',
      [['certificateExpired', 'error']],
    ],
    [
      'a foreign key',
      { kind: 'pem', certificate, privateKey: anotherKey },
      inForce,
      [['certificateKeyUnusable', 'error']],
    ],
  ] as const)('%s', async (_case, source, at, expected) => {
    const findings = await check(source, at);
    expect(findings).toEqual(expected.map(([code, severity]) => expect.objectContaining({ code, severity })));
  });
});
