const DIGITS = 38
const LIMIT = 10n ** BigInt(DIGITS)

/**
 * Whole numbers as text that sorts as they do: the sign, then 38 digits. Of a negative number the digits are those of
 * its distance from the least, so that less is less.
 * @throws RangeError beyond 38 digits
 */
export function sortableNumber(value: bigint): string {
  if (value >= LIMIT || value <= -LIMIT) throw new RangeError(`more than ${DIGITS} digits`)
  return value < 0n ? `-${pad(LIMIT + value)}` : `0${pad(value)}`
}

const pad = (value: bigint): string => value.toString().padStart(DIGITS, '0')
