import type { Money } from '@onetill/core'
import { widthOf } from './width.ts'

/** Longest amount shown digit for digit; a longer one is never cut but described. */
const LONGEST = 32

/** An amount as it stands in a list; `*` marks one that rests on the caller only. */
export interface ShownAmount {
  readonly money: Money | null
  readonly source: 'provider' | 'caller'
}

/** One amount, exact: `100.00 USD`, `100.00 USD*`, or `–` where nothing is stated. */
export function amountText({ money, source }: ShownAmount): string {
  if (money === null) return '–'
  if (money.value.length > LONGEST) return `(${money.value.length} digits)`
  return `${money.value} ${money.currency}${source === 'caller' ? '*' : ''}`
}

/** Amounts as cells of equal width, the decimal points below each other. */
export function alignAmounts(amounts: readonly ShownAmount[]): readonly string[] {
  const parts = amounts.map((amount) => split(amountText(amount)))
  const [whole, fraction, unit] = [0, 1, 2].map((place) =>
    Math.max(0, ...parts.map((part) => widthOf(part[place] ?? ''))),
  )
  return parts.map(
    ([left, middle, right]) => `${left.padStart(whole ?? 0)}${middle.padEnd(fraction ?? 0)}${right.padEnd(unit ?? 0)}`,
  )
}

/** Whole part, fraction with its point, currency with the space before it. */
function split(text: string): readonly [string, string, string] {
  const match = /^(\d+)(\.\d+)?( .*)$/.exec(text)
  return match === null ? [text, '', ''] : [match[1] ?? '', match[2] ?? '', match[3] ?? '']
}
