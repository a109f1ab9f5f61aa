import type { LookupFunction } from 'node:net';

/** Settings of every connection that this module opens. @public */
export interface NodeFetchOptions {
  /**
   * PEM of certificate authorities to trust for these connections, in place of the public ones: for servers inside a company.
   * Default: the authorities that Node ships.
   */
  readonly certificateAuthorities?: readonly string[];
  /** Milliseconds to wait for a connection. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /**
   * Decides for each address that a host name leads to whether it may be connected to, at the moment of connecting: a name
   * cannot be checked as one address and then be used as another. All addresses of a name have to pass. Default: all may.
   *
   * @param address - IPv4 or IPv6 address without brackets.
   * @param host - The name it was found by; the address itself where a URL holds one.
   */
  readonly allowAddress?: (address: string, host: string) => boolean;
  /** How names are resolved. Default: as the system does. */
  readonly lookup?: LookupFunction;
}

/** System code of the error that a refused address ends in, see {@link NodeFetchOptions.allowAddress}. @public */
export const addressRefusedCode = 'EADDRNOTALLOWED';
