import { Secret, systemClock, systemRandom } from '@kalends/core';
import { throwawayCa } from '@kalends/testing';
import { createServer } from 'node:https';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { DiscoveryHttp } from '../src/autodiscover/ask.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

// MS-NLMP 4.2.4.3
const challenge = Buffer.from(
  '4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef00000000000000002400240044000000060070170000000f' +
    '53006500720076006500720002000c0044006f006d00610069006e0001000c0053006500720076006500720000000000',
  'hex',
).toString('base64');

async function serve(
  handle: (message: number | undefined, response: ServerResponse, request: IncomingMessage) => void,
): Promise<{ readonly http: DiscoveryHttp; readonly url: URL }> {
  const ca = await throwawayCa();
  const { certificate, privateKey } = await ca.issue();
  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    const header = request.headers.authorization;
    const message = header === undefined ? undefined : Buffer.from(header.slice(5), 'base64')[8];
    request.resume().once('end', () => handle(message, response, request));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const http = new DiscoveryHttp({
    runtime: { fetch: () => Promise.reject(new Error('not for NTLM')), clock: systemClock, random: systemRandom },
    connect: { certificateAuthorities: [ca.certificate] },
    authentication: 'ntlm',
    timeoutMs: 10_000,
  });
  return { http, url: new URL(`https://localhost:${address.port}/autodiscover/autodiscover.xml`) };
}

const authorization = { kind: 'basic', username: new Secret('T\\ada'), password: new Secret('p') } as const;
const question = {
  method: 'POST',
  body: '<Autodiscover/>',
  authorization,
  signal: new AbortController().signal,
} as const;

describe('Autodiscover by NTLM', () => {
  it('asks over a connection of its own', async () => {
    const messages: (number | undefined)[] = [];
    const { http, url } = await serve((message, response) => {
      messages.push(message);
      if (message === 1) response.writeHead(401, { 'www-authenticate': `NTLM ${challenge}` }).end();
      else response.end('<answer/>');
    });
    const answered = await http.ask({ ...question, url });
    expect(answered.kind === 'answer' && (await answered.response.text())).toBe('<answer/>');
    expect(messages).toEqual([1, 3]);
  });

  it('leaves a refusal to be judged', async () => {
    const { http, url } = await serve((message, response) =>
      response.writeHead(401, { 'www-authenticate': message === 1 ? `NTLM ${challenge}` : 'NTLM' }).end(),
    );
    const answered = await http.ask({ ...question, url });
    expect(answered).toMatchObject({ kind: 'answer', response: { status: 401 } });
  });

  it('leaves a redirect to be judged, and does not follow it', async () => {
    const { http, url } = await serve((_message, response) =>
      response.writeHead(302, { location: 'https://x.example/' }).end(),
    );
    expect(await http.ask({ ...question, url })).toEqual({
      kind: 'redirect',
      location: 'https://x.example/',
      status: 302,
    });
  });

  it('says what went wrong on the way', async () => {
    const { http, url } = await serve((_message, response) => response.destroy());
    expect(await http.ask({ ...question, url })).toEqual({ kind: 'error', errorCode: 'networkError' });
  });
});
