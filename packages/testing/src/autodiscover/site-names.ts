import type { AutodiscoverHost, AutodiscoverSrvRecord } from './autodiscover-behaviour.ts';

/** A record as `resolveSrv` of `node:dns/promises` returns it. @public */
export interface ResolvedSrvRecord {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** Names of a site, in place of the DNS. @public */
export interface SiteNames {
  /**
   * Addresses of a host, like `resolve4` of `node:dns/promises`.
   *
   * @throws Error with the code `ENOTFOUND` when the site has no such host.
   */
  resolve(host: string): Promise<readonly string[]>;
  /**
   * SRV records by their whole name, like `resolveSrv` of `node:dns/promises`.
   *
   * @throws Error with the code `ENOTFOUND` when there are none.
   */
  resolveSrv(name: string): Promise<readonly ResolvedSrvRecord[]>;
}

// Nothing is ever sent there. Addresses for documentation would not do: careful clients refuse them.
const publicAddress = '93.184.215.14';

/** Makes the names of some hosts. */
export function siteNames(
  findHost: (name: string) => AutodiscoverHost | undefined,
  records: readonly AutodiscoverSrvRecord[],
): SiteNames {
  return {
    resolve(name) {
      const host = findHost(name);
      if (host === undefined) return Promise.reject(notFound('queryA', name));
      return Promise.resolve(host.addresses ?? (isAddress(host.name) ? [host.name] : [publicAddress]));
    },
    resolveSrv(name) {
      const found = records
        .filter(({ domain }) => `_autodiscover._tcp.${domain}`.toLowerCase() === name.toLowerCase())
        .map(({ target, port = 443, priority = 0, weight = 0 }) => ({ name: target, port, priority, weight }));
      return found.length === 0 ? Promise.reject(notFound('querySrv', name)) : Promise.resolve(found);
    },
  };
}

function isAddress(name: string): boolean {
  return /^[\d.]+$|:/.test(name);
}

function notFound(call: string, name: string): Error {
  return Object.assign(new Error(`${call} ENOTFOUND ${name}`), { code: 'ENOTFOUND', hostname: name });
}
