// IP addresses as bytes: enough to say which range one is in, without `node:net`, so that it holds in every runtime.
import { HOLDS_IPV4, RESERVED } from './ip-ranges.ts'

/** Four bytes, or sixteen. */
export type IpBytes = readonly number[]

/** An address and how many of its first bits count. */
export interface IpPrefix {
  readonly bytes: IpBytes
  readonly bits: number
}

/** The bytes of an address in dotted or colon notation, or null for anything else (a zone, a short or octal form). */
export function parseIp(text: string): IpBytes | null {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text)
}

/** The bytes and bits of `10.0.0.0/8`, or of one address; null for anything else. */
export function parsePrefix(cidr: string): IpPrefix | null {
  const [address = '', length, ...rest] = cidr.split('/')
  const bytes = parseIp(address)
  if (bytes === null || rest.length > 0) return null
  if (length === undefined) return { bytes, bits: bytes.length * 8 }
  if (!/^(?:0|[1-9]\d{0,2})$/.test(length)) return null
  const bits = Number.parseInt(length, 10)
  return bits <= bytes.length * 8 ? { bytes, bits } : null
}

/** Whether an address begins with a prefix; a mapped or NAT64 address is the IPv4 address in it. */
export function isWithin(address: IpBytes, { bytes, bits }: IpPrefix): boolean {
  const meant = ipv4Within(address)
  return matches(meant, bytes, bits) || (meant !== address && matches(address, bytes, bits))
}

/** What the range is for that keeps an address from being a provider's, e.g. `private`; null for a public one. */
export function reservedUse(address: IpBytes): string | null {
  const meant = ipv4Within(address)
  return RESERVED_PREFIXES.find(({ bytes, bits }) => matches(meant, bytes, bits))?.use ?? null
}

const RESERVED_PREFIXES = RESERVED.flatMap(({ cidr, use }) => prefixes(cidr).map((prefix) => ({ ...prefix, use })))
const HOLDERS = HOLDS_IPV4.flatMap(prefixes)

function prefixes(cidr: string): readonly IpPrefix[] {
  const prefix = parsePrefix(cidr)
  return prefix === null ? [] : [prefix]
}

function ipv4Within(address: IpBytes): IpBytes {
  return HOLDERS.some(({ bytes, bits }) => matches(address, bytes, bits)) ? address.slice(12) : address
}

function matches(address: IpBytes, prefix: IpBytes, bits: number): boolean {
  if (address.length !== prefix.length) return false
  return prefix.every((byte, index) => {
    const counted = Math.min(8, Math.max(0, bits - index * 8))
    const mask = (0xff << (8 - counted)) & 0xff
    return ((address[index] ?? 0) & mask) === (byte & mask)
  })
}

function parseIpv4(text: string): IpBytes | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) return null
  const bytes = parts.map((part) => Number.parseInt(part, 10))
  return bytes.every((byte) => byte <= 255) ? bytes : null
}

function parseIpv6(text: string): IpBytes | null {
  if (text.length > 45) return null
  const halves = text.split('::')
  // A dotted address stands at the end only.
  if (halves.length > 2 || (halves.length === 2 && halves[0]?.includes('.'))) return null
  const [head, tail] = halves.map(groupBytes)
  if (head === undefined || head === null || tail === null) return null
  if (tail === undefined) return head.length === 16 ? head : null
  // `::` stands for at least one group.
  const missing = 16 - head.length - tail.length
  return missing < 2 ? null : [...head, ...new Array<number>(missing).fill(0), ...tail]
}

/** The bytes of groups of up to four hexadecimal digits; the last may be a dotted IPv4 address. */
function groupBytes(text: string): IpBytes | null {
  if (text === '') return []
  const groups = text.split(':')
  const last = groups.at(-1) ?? ''
  const ipv4 = last.includes('.') ? parseIpv4(last) : []
  if (ipv4 === null) return null
  const plain = last.includes('.') ? groups.slice(0, -1) : groups
  if (!plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  return [...plain.map((group) => Number.parseInt(group, 16)).flatMap((group) => [group >> 8, group & 0xff]), ...ipv4]
}
