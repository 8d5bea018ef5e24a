import { EXPONENTS } from '@onetill/core'

/** An exact number: `units / 10^scale`. */
export interface Exact {
  readonly units: bigint
  readonly scale: number
}

/** Zero. */
export const ZERO: Exact = { units: 0n, scale: 0 }

/** Exact number of canonical decimal text; null is zero. */
export function exact(text: string | null): Exact {
  if (text === null) return ZERO
  const point = text.indexOf('.')
  return { units: BigInt(text.replace('.', '')), scale: point < 0 ? 0 : text.length - point - 1 }
}

const at = ({ units, scale }: Exact, to: number): bigint => units * 10n ** BigInt(to - scale)

/** Exact sum. */
export function add(a: Exact, b: Exact): Exact {
  const scale = Math.max(a.scale, b.scale)
  return { units: at(a, scale) + at(b, scale), scale }
}

/** Exact difference. */
export function subtract(a: Exact, b: Exact): Exact {
  return add(a, { units: -b.units, scale: b.scale })
}

/** -1, 0 or 1. */
export function compare(a: Exact, b: Exact): -1 | 0 | 1 {
  const { units } = subtract(a, b)
  return units < 0n ? -1 : units > 0n ? 1 : 0
}

/** Whether one is the other times a power of ten that is not one; zero never is. */
export function differByPowerOfTen(a: Exact, b: Exact): boolean {
  if (a.units === 0n || b.units === 0n) return false
  const digits = (units: bigint): string => units.toString().replace(/0+$/, '')
  return digits(a.units) === digits(b.units) && compare(a, b) !== 0
}

/** Decimal text of an exact number in the currency's form: padded to its ISO decimals, without zeros beyond. */
export function text({ units, scale }: Exact, currency: string | null): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = scale === 0 ? digits : digits.slice(0, -scale)
  const fraction = scale === 0 ? '' : digits.slice(-scale).replace(/0+$/, '')
  const padded = fraction.padEnd((currency === null ? null : EXPONENTS.get(currency)) ?? 0, '0')
  return `${units < 0n ? '-' : ''}${whole}${padded === '' ? '' : `.${padded}`}`
}
