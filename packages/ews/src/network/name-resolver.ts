/** A record of a service in the DNS (RFC 2782). @public */
export interface ServiceRecord {
  readonly name: string;
  readonly port: number;
  /** Lower ones go first. */
  readonly priority: number;
  readonly weight: number;
}

/** Where names are looked up. @public */
export interface NameResolver {
  /** Addresses of a host. Rejects when there are none. */
  resolve(host: string): Promise<readonly string[]>;
  /** Records of a service by their whole name, for example `_autodiscover._tcp.example.com`. Rejects when there are none. */
  resolveSrv(name: string): Promise<readonly ServiceRecord[]>;
}

/** The system's resolver; loaded at the first question. */
export const systemResolver: NameResolver = {
  async resolve(host) {
    const { lookup } = await import('node:dns/promises');
    return (await lookup(host, { all: true })).map(({ address }) => address);
  },
  async resolveSrv(name) {
    const { resolveSrv } = await import('node:dns/promises');
    return resolveSrv(name);
  },
};
