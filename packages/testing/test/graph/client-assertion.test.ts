import { beforeAll, describe, expect, it } from 'vitest';
import type { EntraClient } from '../../src/entra/entra-client.ts';
import { assertion, certificate } from './certificates.ts';
import type { AssertionParts, TestCertificate } from './certificates.ts';
import { token } from './entra-walk.ts';
import type { TokenReply } from './entra-walk.ts';
import { startRig } from './fixture.ts';
import type { Rig } from './fixture.ts';

const now = Date.parse('2026-11-16T08:00:00Z') / 1000;
const clientId = '9d1c4f0e-0000-4000-8000-00000000c0de';
let registered: TestCertificate;
let other: TestCertificate;
let expired: TestCertificate;

beforeAll(async () => {
  registered = await certificate('2026-11-15T00:00:00Z', '2027-11-15T00:00:00Z');
  other = await certificate('2026-11-15T00:00:00Z', '2027-11-15T00:00:00Z');
  expired = await certificate('2025-11-15T00:00:00Z', '2026-11-16T08:00:00Z');
});

function start(change: Partial<EntraClient> = {}): Promise<Rig> {
  const client = { clientId, redirectUris: [], certificates: [registered.pem, expired.der], ...change };
  return startRig({ clients: [client] });
}

function claims(rig: Rig, change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    aud: `${rig.emulator.authority}/oauth2/v2.0/token`,
    iss: clientId,
    sub: clientId,
    jti: 'assertion-1',
    nbf: now,
    iat: now,
    exp: now + 600,
    ...change,
  };
}

function present(rig: Rig, text: string, change: Readonly<Record<string, string>> = {}): Promise<TokenReply> {
  return token(rig, {
    client_id: clientId,
    client_secret: '',
    grant_type: 'client_credentials',
    scope: 'https://graph.microsoft.com/.default',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: text,
    ...change,
  });
}

describe('client assertions', () => {
  it.each([
    ['PS256', 'sha256'],
    ['RS256', 'sha256'],
    ['PS256', 'sha1'],
    ['RS256', 'sha1'],
  ] as const)('prove the client with %s and a %s thumbprint', async (algorithm, thumbprint) => {
    await using rig = await start();
    const reply = await present(rig, assertion(registered, { algorithm, thumbprint, claims: claims(rig) }));
    expect(reply.status).toBe(200);
  });

  it('take a certificate in DER form, and the id of the tenant in place of its domain', async () => {
    await using rig = await start({ certificates: [registered.der] });
    const text = assertion(registered, { claims: claims(rig) });
    const fields = { client_id: clientId, client_secret: '', grant_type: 'client_credentials' };
    const reply = await token(
      rig,
      {
        ...fields,
        scope: 'https://graph.microsoft.com/.default',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: text,
      },
      'tidewater.example',
    );
    expect(reply.status).toBe(200);
  });

  it.each<[string, number, (rig: Rig) => Omit<AssertionParts, 'claims'> & { by?: TestCertificate; claims: object }]>([
    ['signed by a certificate that is not registered', 700027, (rig) => ({ by: other, claims: claims(rig) })],
    ['signed with another key', 700027, (rig) => ({ privateKey: other.privateKey, claims: claims(rig) })],
    ['of an expired certificate', 700027, (rig) => ({ by: expired, claims: claims(rig) })],
    ['without a thumbprint', 700027, (rig) => ({ thumbprint: 'none', claims: claims(rig) })],
    ['that names no algorithm', 700027, (rig) => ({ algorithm: 'none', claims: claims(rig) })],
    ['for another audience', 50012, (rig) => ({ claims: claims(rig, { aud: 'https://elsewhere.example/token' }) })],
    ['issued by somebody else', 700030, (rig) => ({ claims: claims(rig, { iss: 'somebody' }) })],
    ['about somebody else', 700030, (rig) => ({ claims: claims(rig, { sub: 'somebody' }) })],
    ['that has expired', 700024, (rig) => ({ claims: claims(rig, { nbf: now - 600, exp: now }) })],
    ['of the future', 700024, (rig) => ({ claims: claims(rig, { nbf: now + 1, exp: now + 500 }) })],
    ['that lives for more than ten minutes', 700024, (rig) => ({ claims: claims(rig, { exp: now + 601 }) })],
    ['without an end', 700024, (rig) => ({ claims: claims(rig, { exp: undefined }) })],
    ['without an id', 50012, (rig) => ({ claims: claims(rig, { jti: undefined }) })],
  ])('are refused when %s', async (_name, code, make) => {
    await using rig = await start();
    const { by = registered, ...parts } = make(rig);
    const reply = await present(rig, assertion(by, { ...parts, claims: { ...parts.claims } }));
    expect([reply.status, reply.body.error, reply.body.error_codes]).toEqual([401, 'invalid_client', [code]]);
  });

  it('are used once only, unless the emulator is told otherwise', async () => {
    await using rig = await start();
    const text = assertion(registered, { claims: claims(rig) });
    expect((await present(rig, text)).status).toBe(200);
    expect((await present(rig, text)).body.error_codes).toEqual([50012]);
    expect((await present(rig, assertion(registered, { claims: claims(rig, { jti: 'assertion-2' }) }))).status).toBe(
      200,
    );
    await using lenient = await startRig({
      clients: [{ clientId, redirectUris: [], certificates: [registered.pem] }],
      assertionReplay: 'accepted',
    });
    const again = assertion(registered, { claims: claims(lenient) });
    expect([(await present(lenient, again)).status, (await present(lenient, again)).status]).toEqual([200, 200]);
  });

  it('need their type, a form, and a confidential client', async () => {
    await using rig = await start();
    const text = assertion(registered, { claims: claims(rig) });
    expect((await present(rig, text, { client_assertion_type: '' })).body.error_codes).toEqual([900144]);
    expect((await present(rig, text, { client_assertion_type: 'saml' })).body.error_codes).toEqual([90023]);
    expect((await present(rig, 'nonsense')).body.error_codes).toEqual([50012]);
    rig.emulator.registerClient({ clientId, redirectUris: [] });
    expect((await present(rig, text)).body.error_codes).toEqual([700025]);
  });

  it('cannot be registered with something that is no certificate', async () => {
    await expect(start({ certificates: ['-----BEGIN NOTHING-----'] })).rejects.toThrow(RangeError);
  });

  it('do not make a wrong secret right', async () => {
    await using rig = await start();
    const withSecret = { client_assertion: '', client_assertion_type: '', client_secret: 'guess' };
    expect((await present(rig, '', withSecret)).body.error_codes).toEqual([7000215]);
    expect((await present(rig, '', { client_assertion: '', client_assertion_type: '' })).body.error_codes).toEqual([
      7000218,
    ]);
  });
});
