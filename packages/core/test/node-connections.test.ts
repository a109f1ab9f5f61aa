import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { throwawayCa } from '../../testing/src/server/throwaway-ca.ts';
import type { ThrowawayCa } from '../../testing/src/server/throwaway-ca.ts';
import { addressRefusedCode, connectionFetch, isPublicAddress, nodeFetch } from '../src/node/index.ts';

let ca: ThrowawayCa;
const servers: Server[] = [];

beforeAll(async () => {
  ca = await throwawayCa();
});
afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

interface Listening {
  readonly origin: string;
  readonly port: number;
  readonly certificate: string;
  /** The socket of each request, in order. */
  readonly sockets: readonly Socket[];
}

async function serve(): Promise<Listening> {
  const { certificate, privateKey } = await ca.issue();
  const sockets: Socket[] = [];
  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    sockets.push(request.socket);
    response.end(request.httpVersion);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { origin: `https://localhost:${address.port}`, port: address.port, certificate, sockets };
}

const text = async (answer: Promise<Response>): Promise<string> => (await answer).text();

/** The system code at the bottom of what a `fetch` threw. */
async function codeOf(answer: Promise<Response>): Promise<unknown> {
  const error = await answer.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Error && typeof error.cause === 'object' && error.cause !== null && 'code' in error.cause
    ? error.cause.code
    : error;
}

describe('connectionFetch', () => {
  test('sends everything over one connection of HTTP/1.1 and shows its certificate', async () => {
    const { origin, sockets, certificate } = await serve();
    const connection = connectionFetch({ origin, certificateAuthorities: [ca.certificate] });
    expect([connection.connectionCount, connection.serverCertificate]).toEqual([0, undefined]);
    const answers = await Promise.all([1, 2, 3].map(() => text(connection.fetch(`${origin}/x`))));
    expect(answers).toEqual(['1.1', '1.1', '1.1']);
    expect(new Set(sockets).size).toBe(1);
    expect(connection.connectionCount).toBe(1);
    expect(connection.serverCertificate).toEqual(new X509Certificate(certificate).raw);
    await connection.close();
  });

  test('says when the connection is another one', async () => {
    const { origin, sockets } = await serve();
    const connection = connectionFetch({ origin, certificateAuthorities: [ca.certificate] });
    await text(connection.fetch(origin));
    const ended = new Promise((resolve) => sockets[0]?.once('close', resolve));
    sockets[0]?.destroy();
    await ended;
    await text(connection.fetch(origin));
    expect(connection.connectionCount).toBe(2);
    await connection.close();
    await expect(connection.fetch(origin)).rejects.toThrow('closed by its owner');
  });
});

describe('a connection that cannot be opened', () => {
  test('fails like any other request, and counts for none', async () => {
    const { origin } = await serve();
    const connection = connectionFetch({ origin });
    expect(await codeOf(connection.fetch(origin))).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect([connection.connectionCount, connection.serverCertificate]).toEqual([0, undefined]);
    await connection.close();
  });

  test('fails when nobody listens', async () => {
    const { origin } = await serve();
    const server = servers.at(-1);
    await new Promise((resolve) => server?.close(resolve));
    const connection = connectionFetch({ origin, certificateAuthorities: [ca.certificate] });
    expect(await codeOf(connection.fetch(origin))).toBe('ECONNREFUSED');
    expect(connection.connectionCount).toBe(0);
    await connection.close();
  });
});

describe('allowAddress', () => {
  const lookupTo =
    (...addresses: readonly string[]): LookupFunction =>
    (_host, options, callback) => {
      const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      if (options.all === true) callback(null, found);
      else callback(null, found[0]?.address ?? '', found[0]?.family);
    };
  const fetchTo = (lookup: LookupFunction): ReturnType<typeof nodeFetch> =>
    nodeFetch({ certificateAuthorities: [ca.certificate], lookup, allowAddress: (address) => address === '127.0.0.1' });

  test('connects when each address of a name passes', async () => {
    const { port } = await serve();
    expect(await text(fetchTo(lookupTo('127.0.0.1'))(`https://localhost:${port}`))).toBe('1.1');
  });

  test.each([
    ['one address of several does not', ['127.0.0.1', '10.0.0.7'], 'localhost'],
    ['the name leads nowhere', [], 'localhost'],
    ['the URL holds such an address', ['127.0.0.1'], '[::1]'],
  ])('refuses when %s', async (_name, addresses, host) => {
    const { port, sockets } = await serve();
    expect(await codeOf(fetchTo(lookupTo(...addresses))(`https://${host}:${port}`))).toBe(addressRefusedCode);
    expect(sockets).toEqual([]);
  });

  test('leaves the error of the resolver as it is', async () => {
    const failing: LookupFunction = (_host, _options, callback) =>
      callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []);
    expect(await codeOf(fetchTo(failing)('https://localhost:8443'))).toBe('ENOTFOUND');
  });
});

describe('isPublicAddress', () => {
  test.each([
    '1.1.1.1',
    '13.107.6.152',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.1.1',
    '2603:1026::1',
    '2a00::1',
    '64:ff9b::808:808',
    '0064:ff9b:0::8.8.0.0',
  ])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.1.2.3',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '198.18.0.1',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:1.1.1.1',
    '64:ff9b::a00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b::7f00:0',
    '64:ff9b::',
    '64:ff9b::1',
    '64:ff9b:1::808:808',
    '64:ff9b::1:0:808:808',
    'fe80::1',
    'fe80::1%eth0',
    '2603:1026::1%eth0',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::',
    '3fff::1',
    'mail.example.com',
    '',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
