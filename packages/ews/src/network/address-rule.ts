import { isPublicAddress } from '@kalends/core/node';
import type { NameResolver } from './name-resolver.ts';

/**
 * Which hosts may be asked: those whose every address is public, and those that were named as private ones. Whoever chooses a
 * mail domain or types a URL chooses what this program connects to, and must not reach what only it can reach.
 */
export class AddressRule {
  readonly #privateHosts: ReadonlySet<string>;
  readonly #resolver: NameResolver;

  constructor(options: { readonly privateHosts: readonly string[]; readonly resolver: NameResolver }) {
    this.#privateHosts = new Set(options.privateHosts.map((host) => host.toLowerCase()));
    this.#resolver = options.resolver;
  }

  /** For a transport that checks each address at the moment of connecting. */
  readonly allowAddress = (address: string, host: string): boolean =>
    isPublicAddress(address) || this.#privateHosts.has(host.toLowerCase());

  /**
   * Looks at all addresses of a host before anything is sent.
   *
   * @returns `unknown` when it has none.
   */
  async check(hostname: string): Promise<'allowed' | 'refused' | 'unknown'> {
    const host = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
    // A parsed URL has IPv4 addresses in four decimal numbers and IPv6 ones in brackets; no name looks like either.
    if (/^[\d.]+$|:/.test(host)) return this.allowAddress(host, host) ? 'allowed' : 'refused';
    const addresses = await this.#resolver.resolve(host).catch((): readonly string[] => []);
    if (addresses.length === 0) return 'unknown';
    return addresses.every((address) => this.allowAddress(address, host)) ? 'allowed' : 'refused';
  }
}
