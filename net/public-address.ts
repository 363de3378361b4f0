import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * IANA's special-purpose registry for IPv4, multicast and reserved space, and Azure's host service,
 * which has a public number.
 */
export const refusedIPv4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
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
] as const;

/**
 * The only part of IPv6 that is given out. Loopback, private, link-local, multicast, mapped and
 * NAT64 addresses all lie outside it.
 */
const givenOut = ['2000::', 3] as const;

/**
 * Within it: protocol assignments with Teredo, documentation, and 6to4, which carries an IPv4
 * address.
 */
export const refusedIPv6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const blockListOf = (family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]) => {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
  return list;
};
const refused4 = blockListOf('ipv4', refusedIPv4);
const givenOut6 = blockListOf('ipv6', [givenOut]);
const refused6 = blockListOf('ipv6', refusedIPv6);

/**
 * Whether everybody on the internet means the same machine by this address. False for whatever is
 * not plainly an address.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refused4.check(address, 'ipv4');
  // An address with a zone (`fe80::1%eth0`) is one of this machine's own networks.
  if (!isIPv6(address) || address.includes('%')) return false;
  return givenOut6.check(address, 'ipv6') && !refused6.check(address, 'ipv6');
}
