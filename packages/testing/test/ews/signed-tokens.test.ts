import { describe, expect, it } from 'vitest';
import { startTidewater } from './exchange-fixture.ts';
import { ask, envelope, one, postRaw } from './soap-client.ts';
import type { Answer } from './soap-client.ts';
import { startIssuer } from './token-issuer.ts';

const getCalendar =
  '<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>';
const asBo =
  '<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>bo@tidewater.example</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>';
const now = Date.UTC(2026, 5, 1, 8) / 1000;
const times = { iat: now, nbf: now, exp: now + 3600 };
const resource = { aud: 'https://outlook.office365.com', iss: 'https://issuer.example/' };
const userClaims = { ...resource, ...times, appid: 'app-1', scp: 'EWS.AccessAsUser.All', upn: 'ada@tidewater.example' };
const appClaims = { ...resource, ...times, appid: 'app-1', idtyp: 'app', roles: ['full_access_as_app'] };

describe('signed tokens', () => {
  it('of a person act as the person, and must not impersonate', async () => {
    await using issuer = await startIssuer();
    const emulator = await startTidewater([], { trustedIssuers: [{ keysUrl: issuer.keysUrl }] });
    const bearer = issuer.sign(userClaims);
    expect((await ask(emulator, getCalendar, { bearer })).status).toBe(200);
    const answer = await ask(emulator, getCalendar, { bearer, headers: asBo });
    expect([answer.status, one(answer.body, 'faultstring').text]).toEqual([
      500,
      'ExchangeImpersonation SOAP header must not exist for this type of OAuth token.',
    ]);
  });

  it('of an application must impersonate', async () => {
    await using issuer = await startIssuer();
    const emulator = await startTidewater([], { version: '15.20', trustedIssuers: [{ keysUrl: issuer.keysUrl }] });
    const bearer = issuer.sign(appClaims);
    const bare: Answer = await ask(emulator, getCalendar, { bearer });
    expect([bare.status, one(bare.body, 'faultstring').text]).toEqual([
      500,
      'ExchangeImpersonation SOAP header must be present for this type of OAuth token.',
    ]);
    expect((await ask(emulator, getCalendar, { bearer, headers: asBo })).status).toBe(200);
  });

  it.each([
    [
      'for Graph',
      { ...userClaims, aud: 'https://graph.microsoft.com' },
      /^2000003;.*error_category="invalid_resource"/,
    ],
    ['that has expired', { ...userClaims, exp: now }, /^2000004;.*error_category="token_expired"/],
    ['without an end', { ...userClaims, exp: undefined }, /^2000004;/],
    ['that is not valid yet', { ...userClaims, nbf: now + 1 }, /^2000004;/],
    [
      'with another permission',
      { ...userClaims, scp: 'Calendars.Read' },
      /^2000008;reason="The token contains no permissions/,
    ],
    [
      'of an application without a role',
      { ...appClaims, roles: undefined },
      /^2000008;.*error_category="invalid_grant"/,
    ],
    ['with a delegated permission among the roles', { ...appClaims, roles: ['EWS.AccessAsUser.All'] }, /^2000008;/],
    ['of a person whom nobody knows', { ...userClaims, upn: 'eve@tidewater.example' }, /error_category="invalid_user"/],
    ['of another issuer', { ...userClaims, iss: 'https://elsewhere.example/' }, /error_category="invalid_token"/],
  ])('%s are refused with the reason', async (_name, claims, reason) => {
    await using issuer = await startIssuer();
    const emulator = await startTidewater([], {
      trustedIssuers: [{ keysUrl: issuer.keysUrl, issuer: 'https://issuer.example/' }],
    });
    const response = await postRaw(emulator, envelope(getCalendar), { bearer: issuer.sign(claims) });
    expect([response.status, await response.text()]).toEqual([401, '']);
    expect(response.headers.get('x-ms-diagnostics')).toMatch(reason);
    expect((await ask(emulator, getCalendar, { bearer: issuer.sign(userClaims) })).status).toBe(200);
  });

  it('of a stranger, changed ones and those without a good signature are refused', async () => {
    await using issuer = await startIssuer();
    await using stranger = await startIssuer();
    const emulator = await startTidewater([], { trustedIssuers: [{ keysUrl: issuer.keysUrl }] });
    const good = issuer.sign(userClaims);
    const [head = '', body = '', signature = ''] = good.split('.');
    const otherBody = Buffer.from(JSON.stringify({ ...userClaims, upn: 'bo@tidewater.example' })).toString('base64url');
    const tokens = [
      stranger.sign(userClaims),
      `${head}.${otherBody}.${signature}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      issuer.sign(userClaims, { alg: 'none' }),
      issuer.sign(userClaims, { kid: 'key-9' }),
    ];
    for (const bearer of tokens) {
      expect((await postRaw(emulator, envelope(getCalendar), { bearer })).status).toBe(401);
    }
    expect((await postRaw(emulator, envelope(getCalendar), { bearer: good })).status).toBe(200);
  });

  it('are checked with keys that are fetched once, and again when they roll over', async () => {
    await using issuer = await startIssuer();
    const emulator = await startTidewater([], { trustedIssuers: [{ keysUrl: issuer.keysUrl }] });
    const status = async (): Promise<number> =>
      (await postRaw(emulator, envelope(getCalendar), { bearer: issuer.sign(userClaims) })).status;
    expect([await status(), await status(), issuer.fetches()]).toEqual([200, 200, 1]);
    issuer.rollOver();
    expect([await status(), issuer.fetches()]).toEqual([200, 2]);
  });

  it('may be for the server itself where Hybrid Modern Authentication is set up', async () => {
    await using issuer = await startIssuer();
    const emulator = await startTidewater([], {
      trustedIssuers: [{ keysUrl: issuer.keysUrl }],
      audiences: ['https://mail.tidewater.example'],
    });
    const token = (aud: string): string => issuer.sign({ ...userClaims, aud });
    const status = async (bearer: string): Promise<number> =>
      (await postRaw(emulator, envelope(getCalendar), { bearer })).status;
    expect(await status(token('https://mail.tidewater.example/'))).toBe(200);
    expect(await status(token('https://outlook.office365.com'))).toBe(401);
  });

  it('are trusted from loopback only', async () => {
    await expect(startTidewater([], { trustedIssuers: [{ keysUrl: 'https://login.example/keys' }] })).rejects.toThrow(
      RangeError,
    );
  });
});

describe('opaque tokens', () => {
  it('without the permission are refused', async () => {
    const emulator = await startTidewater();
    const delegated = emulator.issueTokens({ person: 'ada', scopes: ['Calendars.Read'] });
    const appOnly = emulator.issueTokens({ appOnly: true, roles: [] });
    for (const { accessToken } of [delegated, appOnly]) {
      const response = await postRaw(emulator, envelope(getCalendar), { bearer: accessToken, headers: asBo });
      expect([response.status, response.headers.get('x-ms-diagnostics')]).toEqual([
        401,
        '2000008;reason="The token contains no permissions, or permissions can not be understood.";error_category="invalid_grant"',
      ]);
    }
  });
});
