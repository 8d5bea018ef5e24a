// Decimal text, computed as whole numbers.

interface Decimal {
  readonly units: bigint
  readonly scale: number
}

const LITERAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/
const EXPONENT_LIMIT = 60

/**
 * A number literal as plain decimal text: no exponent, no plus, no leading zeros; trailing zeros stay as sent.
 * Null when the text is not a number or its exponent is beyond ±60.
 */
export const plainDecimal = (literal: string): string | null => {
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = LITERAL.exec(literal) ?? []
  if (whole + fraction === '') return null
  const exponent = Number.parseInt(exponentText, 10) // a shift of the point, not an amount
  if (Math.abs(exponent) > EXPONENT_LIMIT) return null
  const shifted = BigInt(whole + fraction) * 10n ** BigInt(Math.max(0, exponent - fraction.length))
  const text = toText({ units: shifted, scale: Math.max(0, fraction.length - exponent) })
  return sign === '-' && shifted !== 0n ? `-${text}` : text
}

/** How many digits follow the point. */
export const decimalsOf = (text: string): number => parse(text).scale

/** Negative, zero or positive, as `left` is below, equal to or above `right`. */
export const compareDecimal = (left: string, right: string): number => {
  const difference = parse(subtractDecimal(left, right)).units
  return difference === 0n ? 0 : difference < 0n ? -1 : 1
}

/** The sum, with the longer fraction of the two. */
export const addDecimal = (left: string, right: string): string => {
  const [a, b, scale] = aligned(left, right)
  return toText({ units: a + b, scale })
}

/** The difference, with the longer fraction of the two. */
export const subtractDecimal = (left: string, right: string): string => {
  const [a, b, scale] = aligned(left, right)
  return toText({ units: a - b, scale })
}

/** A thousandth, exact: three more digits behind the point. */
export const thousandthOf = (text: string): string => {
  const { units, scale } = parse(text)
  return toText({ units, scale: scale + 3 })
}

/**
 * The same number with exactly `decimals` digits behind the point.
 * @throws {RangeError} when digits other than zero would be lost
 */
export const withDecimals = (text: string, decimals: number): string => {
  const { units, scale } = parse(text)
  if (scale <= decimals) return toText({ units: units * 10n ** BigInt(decimals - scale), scale: decimals })
  const divisor = 10n ** BigInt(scale - decimals)
  if (units % divisor !== 0n) throw new RangeError('more digits than there is room for')
  return toText({ units: units / divisor, scale: decimals })
}

const parse = (text: string): Decimal => {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) throw new RangeError('not decimal text')
  const [, sign = '', whole = '', fraction = ''] = match
  return { units: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length }
}

const aligned = (left: string, right: string): readonly [bigint, bigint, number] => {
  const scale = Math.max(parse(left).scale, parse(right).scale)
  return [parse(withDecimals(left, scale)).units, parse(withDecimals(right, scale)).units, scale]
}

const toText = ({ units, scale }: Decimal): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const point = digits.length - scale
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return units < 0n ? `-${text}` : text
}
