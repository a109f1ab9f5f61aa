import { spawn } from 'node:child_process';
import { createServer } from 'node:https';
import type { Server, ServerOptions } from 'node:https';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { throwawayCa } from '../../testing/src/server/throwaway-ca.ts';
import type { IssueOptions, ThrowawayCa } from '../../testing/src/server/throwaway-ca.ts';

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

async function serve(options: ServerOptions = {}, issue: IssueOptions = {}): Promise<string> {
  const { certificate, privateKey } = await ca.issue(issue);
  const server = createServer({ cert: certificate, key: privateKey, ...options }, (_request, response) => {
    response.end('hello');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `https://localhost:${address.port}`;
}

/** Asks from a process of its own, whose flags and environment try to lower the floor. */
async function ask(origin: string, options: { readonly trustCa?: boolean } = {}): Promise<string> {
  const program = `
    import { guardedFetch, systemClock } from '@kalends/core';
    import { nodeFetch } from '@kalends/core/node';
    const origin = process.env.ORIGIN;
    const certificateAuthorities = process.env.CA ? [process.env.CA] : undefined;
    const send = guardedFetch({
      fetch: nodeFetch(certificateAuthorities === undefined ? {} : { certificateAuthorities }),
      clock: systemClock, provider: 'test', allowedOrigins: new Set([origin]),
    });
    console.log(await send(origin).then((response) => response.text(), (error) => error.code + ' ' + (error.cause?.code ?? '')));
    process.exit();
  `;
  const child = spawn(
    process.execPath,
    ['--tls-min-v1.0', '--no-warnings', '--conditions=@kalends/source', '--input-type=module', '-e', program],
    {
      cwd: import.meta.dirname,
      env: {
        ...process.env,
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        ORIGIN: origin,
        CA: options.trustCa === false ? '' : ca.certificate,
      },
    },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  return output.trim();
}

describe('the TLS floor holds in a process that was started with a lower one', () => {
  test.each([
    ['TLSv1.3', 'hello'],
    ['TLSv1.2', 'hello'],
  ] as const)('%s is spoken', async (version, expected) => {
    expect(await ask(await serve({ minVersion: version, maxVersion: version }))).toBe(expected);
  });

  test('TLSv1.1 is refused', async () => {
    // OpenSSL only offers TLS 1.1 at security level 0.
    const origin = await serve({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
    expect(await ask(origin)).toMatch(/^tlsError ERR_SSL_/);
  });
});

describe('certificates are checked although the environment says not to', () => {
  test('one of an authority that is not trusted', async () => {
    expect(await ask(await serve(), { trustCa: false })).toMatch(/^tlsError (UNABLE_TO_|SELF_SIGNED_)/);
  });

  test('an expired one', async () => {
    const origin = await serve({}, { notBefore: '2020-01-01T00:00:00Z', notAfter: '2020-02-01T00:00:00Z' });
    expect(await ask(origin)).toBe('tlsError CERT_HAS_EXPIRED');
  });

  test('one for another host', async () => {
    expect(await ask(await serve({}, { hosts: ['other.example'] }))).toBe('tlsError ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
