import { createHash, verify, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../src/clock/manual-clock.ts';
import { startTidewater } from './exchange-fixture.ts';

interface Metadata {
  readonly issuer: string;
  readonly keys: readonly {
    readonly usage: string;
    readonly keyinfo: { readonly x5t: string };
    readonly keyvalue: { readonly type: string; readonly value: string };
  }[];
}

// Documents of the emulator under test, in the form that its own types state.
const decode = (part: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;

describe('identity tokens for add-ins', () => {
  it('name the mailbox, the add-in and where the signing keys are', async () => {
    const clock = manualClock('2026-06-01T08:00:00Z');
    const emulator = await startTidewater([], { clock });
    const token = await emulator.issueAddInToken({ person: 'ada', addInUrl: 'https://addin.example/home.html' });
    const [head, body] = token.split('.');
    expect(decode(head)).toEqual({ typ: 'JWT', alg: 'RS256', x5t: expect.stringMatching(/^[\w-]{27}$/) });
    const issuer = '00000002-0000-0ff1-ce00-000000000000@tidewater.example';
    const claims = decode(body);
    expect(claims).toEqual({
      aud: 'https://addin.example/home.html',
      iss: issuer,
      nbf: clock.now() / 1000,
      exp: clock.now() / 1000 + 28_800,
      appctxsender: issuer,
      isbrowserhostedapp: 'true',
      appctx: expect.any(String),
    });
    expect(JSON.parse(String(claims['appctx']))).toEqual({
      msexchuid: expect.stringMatching(/^[0-9a-f-]{36}@tidewater\.example$/),
      version: 'ExIdTok.V1',
      amurl: `${emulator.origin}/autodiscover/metadata/json/1`,
    });
  });

  it('are signed by the certificate of the metadata document', async () => {
    const emulator = await startTidewater();
    const token = await emulator.issueAddInToken({ person: 'bo', addInUrl: 'https://addin.example/' });
    const response = await fetch(`${emulator.origin}/autodiscover/metadata/json/1`);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const document = (await response.json()) as Metadata;
    const [key] = document.keys;
    const [head, body, signature] = token.split('.');
    const der = Buffer.from(key?.keyvalue.value ?? '', 'base64');
    expect(key).toMatchObject({ usage: 'signing', keyvalue: { type: 'x509Certificate' } });
    expect(key?.keyinfo.x5t).toBe(createHash('sha1').update(der).digest('base64url'));
    expect(decode(head)['x5t']).toBe(key?.keyinfo.x5t);
    const { publicKey } = new X509Certificate(der);
    const isGood = (text: string): boolean =>
      verify('RSA-SHA256', Buffer.from(text), publicKey, Buffer.from(signature ?? '', 'base64url'));
    expect([isGood(`${head}.${body}`), isGood(`${head}.${body}x`)]).toEqual([true, false]);
  });

  it('can be short-lived, and can name keys elsewhere', async () => {
    const clock = manualClock('2026-06-01T08:00:00Z');
    const emulator = await startTidewater([], { clock });
    const token = await emulator.issueAddInToken({
      person: 'ada',
      addInUrl: 'https://addin.example/',
      lifetimeSeconds: 60,
      metadataUrl: 'https://evil.example/autodiscover/metadata/json/1',
    });
    const claims = decode(token.split('.')[1]);
    expect(claims['exp']).toBe(clock.now() / 1000 + 60);
    expect(claims['appctx']).toContain('https://evil.example/');
    await expect(emulator.issueAddInToken({ person: 'eve', addInUrl: 'https://a.example/' })).rejects.toThrow(
      RangeError,
    );
  });
});
