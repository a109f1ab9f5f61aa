import { startLoopbackServer } from '../server/loopback-server.ts';
import type { Handler, LoopbackServer } from '../server/loopback-server.ts';
import { throwawayCa } from '../server/throwaway-ca.ts';
import type { ThrowawayCa, ThrowawayCertificate } from '../server/throwaway-ca.ts';
import type { AutodiscoverHost } from './autodiscover-behaviour.ts';

type CertificateState = NonNullable<AutodiscoverHost['certificate']>;

/** The servers of a site: one over HTTP for all hosts, and one over HTTPS for each state of certificates. */
export interface SiteServers {
  readonly plain: LoopbackServer;
  readonly valid: LoopbackServer;
  /** The server that plays a host over HTTPS. */
  secureOf(host: AutodiscoverHost): LoopbackServer;
  close(): Promise<void>;
}

/** Starts the servers that some hosts need. */
export async function startSiteServers(
  hosts: readonly AutodiscoverHost[],
  ca: ThrowawayCa,
  handlerOf: (scheme: 'http' | 'https') => Handler,
): Promise<SiteServers> {
  const handler = handlerOf('https');
  const plain = await startLoopbackServer({ handler: handlerOf('http') });
  const valid = await startLoopbackServer({ handler, tls: await certificateFor('valid', hosts, ca) });
  const secure = new Map<CertificateState, LoopbackServer>([['valid', valid]]);
  for (const state of new Set(hosts.map(stateOf))) {
    if (secure.has(state)) continue;
    secure.set(state, await startLoopbackServer({ handler, tls: await certificateFor(state, hosts, ca) }));
  }
  return {
    plain,
    valid,
    secureOf: (host) => secure.get(stateOf(host)) ?? valid,
    async close() {
      await Promise.all([plain, ...secure.values()].map((server) => server.close()));
    },
  };
}

/** What is wrong with the certificate of a host. */
export function stateOf({ certificate = 'valid' }: AutodiscoverHost): CertificateState {
  return certificate;
}

async function certificateFor(
  state: CertificateState,
  hosts: readonly AutodiscoverHost[],
  ca: ThrowawayCa,
): Promise<ThrowawayCertificate> {
  const names = hosts.filter((host) => stateOf(host) === state).map(({ name }) => name.toLowerCase());
  if (state === 'otherName') return await ca.issue({ hosts: ['elsewhere.example'] });
  if (state === 'expired') {
    return await ca.issue({ hosts: names, notBefore: '2020-01-01T00:00:00Z', notAfter: '2020-01-02T00:00:00Z' });
  }
  if (state === 'untrusted') return await (await throwawayCa()).issue({ hosts: names });
  // The loopback names are for clients that connect by themselves.
  return await ca.issue({ hosts: [...new Set([...names, 'localhost', '127.0.0.1'])] });
}
