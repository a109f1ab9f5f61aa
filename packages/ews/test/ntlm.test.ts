import { CalendarError, Secret } from '@kalends/core';
import type { BasicCredential } from '@kalends/core';
import { conformanceCompany, conformanceNow, manualClock, startExchangeEmulator, throwawayCa } from '@kalends/testing';
import type { ExchangeEmulator, ExchangeEmulatorOptions } from '@kalends/testing';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { ews } from '../src/index.ts';
import type { EwsCalendarConnection, EwsSettings } from '../src/index.ts';
import { envelopeOf } from './support/fake-exchange.ts';

const window = { start: '2026-03-23T00:00:00Z', end: '2026-04-06T00:00:00Z' };
const running: AsyncDisposable[] = [];
const servers: Server[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one[Symbol.asyncDispose]();
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function start(options: ExchangeEmulatorOptions = {}): Promise<ExchangeEmulator> {
  const emulator = await startExchangeEmulator({
    clock: manualClock(conformanceNow),
    company: conformanceCompany,
    authentication: { basic: false, ntlm: true, bearer: false },
    ...options,
  });
  running.push(emulator);
  return emulator;
}

const credentialOf = (password = 'ada-password-9c1f', username = 'ada@tidewater.example'): BasicCredential => ({
  kind: 'basic',
  provider: 'ews',
  account: { id: 'ada', address: 'ada@tidewater.example' },
  username: new Secret(username),
  password: new Secret(password),
  issuedAt: conformanceNow,
});

function connect(url: string, credential = credentialOf(), settings: Partial<EwsSettings> = {}): EwsCalendarConnection {
  const provider = ews({
    url,
    authentication: 'ntlm',
    allowInsecureLoopback: true,
    retry: { maxAttempts: 1 },
    ...settings,
  });
  const connection = provider.connect({ credential });
  running.push(connection);
  return connection;
}

async function errorOf(promise: PromiseLike<unknown>): Promise<CalendarError> {
  const outcome: unknown = await Promise.resolve(promise).catch((error: unknown) => error);
  if (CalendarError.is(outcome)) return outcome;
  throw new TypeError('expected a CalendarError');
}

const authorizations = (emulator: ExchangeEmulator): (string | undefined)[] =>
  emulator.exchanges.map(({ request }) => {
    const header = request.headers['authorization'];
    return typeof header === 'string' ? `${header.slice(0, 5)}${Buffer.from(header.slice(5), 'base64')[8]}` : undefined;
  });

describe('NTLM', () => {
  it('authenticates a connection once, and the requests after that go without', async () => {
    const emulator = await start();
    const connection = connect(emulator.ewsUrl);
    expect((await connection.calendars.list()).items.length).toBeGreaterThan(0);
    expect(authorizations(emulator).slice(0, 3)).toEqual(['NTLM 1', 'NTLM 3', undefined]);
    expect(authorizations(emulator).filter((header) => header !== undefined)).toHaveLength(2);
    expect(emulator.exchanges[0]?.request.body.length).toBe(0);
    expect(JSON.stringify(emulator.exchanges)).not.toContain(credentialOf().password.reveal());
  });

  it('takes a domain and a user name, and proves them at sign-in', async () => {
    const emulator = await start();
    const provider = ews({ url: emulator.ewsUrl, authentication: 'ntlm', allowInsecureLoopback: true });
    const credential = await provider.signIn.verify({ username: 'TIDEWATER\\ada', password: 'ada-password-9c1f' });
    expect(credential.account).toEqual({ id: expect.stringMatching(/^user-[0-9a-f]{32}$/) });
    await connect(emulator.ewsUrl, credential).events.list({ window });
  });

  it('binds the answer to the TLS connection where the server requires it', async () => {
    const ca = await throwawayCa();
    const emulator = await start({ tls: await ca.issue(), extendedProtection: 'require' });
    const trust = { certificateAuthorities: [ca.certificate], allowInsecureLoopback: false };
    const connection = connect(emulator.ewsUrl.replace('127.0.0.1', 'localhost'), credentialOf(), trust);
    expect((await connection.events.list({ window })).items.length).toBeGreaterThan(0);
  });

  it('sends a wrong password once, however many calls wait, and again after a while', async () => {
    const clock = manualClock(conformanceNow);
    const emulator = await start();
    const connection = connect(emulator.ewsUrl, credentialOf('guess'), { runtime: { clock } });
    const calls = Array.from({ length: 6 }, () => errorOf(connection.calendars.list()));
    for (const error of await Promise.all(calls)) {
      expect(error).toMatchObject({ code: 'reauthorizationRequired', reason: 'credentialRejected' });
    }
    const answers = (): number => authorizations(emulator).filter((header) => header === 'NTLM 3').length;
    expect(answers()).toBe(1);
    await clock.advance(60_000);
    await errorOf(connection.calendars.list());
    expect(answers()).toBe(2);
    await clock.advance(60_000);
    await errorOf(connection.calendars.list());
    expect(answers()).toBe(2);
    await clock.advance(60_000);
    await errorOf(connection.calendars.list());
    expect(answers()).toBe(3);
  });

  it('fails like any other call when the server cannot be reached', async () => {
    const emulator = await start();
    const { ewsUrl } = emulator;
    await emulator[Symbol.asyncDispose]();
    expect((await errorOf(connect(ewsUrl).calendars.list())).code).toBe('networkError');
  });

  it('never uses a connection of one account for another', async () => {
    // Looks at the connection alone once it is authenticated, as proxies do.
    const users = new WeakMap<object, string>();
    const answeredAs: (string | undefined)[] = [];
    const server = await serve((request, response) => {
      const message = Buffer.from((request.headers.authorization ?? '').slice(5), 'base64');
      const user = users.get(request.socket);
      if (user === undefined && message[8] !== 3) {
        unauthorized(response, message[8] === 1 ? `NTLM ${challenge}` : 'NTLM');
        return;
      }
      if (user === undefined) {
        const name = message.subarray(message.readUInt32LE(40), message.readUInt32LE(40) + message.readUInt16LE(36));
        users.set(request.socket, name.toString('utf16le'));
      }
      answeredAs.push(users.get(request.socket));
      response.end(emptyView);
    });
    let username = 'ada';
    const provider = ews({ url: server.url, authentication: 'ntlm', allowInsecureLoopback: true });
    const connection = provider.connect({
      account: { id: 'x' },
      authorization: {
        get: () => Promise.resolve({ kind: 'basic', username: new Secret(username), password: new Secret('p') }),
        replace: () => Promise.reject(new Error('unused')),
      },
    });
    running.push(connection);
    await connection.events.list(listing);
    username = 'ben';
    await connection.events.list(listing);
    expect(answeredAs).toEqual(['ada', 'ben']);
  });

  it('lets a call that waits for others be aborted', async () => {
    const held: ServerResponse[] = [];
    const server = await serve((_request, response) => void held.push(response));
    const connection = connect(server.url);
    const controller = new AbortController();
    const others = Array.from({ length: 4 }, () => errorOf(connection.events.list(listing)));
    const behindHandshake = errorOf(connection.events.list({ ...listing, signal: controller.signal }));
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect((await behindHandshake).code).toBe('aborted');
    expect(held).toHaveLength(1);
    await connection.close();
    for (const error of await Promise.all(others)) expect(error.code).toBe('disposed');
  });

  it('says at sign-in that the password is wrong', async () => {
    const emulator = await start();
    const provider = ews({ url: emulator.ewsUrl, authentication: 'ntlm', allowInsecureLoopback: true });
    const refused = errorOf(provider.signIn.verify({ username: 'ada@tidewater.example', password: 'guess' }));
    expect(await refused).toMatchObject({ code: 'authenticationFailed', reason: 'credentialRejected' });
  });

  it('begins anew when the connection was closed in between', async () => {
    const emulator = await start();
    const connection = connect(emulator.ewsUrl);
    await connection.events.list({ window });
    emulator.faults.add({ action: { kind: 'reset', when: 'afterHandling' } });
    expect((await errorOf(connection.events.list({ window }))).code).toBe('networkError');
    expect((await connection.events.list({ window })).items.length).toBeGreaterThan(0);
    expect(authorizations(emulator).filter((header) => header === 'NTLM 3')).toHaveLength(2);
  });

  it('uses a few connections at the same time and ends them with the connection', async () => {
    const emulator = await start();
    const connection = connect(emulator.ewsUrl);
    await Promise.all(Array.from({ length: 9 }, () => connection.events.list({ window })));
    expect(authorizations(emulator).filter((header) => header === 'NTLM 3').length).toBeLessThanOrEqual(4);
    await connection.close();
    expect((await errorOf(connection.calendars.list())).code).toBe('disposed');
  });

  it('forgets calls that were aborted while they waited for a connection', async () => {
    const held: (() => void)[] = [];
    let isHolding = true;
    const server = await serve((_request, response) => {
      const answer = (): void => void response.end(emptyView);
      if (isHolding) held.push(answer);
      else answer();
    });
    const connection = connect(server.url);
    // A list begins when somebody waits for it.
    const list = (): Promise<unknown> => Promise.resolve(connection.events.list(listing));
    const working = Array.from({ length: 4 }, list);
    const controller = new AbortController();
    const leaving = Array.from({ length: 4 }, () =>
      errorOf(connection.events.list({ ...listing, signal: controller.signal })),
    );
    const last = list();
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    // The others have nothing more to do than to wait.
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    for (const error of await Promise.all(leaving)) expect(error.code).toBe('aborted');
    isHolding = false;
    for (const answer of held) answer();
    await Promise.all([...working, last]);
  });

  it('is not spoken with a server that does not offer it', async () => {
    const emulator = await start({ authentication: { basic: true, ntlm: false, bearer: false } });
    expect(await errorOf(connect(emulator.ewsUrl).calendars.list())).toMatchObject({ code: 'invalidConfiguration' });
  });
});

/** A server that is a function; answers are told apart by the number of the request. */
async function serve(
  handle: (request: IncomingMessage, response: ServerResponse, index: number) => void,
): Promise<{ readonly url: string; readonly headers: (string | undefined)[] }> {
  const headers: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers.authorization);
    request.resume().once('end', () => handle(request, response, headers.length - 1));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/EWS/Exchange.asmx`, headers };
}

// MS-NLMP 4.2.4.3
const challenge = Buffer.from(
  '4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef00000000000000002400240044000000060070170000000f' +
    '53006500720076006500720002000c0044006f006d00610069006e0001000c0053006500720076006500720000000000',
  'hex',
).toString('base64');
const unauthorized = (response: ServerResponse, ...offers: string[]): void => {
  response.writeHead(401, { 'www-authenticate': offers, 'content-type': 'text/html' }).end('<html>401</html>');
};
const folder = envelopeOf(
  '<m:GetFolderResponse><m:ResponseMessages><m:GetFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Folders><t:CalendarFolder><t:FolderId Id="F"/></t:CalendarFolder></m:Folders></m:GetFolderResponseMessage></m:ResponseMessages></m:GetFolderResponse>',
);
const emptyView = envelopeOf(
  '<m:FindItemResponse><m:ResponseMessages><m:FindItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:RootFolder IncludesLastItemInRange="true"><t:Items/></m:RootFolder></m:FindItemResponseMessage></m:ResponseMessages></m:FindItemResponse>',
);
const listing = { window, calendarId: 'F' };

describe('an NTLM handshake', () => {
  it('uses the same messages under Negotiate where only that is offered', async () => {
    const server = await serve((request, response) => {
      const header = request.headers.authorization ?? '';
      if (!header.startsWith('Negotiate ')) unauthorized(response, 'Negotiate', 'Basic realm="x"');
      else if (Buffer.from(header.slice(10), 'base64')[8] === 1) unauthorized(response, `Negotiate ${challenge}`);
      else response.end(emptyView);
    });
    expect((await connect(server.url).events.list(listing)).items).toEqual([]);
    expect(server.headers.map((header) => header?.split(' ')[0])).toEqual(['NTLM', 'Negotiate', 'Negotiate']);
  });

  it('that loses its connection every time ends, and does not count as a wrong password', async () => {
    const server = await serve((request, response) => {
      if (Buffer.from((request.headers.authorization ?? '').slice(5), 'base64')[8] !== 1) {
        unauthorized(response, 'NTLM');
        return;
      }
      response.setHeader('connection', 'close');
      unauthorized(response, `NTLM ${challenge}`);
    });
    const error = await errorOf(connect(server.url).events.list(listing));
    expect(error).toMatchObject({ code: 'networkError', retryable: true });
    expect(server.headers).toHaveLength(6);
  });

  it.each([
    ['is no challenge', Buffer.from('NTLMSSP\0\x03\0\0\0').toString('base64').padEnd(64, 'A')],
    ['leaves out what version 2 needs', Buffer.from(challenge, 'base64').fill(0, 40, 48).toString('base64')],
  ])('is given up when the server’s message %s', async (_name, message) => {
    const server = await serve((_request, response) => unauthorized(response, `NTLM ${message}`));
    expect((await errorOf(connect(server.url).events.list(listing))).code).toBe('invalidResponse');
    expect(server.headers).toHaveLength(1);
  });

  it('never answers a challenge that a redirect leads to', async () => {
    const other = await serve((_request, response) => unauthorized(response, `NTLM ${challenge}`));
    const server = await serve((_request, response) => response.writeHead(302, { location: other.url }).end());
    expect((await errorOf(connect(server.url).events.list(listing))).code).toBe('untrustedUrl');
    expect(other.headers).toEqual([]);
  });

  it('is left out with a server that asks for none', async () => {
    const server = await serve((_request, response, index) => response.end(index < 1 ? folder : emptyView));
    expect((await connect(server.url).events.list(listing)).items).toEqual([]);
  });

  it('tells other answers apart from a refusal', async () => {
    const blocked = await serve((_request, response) => response.writeHead(403).end());
    expect(await errorOf(connect(blocked.url).events.list(listing))).toMatchObject({
      code: 'serviceDisabled',
      reason: 'ewsBlocked',
    });
  });

  it('needs a user name and password', async () => {
    const server = await serve((_request, response) => unauthorized(response, `NTLM ${challenge}`));
    const provider = ews({ url: server.url, authentication: 'ntlm', allowInsecureLoopback: true });
    const connection = provider.connect({
      account: { id: 'x' },
      authorization: {
        get: () => Promise.resolve({ kind: 'bearer', token: new Secret('t'), expiresAtMs: 0 }),
        replace: () => Promise.reject(new Error('unused')),
      },
    });
    running.push(connection);
    expect((await errorOf(connection.events.list(listing))).code).toBe('invalidArgument');
    expect(server.headers).toEqual([]);
  });
});
