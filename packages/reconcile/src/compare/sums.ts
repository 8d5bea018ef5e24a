import { addMoney, type Money } from '@onetill/core'

/** Sessions with an amount, and their exact sum as decimal text. */
export interface Sum {
  readonly sessions: number
  readonly value: string
}

/** Exact sums, one per currency; currencies are never added to each other. */
export interface Sums {
  readonly add: (amount: Money) => void
  readonly currencies: () => readonly string[]
  /** `0` in the currency's own form where nothing was added. */
  readonly of: (currency: string) => Sum
}

interface Kept {
  sessions: number
  /** Decimals → sum of the digits. */
  readonly units: Map<number, bigint>
}

/** Adds amounts of any currency and any number of decimals. */
export function sums(): Sums {
  const kept = new Map<string, Kept>()
  return {
    add: ({ value, currency }) => {
      const sum = kept.get(currency) ?? { sessions: 0, units: new Map<number, bigint>() }
      kept.set(currency, sum)
      const point = value.indexOf('.')
      const decimals = point < 0 ? 0 : value.length - point - 1
      sum.sessions++
      sum.units.set(decimals, (sum.units.get(decimals) ?? 0n) + BigInt(value.replace('.', '')))
    },
    currencies: () => [...kept.keys()],
    of: (currency) => {
      const { sessions, units } = kept.get(currency) ?? { sessions: 0, units: new Map<number, bigint>() }
      let total: Money = addMoney({ value: '0', currency }, { value: '0', currency })
      for (const [decimals, digits] of units) total = addMoney(total, { value: plain(digits, decimals), currency })
      return { sessions, value: total.value }
    },
  }
}

function plain(digits: bigint, decimals: number): string {
  const text = digits.toString().padStart(decimals + 1, '0')
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`
}
