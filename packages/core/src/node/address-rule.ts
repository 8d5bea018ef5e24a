import { TillError } from '../error.ts'
import { isWithin, parseIp, parsePrefix, reservedUse } from '../ip-address.ts'

/** Why an address is refused, e.g. `private`; null when it may be connected to. */
export type AddressRule = (address: string) => string | null

/** Refuses what no provider has, but for the ranges of `allow`. @throws invalid_options */
export function addressRule(allow: readonly string[]): AddressRule {
  const allowed = allow.map((text, index) => {
    const prefix = typeof text === 'string' ? parsePrefix(text) : null
    if (prefix !== null) return prefix
    const issue = { path: `allow[${index}]`, expected: 'an address or a range such as 10.0.0.0/8' }
    throw new TillError({
      code: 'invalid_options',
      message: `${issue.path}: expected ${issue.expected}`,
      issues: [issue],
    })
  })
  return (address) => {
    const bytes = parseIp(address)
    if (bytes === null) return 'no plain address'
    return allowed.some((prefix) => isWithin(bytes, prefix)) ? null : reservedUse(bytes)
  }
}
