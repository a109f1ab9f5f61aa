import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import type { buildConnector } from 'undici';
import { addressRefusedCode } from './transport-options.ts';
import type { NodeFetchOptions } from './transport-options.ts';

/** Options of a connection: TLS 1.2 or newer and a checked certificate, whatever the flags of the process say. */
export function connectOptions(options: NodeFetchOptions): buildConnector.BuildOptions & { lookup?: LookupFunction } {
  const lookup = options.allowAddress === undefined ? options.lookup : guardedLookup(options);
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    timeout: options.connectTimeoutMs ?? 10_000,
    ...(options.certificateAuthorities === undefined ? {} : { ca: [...options.certificateAuthorities] }),
    ...(lookup === undefined ? {} : { lookup }),
  };
}

/** Wraps a connector so that a host that is an address, which nobody looks up, is checked like the others. */
export function checkedConnector(
  connect: buildConnector.connector,
  options: NodeFetchOptions,
): buildConnector.connector {
  const { allowAddress } = options;
  if (allowAddress === undefined) return connect;
  return (target, callback) => {
    const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(host) === 0 || allowAddress(host, host)) connect(target, callback);
    else callback(refused(), null);
  };
}

function guardedLookup(options: NodeFetchOptions): LookupFunction {
  const { allowAddress = () => true, lookup = systemLookup } = options;
  return (host, lookupOptions, callback) => {
    lookup(host, { ...lookupOptions, all: true }, (error, found) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const addresses: readonly LookupAddress[] =
        typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found;
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => allowAddress(address, host)))
        callback(refused(), []);
      else if (lookupOptions.all === true) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}

/** Node's own way to say that an address must not be used. */
function refused(): NodeJS.ErrnoException {
  return Object.assign(new Error('The address of this host may not be connected to'), { code: addressRefusedCode });
}
