import { CLASSES, type Class } from './codes.ts'
import { add, type Exact, subtract, text, ZERO } from './decimal.ts'

/** Count and sums of one class in one currency. */
export interface ClassTotal {
  readonly class: Class
  /** Null: nothing of it is in the basis. */
  readonly currency: string | null
  /** Records of each side. */
  readonly records: { readonly left: number; readonly right: number }
  /** Sums of each side, exact; null without a currency. */
  readonly left: string | null
  readonly right: string | null
  /** Left minus right. */
  readonly difference: string | null
}

/** Per currency: what both sides are, and whether the classes explain the difference. */
export interface Identity {
  readonly currency: string
  readonly left: string
  readonly right: string
  /** Left minus right. */
  readonly difference: string
  /** Sum of the differences of all classes. */
  readonly explained: string
  /** What no class explains; anything but zero is a defect of the comparison. */
  readonly remainder: string
}

interface Sum {
  left: Exact
  right: Exact
  lefts: number
  rights: number
}

/** Adds up what is in which class. */
export interface Totals {
  /** Adds records of one side to a class. */
  put(to: Class, side: 'left' | 'right', currency: string | null, sum: Exact, records: number): void
  classes(): readonly ClassTotal[]
  /** Sums of the sides, counted apart, against the sums of the classes. */
  identity(sides: SideSums): readonly Identity[]
  /** Records of each side that are in some class. */
  records(): { readonly left: number; readonly right: number }
}

/** Currency → sum, of each side. */
export interface SideSums {
  readonly left: ReadonlyMap<string, Exact>
  readonly right: ReadonlyMap<string, Exact>
}

/** Nothing added yet. */
export function createTotals(): Totals {
  const sums = new Map<Class, Map<string | null, Sum>>()

  const put: Totals['put'] = (to, side, currency, amount, records) => {
    const byCurrency = sums.get(to) ?? new Map<string | null, Sum>()
    sums.set(to, byCurrency)
    const sum = byCurrency.get(currency) ?? { left: ZERO, right: ZERO, lefts: 0, rights: 0 }
    byCurrency.set(currency, sum)
    sum[side] = add(sum[side], amount)
    sum[side === 'left' ? 'lefts' : 'rights'] += records
  }

  const classes = (): readonly ClassTotal[] =>
    CLASSES.flatMap((name) =>
      [...(sums.get(name) ?? [])]
        .sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1))
        .map(([currency, { left, right, lefts, rights }]) => {
          const said = (sum: Exact): string | null => (currency === null ? null : text(sum, currency))
          return {
            class: name,
            currency,
            records: { left: lefts, right: rights },
            left: said(left),
            right: said(right),
            difference: said(subtract(left, right)),
          }
        }),
    )

  const identity = ({ left, right }: SideSums): readonly Identity[] => {
    const explained = new Map<string, Exact>()
    for (const byCurrency of sums.values())
      for (const [currency, sum] of byCurrency)
        if (currency !== null)
          explained.set(currency, add(explained.get(currency) ?? ZERO, subtract(sum.left, sum.right)))
    return [...new Set([...left.keys(), ...right.keys(), ...explained.keys()])].sort().map((currency) => {
      const [ours, theirs] = [left.get(currency) ?? ZERO, right.get(currency) ?? ZERO]
      const difference = subtract(ours, theirs)
      const known = explained.get(currency) ?? ZERO
      const said = (sum: Exact): string => text(sum, currency)
      return {
        currency,
        left: said(ours),
        right: said(theirs),
        difference: said(difference),
        explained: said(known),
        remainder: said(subtract(difference, known)),
      }
    })
  }

  const records = (): { left: number; right: number } => {
    const all = [...sums.values()].flatMap((byCurrency) => [...byCurrency.values()])
    return {
      left: all.reduce((count, { lefts }) => count + lefts, 0),
      right: all.reduce((count, { rights }) => count + rights, 0),
    }
  }

  return { put, classes, identity, records }
}
