import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { CalendarError, Secret } from '@kalends/core';
import type { GoogleServiceAccountKey } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GoogleServiceAccount, GoogleSigner } from '../src/index.ts';
import { emulatedGoogle } from './support/emulated-google.ts';
import type { EmulatedGoogle } from './support/emulated-google.ts';
import { calendarScope, rejection } from './support/setup.ts';

const domain = 'tidewater.example';
const mailbox = `ada@${domain}`;
const scopes = ['events.readonly', 'freebusy', 'calendarlist.readonly'].map((name) => `${calendarScope}.${name}`);

let kit: EmulatedGoogle;
let key: GoogleServiceAccountKey;
let account: GoogleServiceAccount;
beforeEach(async () => {
  kit = await emulatedGoogle();
  key = await kit.emulator.createServiceAccountKey();
  kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes });
  account = {
    clientEmail: key.client_email,
    privateKey: key.private_key,
    keyId: key.private_key_id,
    clientId: key.client_id,
  };
});
afterEach(() => kit.emulator.close());

/** The assertions that were sent, decoded. */
const assertions = (): { header: unknown; claims: unknown }[] =>
  kit.emulator.exchanges
    .filter(({ request }) => request.path === '/token')
    .map(({ request }) => {
      const [header = '', claims = ''] = (new URLSearchParams(request.body).get('assertion') ?? '').split('.');
      const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
      return { header: decode(header), claims: decode(claims) };
    });

describe('the key', () => {
  const unreadable = (code: string) => () => Promise.reject(Object.assign(new Error('CANARY'), { code }));
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const encrypted = rsa.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' })
    .toString();

  it.each<[string, () => Partial<GoogleServiceAccount>, string]>([
    ['a file that is not there', () => ({ privateKey: unreadable('ENOENT') }), 'keyMissing'],
    ['a source that gives nothing', () => ({ privateKey: () => Promise.resolve('') }), 'keyMissing'],
    ['a file that may not be read', () => ({ privateKey: unreadable('EACCES') }), 'keyNotReadable'],
    ['a text that is no key', () => ({ privateKey: 'CANARY' }), 'keyNotReadable'],
    [
      'a key whose line breaks an environment file has kept as \\n',
      () => ({ privateKey: key.private_key.replaceAll('\n', String.raw`\n`) }),
      'keyNotReadable',
    ],
    ['a key that is cut off', () => ({ privateKey: key.private_key.slice(0, 300) }), 'keyNotReadable'],
    ['an encrypted key without its passphrase', () => ({ privateKey: encrypted }), 'wrongPassphrase'],
    ['a wrong passphrase', () => ({ privateKey: encrypted, passphrase: 'wrong' }), 'wrongPassphrase'],
    [
      'a key of another kind',
      () => ({ privateKey: ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }),
      'keyMismatch',
    ],
  ])('%s is told by its reason', async (_what, change, reason) => {
    const wrong = kit.serviceAccount({ serviceAccount: { ...account, ...change() } });
    const error = await rejection(wrong.application({ mailbox }));
    expect(error).toMatchObject({ code: 'privateKeyUnavailable', reason, cure: { url: expect.anything() } });
    expect(JSON.stringify(error)).not.toContain('CANARY');
    expect(kit.emulator.exchanges).toHaveLength(0);
  });

  it('may be encrypted, in PKCS #1 as well', async () => {
    const pkcs1 = createPrivateKey(key.private_key)
      .export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' })
      .toString();
    const other = kit.serviceAccount({
      serviceAccount: { ...account, privateKey: new Secret(pkcs1), passphrase: () => Promise.resolve('right') },
    });
    await expect(other.application({ mailbox })).resolves.toBeDefined();
  });

  it('is fetched anew for each token, so that it can be replaced while the program runs', async () => {
    let text = JSON.stringify(key);
    const rotating = kit.serviceAccount({ serviceAccount: () => Promise.resolve(text) });
    await rotating.application({ mailbox });
    const next = await kit.emulator.createServiceAccountKey();
    kit.emulator.deleteServiceAccountKey(key.private_key_id);
    text = JSON.stringify(next);
    await rotating.application({ mailbox });
    expect(assertions().map(({ header }) => header)).toMatchObject([
      { kid: key.private_key_id },
      { kid: next.private_key_id },
    ]);
  });

  it('may live elsewhere', async () => {
    const { privateKey: _, ...without } = account;
    const signer: GoogleSigner = {
      sign: (data) => Promise.resolve(new Uint8Array(sign('sha256', data, key.private_key))),
    };
    const remote = kit.serviceAccount({ serviceAccount: { ...without, signer } });
    await expect(remote.application({ mailbox })).resolves.toBeDefined();
  });

  it('lets errors pass that its service names itself', async () => {
    const outage = new CalendarError({ code: 'serviceUnavailable', message: 'The key service is down' });
    const { privateKey: _, ...without } = account;
    const fail = (): Promise<never> => Promise.reject(outage);
    for (const serviceAccount of [{ ...without, signer: { sign: fail } }, { ...account, privateKey: fail }, fail]) {
      const error = await rejection(kit.serviceAccount({ serviceAccount }).application({ mailbox }));
      expect(error).toMatchObject({ code: 'serviceUnavailable', retryable: true, message: outage.message });
    }
  });

  it.each<[string, GoogleSigner['sign']]>([
    ['fails', () => Promise.reject(new Error('CANARY'))],
    ['signs nothing', () => Promise.resolve(new Uint8Array())],
    ['gives a text', () => Promise.resolve('signature' as never)],
  ])('is not readable when its service %s', async (_what, signWith) => {
    const { privateKey: _, ...without } = account;
    const remote = kit.serviceAccount({ serviceAccount: { ...without, signer: { sign: signWith } } });
    const error = await rejection(remote.application({ mailbox }));
    expect(error).toMatchObject({ code: 'privateKeyUnavailable', reason: 'keyNotReadable' });
    expect(JSON.stringify(error)).not.toContain('CANARY');
  });

  it.each<[string, string, object]>([
    ['no JSON', 'CANARY', { code: 'privateKeyUnavailable', reason: 'keyNotReadable' }],
    ['a giant', `"${'x'.repeat(70_000)}"`, { code: 'privateKeyUnavailable', reason: 'keyNotReadable' }],
    ['the file of an OAuth client', '{"web":{"client_secret":"CANARY"}}', { code: 'invalidConfiguration' }],
    [
      'made for another cloud',
      JSON.stringify({
        type: 'service_account',
        client_email: 'robot@p.example',
        private_key: 'CANARY',
        universe_domain: 'elsewhere.example',
      }),
      { code: 'invalidConfiguration' },
    ],
    ['a person’s credentials', '{"type":"authorized_user","refresh_token":"CANARY"}', { code: 'invalidConfiguration' }],
  ])('file is refused when it is %s', async (_what, text, expected) => {
    const wrong = kit.serviceAccount({ serviceAccount: text });
    const error = await rejection(wrong.application({ mailbox }));
    expect(error).toMatchObject(expected);
    expect(JSON.stringify(error)).not.toContain('CANARY');
  });
});
