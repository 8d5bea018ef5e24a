import { BlockList, isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type IpBytes, isWithin, parseIp, parsePrefix, reservedUse } from './ip-address.ts'
import { HOLDS_IPV4, RESERVED } from './ip-ranges.ts'

const known = (text: string): IpBytes => {
  const bytes = parseIp(text)
  if (bytes === null) throw new Error(`${text} is no address`)
  return bytes
}

/** The same ranges in Node's own list, as a second opinion. */
const nodeList = (ranges: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}

// Near the edges of the ranges, where a wrong mask shows.
const edgeOf4 = fc.constantFrom(...RESERVED.filter(({ cidr }) => !cidr.includes(':'))).chain(({ cidr }) => {
  const [address = '', bits = '32'] = cidr.split('/')
  const first = known(address).reduce((sum, byte) => sum * 256 + byte, 0)
  const size = 2 ** (32 - Number(bits))
  return fc.constantFrom(first - 1, first, first + size - 1, first + size).map((value) => {
    const wrapped = ((value % 2 ** 32) + 2 ** 32) % 2 ** 32
    return [24, 16, 8, 0].map((shift) => Math.floor(wrapped / 2 ** shift) % 256).join('.')
  })
})
const ipv4 = fc.oneof(fc.ipV4(), edgeOf4)
const starts = [
  '',
  '0',
  '1',
  'fc00',
  'fdff',
  'fe80',
  'febf',
  'fec0',
  'ff02',
  '2000',
  '2001',
  '2002',
  '3fff',
  '4000',
  '64',
]
const ipv6 = fc.oneof(
  fc.ipV6(),
  fc.tuple(fc.constantFrom(...starts.slice(1)), fc.array(fc.nat(0xffff), { minLength: 7, maxLength: 7 })).map(
    ([start, rest]) => [start, ...rest.map((group) => group.toString(16))].join(':'),
  ),
) // biome-ignore format: a list

describe('parseIp', () => {
  test('takes what Node takes, but for zones', () => {
    fc.assert(
      fc.property(
        fc.oneof(ipv4, ipv6, fc.string({ unit: fc.constantFrom(...'0123456789abfF:.g%x ') })),
        (text) => (parseIp(text) !== null) === (isIP(text) !== 0 && !text.includes('%')),
      ),
      { numRuns: 5_000 },
    )
  })

  test.for([
    ['1.2.3.4', [1, 2, 3, 4]],
    ['::', new Array(16).fill(0)],
    ['1::', [0, 1, ...new Array(14).fill(0)]],
    ['::ffff:1.2.3.4', [...new Array(10).fill(0), 255, 255, 1, 2, 3, 4]],
    ['1:2:3:4:5:6:7:8', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]],
    ['ABCD::12', [0xab, 0xcd, ...new Array(13).fill(0), 0x12]],
  ] as const)('%s', ([text, bytes]) => {
    expect(parseIp(text)).toEqual(bytes)
  })

  test.for([
    '', '1.2.3', '1.2.3.4.5', '01.2.3.4', '1.2.3.256', '0x7f.0.0.1', '127.1', ':', ':::', '1:2:3:4:5:6:7', '1::2::3', '1:2:3:4:5:6:7:8:9',
    '::1%eth0', '[::1]', '12345::', 'g::', '1:2:3:4:5:6:7::8', '::1.2.3', '1.2.3.4::',
  ])('%j is none', (text) => {
    expect(parseIp(text)).toBeNull()
  }) // biome-ignore format: a list
})

describe('parsePrefix', () => {
  test.for(['10.0.0.0/8', '::/0', '1.2.3.4', '::1/128', '0.0.0.0/0'])('%s', (text) => {
    expect(parsePrefix(text)).not.toBeNull()
  })
  test.for([
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10/8',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    'example.com',
    '/8',
  ])('%j is none', (text) => {
    expect(parsePrefix(text)).toBeNull()
  })
})

test('every range of the tables is one', () => {
  for (const cidr of [...RESERVED.map((range) => range.cidr), ...HOLDS_IPV4])
    expect(parsePrefix(cidr), cidr).not.toBeNull()
})

test('an IPv4 address is judged as Node judges it', () => {
  const list = nodeList(RESERVED.map(({ cidr }) => cidr).filter((cidr) => !cidr.includes(':')))
  fc.assert(
    fc.property(ipv4, (text) => (reservedUse(known(text)) !== null) === list.check(text)),
    { numRuns: 20_000 },
  )
})

test('an IPv6 address is judged as Node judges it, mapped and NAT64 ones by the address inside', () => {
  // Node answers for a mapped address by its IPv4 rows as well, so the two kinds are asked apart.
  const list = nodeList(RESERVED.map(({ cidr }) => cidr).filter((cidr) => cidr.includes(':')))
  const holders = nodeList(HOLDS_IPV4)
  fc.assert(
    fc.property(ipv6, (text) => {
      fc.pre(!holders.check(text, 'ipv6'))
      return (reservedUse(known(text)) !== null) === list.check(text, 'ipv6')
    }),
    { numRuns: 20_000 },
  )
  fc.assert(
    fc.property(ipv4, fc.constantFrom('::ffff:', '64:ff9b::'), (text, start) => {
      expect(reservedUse(known(start + text))).toBe(reservedUse(known(text)))
    }),
  )
})

test('a prefix finds an address in every form of it', () => {
  const prefix = parsePrefix('10.1.0.0/16')
  if (prefix === null) throw new Error('no prefix')
  for (const text of ['10.1.2.3', '::ffff:10.1.2.3', '64:ff9b::a01:203'])
    expect(isWithin(known(text), prefix)).toBe(true)
  for (const text of ['10.2.0.0', '::ffff:10.2.0.0', '::a01:203', 'a01:203::'])
    expect(isWithin(known(text), prefix)).toBe(false)
})
