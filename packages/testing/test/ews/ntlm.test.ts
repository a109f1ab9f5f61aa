import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../src/clock/manual-clock.ts';
import { throwawayCa } from '../../src/server/throwaway-ca.ts';
import { startTidewater } from './exchange-fixture.ts';
import { authenticateMessage, negotiateMessage, OneConnection } from './ntlm-client.ts';
import type { NtlmIdentity } from './ntlm-client.ts';
import { envelope } from './soap-client.ts';

const getCalendar = envelope(
  '<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>',
);
const ada: NtlmIdentity = { domain: 'TIDEWATER', userName: 'ada', password: 'ada-secret' };
const allChallenges = [expect.stringMatching(/^Bearer /), 'Negotiate', 'NTLM', expect.stringMatching(/^Basic /)];

describe('NTLM', () => {
  it.each([
    ['DOMAIN\\user', ada],
    ['the domain and the user in other case', { ...ada, domain: 'Tidewater', userName: 'ADA' }],
    ['the DNS name of the domain', { ...ada, domain: 'tidewater.example' }],
    ['a user principal name', { domain: '', userName: 'bo@tidewater.example', password: 'pässword:ü' }],
    ['no integrity code', { ...ada, withIntegrityCode: false }],
  ] as const)('signs in with %s', async (_name, identity) => {
    const emulator = await startTidewater();
    using connection = new OneConnection(emulator.ewsUrl);
    const answer = await connection.signIn(getCalendar, identity);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<t:DisplayName>Calendar</t:DisplayName>');
  });

  it('is offered under two names, one a line, and taken under both', async () => {
    const emulator = await startTidewater();
    using connection = new OneConnection(emulator.ewsUrl);
    expect(await connection.post(getCalendar)).toMatchObject({ status: 401, text: '', challenges: allChallenges });
    expect((await connection.signIn(getCalendar, ada, 'Negotiate')).status).toBe(200);
  });

  it('holds for the connection: later requests there need no header, others elsewhere do', async () => {
    const emulator = await startTidewater();
    using connection = new OneConnection(emulator.ewsUrl);
    using other = new OneConnection(emulator.ewsUrl);
    await connection.signIn(getCalendar, ada);
    expect((await connection.post(getCalendar)).status).toBe(200);
    expect((await other.post(getCalendar)).status).toBe(401);
    expect(emulator.exchanges.map((exchange) => exchange.connection)).toEqual([1, 1, 1, 2]);
  });

  it('ends with the connection', async () => {
    const emulator = await startTidewater();
    {
      using connection = new OneConnection(emulator.ewsUrl);
      expect((await connection.signIn(getCalendar, ada)).status).toBe(200);
    }
    using next = new OneConnection(emulator.ewsUrl);
    expect((await next.post(getCalendar)).status).toBe(401);
  });

  it('refuses an answer on another connection, and an answer without a challenge', async () => {
    const emulator = await startTidewater();
    using asking = new OneConnection(emulator.ewsUrl);
    using answering = new OneConnection(emulator.ewsUrl);
    const authorization = await asking.answerChallenge(ada);
    expect(await answering.post(getCalendar, authorization)).toMatchObject({ status: 401, challenges: allChallenges });
    expect((await asking.post(getCalendar, authorization)).status).toBe(200);
  });

  it('takes an answer once', async () => {
    const emulator = await startTidewater();
    using connection = new OneConnection(emulator.ewsUrl);
    const authorization = await connection.answerChallenge(ada);
    expect((await connection.post(getCalendar, authorization)).status).toBe(200);
    expect((await connection.post(getCalendar, authorization)).status).toBe(401);
    expect((await connection.post(getCalendar)).status).toBe(401);
  });

  it('is given up by a new handshake until that succeeds', async () => {
    const emulator = await startTidewater();
    using connection = new OneConnection(emulator.ewsUrl);
    await connection.signIn(getCalendar, ada);
    await connection.post('', `NTLM ${negotiateMessage.toString('base64')}`);
    expect((await connection.post(getCalendar)).status).toBe(401);
  });

  const longAgo = Buffer.alloc(8);
  // Of the domain EVE, and nothing else.
  const foreignTarget = Buffer.from('0200060045005600450000000000', 'hex');
  it.each<readonly [string, NtlmIdentity]>([
    ['a wrong password', { ...ada, password: 'Ada-Secret' }],
    ['an unknown user', { ...ada, userName: 'eve' }],
    ['an unknown domain', { ...ada, domain: 'ELSEWHERE' }],
    ['no domain', { ...ada, domain: '' }],
    ['an answer made for another server', { ...ada, targetInfo: foreignTarget }],
    ['an answer of another version', { ...ada, blobVersion: 2 }],
    ['a time long past', { ...ada, fileTime: longAgo }],
    ['a broken integrity code', { ...ada, tamper: (message) => (message[72] = (message[72] ?? 0) ^ 1) }],
    ['a changed proof', { ...ada, tamper: (message) => void message.fill(1, 112, 114) }],
    ['a length beyond the message', { ...ada, tamper: (message) => void message.writeUInt16LE(60_000, 20) }],
  ])('refuses %s', async (_name, identity) => {
    const emulator = await startTidewater();
    using connection = new OneConnection(emulator.ewsUrl);
    const answer = await connection.signIn(getCalendar, identity);
    expect(answer).toMatchObject({ status: 401, text: '', challenges: allChallenges });
    expect((await connection.post(getCalendar)).status).toBe(401);
  });

  it('refuses version 1 and what is no NTLM', async () => {
    const emulator = await startTidewater();
    using connection = new OneConnection(emulator.ewsUrl);
    const { challenges } = await connection.post('', `NTLM ${negotiateMessage.toString('base64')}`);
    const challenge = Buffer.from(challenges[0]?.split(' ')[1] ?? '', 'base64');
    const short = authenticateMessage(challenge, ada);
    short.writeUInt16LE(24, 20);
    expect((await connection.post(getCalendar, `NTLM ${short.toString('base64')}`)).status).toBe(401);
    expect((await connection.post(getCalendar, 'NTLM YIIBhgYGKwYBBQUC')).status).toBe(401);
    expect((await connection.post(getCalendar, 'NTLM')).status).toBe(401);
  });

  it('answers challenges with the time of its clock, and takes answers for 36 hours', async () => {
    const clock = manualClock('2026-06-01T08:00:00Z');
    const emulator = await startTidewater([], { clock });
    using connection = new OneConnection(emulator.ewsUrl);
    const inTime = await connection.answerChallenge(ada);
    await clock.advance(36 * 3_600_000);
    expect((await connection.post(getCalendar, inTime)).status).toBe(200);
    const late = await connection.answerChallenge(ada);
    await clock.advance(36 * 3_600_000 + 1);
    expect((await connection.post(getCalendar, late)).status).toBe(401);
  });

  it('can be switched off', async () => {
    const emulator = await startTidewater([], { authentication: { ntlm: false } });
    using connection = new OneConnection(emulator.ewsUrl);
    const answer = await connection.post('', `NTLM ${negotiateMessage.toString('base64')}`);
    expect(answer.challenges.map((challenge) => challenge.split(' ')[0])).toEqual(['Bearer', 'Basic']);
    const online = await startTidewater([], { version: '15.20' });
    using elsewhere = new OneConnection(online.ewsUrl);
    expect((await elsewhere.post(getCalendar)).challenges).toEqual([expect.stringMatching(/^Bearer /)]);
  });
});

describe('Extended Protection', () => {
  const bindingTo = (certificate: string): Buffer => {
    const endPoint = createHash('sha256').update(new X509Certificate(certificate).raw).digest();
    const data = Buffer.concat([Buffer.from('tls-server-end-point:'), endPoint]);
    return createHash('md5')
      .update(Buffer.concat([Buffer.alloc(16), Buffer.from([data.byteLength, 0, 0, 0]), data]))
      .digest();
  };

  it.each([
    ['require', { right: 200, none: 401, zeros: 401, wrong: 401 }],
    ['allow', { right: 200, none: 200, zeros: 200, wrong: 401 }],
    ['off', { right: 200, none: 200, zeros: 200, wrong: 200 }],
  ] as const)('%s: checks the channel a client is bound to', async (extendedProtection, expected) => {
    const ca = await throwawayCa();
    const tls = await ca.issue();
    const emulator = await startTidewater([], { tls, extendedProtection });
    const bindings = {
      right: bindingTo(tls.certificate),
      none: undefined,
      zeros: Buffer.alloc(16),
      wrong: bindingTo(ca.certificate),
    };
    const statuses: Record<string, number> = {};
    for (const [name, channelBinding] of Object.entries(bindings)) {
      using connection = new OneConnection(emulator.ewsUrl, ca.certificate);
      const identity = channelBinding === undefined ? ada : { ...ada, channelBinding };
      statuses[name] = (await connection.signIn(getCalendar, identity)).status;
    }
    expect(statuses).toEqual(expected);
  });

  it('cannot be had without TLS', async () => {
    const emulator = await startTidewater([], { extendedProtection: 'require' });
    using connection = new OneConnection(emulator.ewsUrl);
    const channelBinding = Buffer.alloc(16, 1);
    expect((await connection.signIn(getCalendar, { ...ada, channelBinding })).status).toBe(401);
  });
});
