import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * IPv4 blocks that are not of the public Internet.
 *
 * @see {@link https://www.iana.org/assignments/iana-ipv4-special-registry/ | IANA IPv4 special-purpose registry}
 */
const specialIpv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * Blocks inside the global unicast space 2000::/3 that lead elsewhere: protocol assignments with Teredo, documentation, 6to4.
 *
 * @see {@link https://www.iana.org/assignments/iana-ipv6-special-registry/ | IANA IPv6 special-purpose registry}
 */
const specialIpv6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const blocked = new BlockList();
for (const [network, prefix] of specialIpv4) blocked.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of specialIpv6) blocked.addSubnet(network, prefix, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** Where networks without IPv4 put its addresses, in the last 32 bits (RFC 6052): every host outside looks like this there. */
const translated = new BlockList();
translated.addSubnet('64:ff9b::', 96, 'ipv6');

/**
 * Tells whether an address is one of the public Internet: not private, loopback, link-local, unique-local, multicast, for
 * documentation, or a way to tunnel to such a one. What is no address is not public.
 *
 * @param address - IPv4 or IPv6 address, without brackets.
 * @public
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !blocked.check(address, 'ipv4');
  // Addresses with a zone id (fe80::1%eth0) are link-local. Mapped IPv4 addresses lie outside global unicast and are never public.
  if (!isIPv6(address) || address.includes('%')) return false;
  if (translated.check(address, 'ipv6')) return isPublicAddress(translatedIpv4(address));
  return globalUnicast.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
}

/** The IPv4 address at the end of one of {@link translated}. */
function translatedIpv4(address: string): string {
  // A URL has one spelling for each address: two groups of hexadecimal digits for the last 32 bits, or fewer for zeros.
  const groups = new URL(`http://[${address}]/`).hostname.slice('[64:ff9b::'.length, -1).split(':');
  const [high = '0', low = '0'] = groups.length === 1 ? ['0', groups[0] === '' ? '0' : groups[0]] : groups;
  const value = Number.parseInt(high, 16) * 0x1_0000 + Number.parseInt(low, 16);
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff].join('.');
}
