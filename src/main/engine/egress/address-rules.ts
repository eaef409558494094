import { BlockList, isIP, isIPv6 } from 'node:net';

export type AddressKind = 'public' | 'loopback' | 'private' | 'link_local' | 'shared' | 'reserved';

type Rule = readonly [kind: AddressKind, address: string, prefix: number];

/** IANA special-purpose registries (RFC 6890 and its updates). What is in none of these rows is public. */
const IPV4_RULES: readonly Rule[] = [
  ['loopback', '127.0.0.0', 8],
  ['private', '10.0.0.0', 8],
  ['private', '172.16.0.0', 12],
  ['private', '192.168.0.0', 16],
  // Cloud metadata services answer at 169.254.169.254.
  ['link_local', '169.254.0.0', 16],
  ['shared', '100.64.0.0', 10],
  ['reserved', '0.0.0.0', 8],
  ['reserved', '192.0.0.0', 24],
  ['reserved', '192.0.2.0', 24],
  ['reserved', '192.88.99.0', 24],
  ['reserved', '198.18.0.0', 15],
  ['reserved', '198.51.100.0', 24],
  ['reserved', '203.0.113.0', 24],
  ['reserved', '224.0.0.0', 4],
  ['reserved', '240.0.0.0', 4],
  // A metadata service outside the link-local range.
  ['reserved', '168.63.129.16', 32],
];

const IPV6_RULES: readonly Rule[] = [
  ['loopback', '::1', 128],
  ['private', 'fc00::', 7],
  ['link_local', 'fe80::', 10],
  ['reserved', 'fec0::', 10],
  ['reserved', '::', 96],
  // Mapped, translated and tunnelled addresses reach an IPv4 address that the rows above would refuse.
  ['reserved', '::ffff:0:0', 96],
  ['reserved', '::ffff:0:0:0', 96],
  ['reserved', '64:ff9b::', 96],
  ['reserved', '64:ff9b:1::', 48],
  ['reserved', '100::', 64],
  ['reserved', '2001::', 23],
  ['reserved', '2001:db8::', 32],
  ['reserved', '2002::', 16],
  ['reserved', '3fff::', 20],
  ['reserved', '5f00::', 16],
  ['reserved', 'ff00::', 8],
];

const lists = {
  ipv4: compile(IPV4_RULES, 'ipv4'),
  ipv6: compile(IPV6_RULES, 'ipv6'),
};

function compile(rules: readonly Rule[], family: 'ipv4' | 'ipv6') {
  return rules.map(([kind, address, prefix]) => {
    const list = new BlockList();
    list.addSubnet(address, prefix, family);
    return { kind, list };
  });
}

/** The loopback address that a host means, without asking anyone: `localhost` is one by definition (RFC 6761, 6.3). */
export function loopbackAddressOf(host: string): string | null {
  if (host === 'localhost') return '127.0.0.1';
  return isIP(host) !== 0 && kindOfAddress(host) === 'loopback' ? host : null;
}

/** Where an IP address lies. Throws for what is none: a name has to be resolved first. */
export function kindOfAddress(address: string): AddressKind {
  if (isIP(address) === 0) throw new TypeError('not an IP address');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  // A zone index (fe80::1%eth0) says which interface, not where.
  const bare = address.split('%')[0] ?? address;
  return lists[family].find(({ list }) => list.check(bare, family))?.kind ?? 'public';
}
