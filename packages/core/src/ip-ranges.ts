/** Why an address cannot be a provider's. */
export interface IpRange {
  /** CIDR notation. */
  readonly cidr: string
  /** What the range is for; safe to print. */
  readonly use: string
}

/**
 * IPv4 ranges that no provider on the internet has.
 * Source: IANA IPv4 Special-Purpose Address Registry (www.iana.org/assignments/iana-ipv4-special-registry, read
 * 2026-11-21), without the entries that are globally reachable; multicast: RFC 5771; reserved: RFC 1112.
 */
const IPV4: readonly IpRange[] = [
  { cidr: '0.0.0.0/8', use: 'this network' },
  { cidr: '10.0.0.0/8', use: 'private' },
  { cidr: '100.64.0.0/10', use: 'shared by a carrier' },
  { cidr: '127.0.0.0/8', use: 'loopback' },
  { cidr: '169.254.0.0/16', use: 'link-local' }, // 169.254.169.254: metadata of most clouds
  { cidr: '172.16.0.0/12', use: 'private' },
  { cidr: '192.0.0.0/24', use: 'protocol assignments' },
  { cidr: '192.0.2.0/24', use: 'documentation' },
  { cidr: '192.88.99.0/24', use: '6to4 relay' },
  { cidr: '192.168.0.0/16', use: 'private' },
  { cidr: '198.18.0.0/15', use: 'benchmarking' },
  { cidr: '198.51.100.0/24', use: 'documentation' },
  { cidr: '203.0.113.0/24', use: 'documentation' },
  { cidr: '224.0.0.0/4', use: 'multicast' },
  { cidr: '240.0.0.0/4', use: 'reserved' },
  // Public by number, but answered by the host of a virtual machine: learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  { cidr: '168.63.129.16/32', use: 'cloud metadata' },
]

/**
 * IPv6 ranges that no provider has. Everything outside 2000::/3 is refused anyway, the rows above it give it a name.
 * Source: IANA IPv6 Special-Purpose Address Registry (www.iana.org/assignments/iana-ipv6-special-registry, read
 * 2026-11-21); global unicast: RFC 4291.
 */
const IPV6: readonly IpRange[] = [
  { cidr: '::1/128', use: 'loopback' },
  { cidr: '::/128', use: 'unspecified' },
  { cidr: 'fc00::/7', use: 'private' }, // fd00:ec2::254: metadata of a cloud
  { cidr: 'fe80::/10', use: 'link-local' },
  { cidr: 'fec0::/10', use: 'site-local' },
  { cidr: 'ff00::/8', use: 'multicast' },
  { cidr: '64:ff9b:1::/48', use: 'local NAT64' },
  { cidr: '2001::/23', use: 'protocol assignments' }, // Teredo too, which holds an IPv4 address
  { cidr: '2001:db8::/32', use: 'documentation' },
  { cidr: '2002::/16', use: '6to4' }, // holds an IPv4 address
  { cidr: '3fff::/20', use: 'documentation' },
  { cidr: '::/3', use: 'reserved' },
  { cidr: '4000::/2', use: 'reserved' },
  { cidr: '8000::/1', use: 'reserved' },
]

/** Every range that is refused, IPv4 and IPv6; the first that fits gives the reason. */
export const RESERVED: readonly IpRange[] = [...IPV4, ...IPV6]

/**
 * Ranges whose last four bytes are the IPv4 address that is really meant: mapped (RFC 4291) and NAT64 (RFC 6052). In a
 * network without IPv4 every provider has a NAT64 address, so these are judged by the address inside.
 */
export const HOLDS_IPV4: readonly string[] = ['::ffff:0:0/96', '64:ff9b::/96']
