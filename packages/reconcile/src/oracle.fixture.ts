// The comparison once more, slow and plain: loops over lists, no SQL, no code of the package but its types. What it says
// is written from the meaning of the codes, so that an error in the engine or the classifier cannot be in both.
import type { Class } from './codes.ts'

/** A record as a side gives it; amounts are canonical already, or bad on purpose. */
export interface Given {
  readonly key?: string
  readonly reference?: string
  readonly status?: string
  readonly environment?: string
  readonly amount?: string
  readonly captured?: string
  readonly currency?: string
  readonly refunded?: string
  readonly refundPending?: string
  readonly reversal?: string
  readonly reversed?: string
  readonly paidAt?: string
  readonly assumed?: string
  readonly metadata?: { readonly order?: string }
}

/** What the oracle knows of the rules. */
export interface OracleRules {
  readonly basis: 'sold' | 'refunded' | 'reversed'
  readonly environment: 'live' | 'test' | null
  readonly ends: 'exact' | 'money'
  readonly compareRefunds: boolean
  readonly withMetadata: boolean
  /** Cents. */
  readonly tolerance: { readonly below: bigint; readonly above: bigint }
  readonly graceMs: number
  readonly asOfMs: number
}

/** One thing found. */
export interface Told {
  readonly class: Class
  readonly also: readonly string[]
  readonly left: readonly Given[]
  readonly right: readonly Given[]
}

const NAMES =
  'key reference status environment amount captured currency refunded refundPending reversal reversed paidAt assumed'

/** Everything a record says, as one text. */
export const whole = (given: Given): string =>
  JSON.stringify([...NAMES.split(' ').map((name) => Reflect.get(given, name) ?? null), given.metadata?.order ?? null])

/** Hundredths of a cent of plain text with at most four decimals. */
export const fine = (value: string): bigint => {
  const [units = '', decimals = ''] = value.split('.')
  return BigInt(units) * 10_000n + BigInt(decimals.padEnd(4, '0'))
}

const money = (given: Given): 'yes' | 'maybe' | 'no' => {
  if (given.status === 'paid') return 'yes'
  return ['open', 'processing', 'no_charge', 'failed', 'cancelled', 'expired'].includes(given.status ?? '')
    ? 'no'
    : 'maybe'
}

const KNOWN = ['open', 'processing', 'authorized', 'paid', 'no_charge', 'review', 'failed', 'cancelled', 'expired']
const OVER = ['paid', 'no_charge', 'failed', 'cancelled', 'expired']

/** What the basis counts of a record; null: nothing or not said. */
export const counted = (given: Given, basis: OracleRules['basis']): bigint | null => {
  const text =
    basis === 'sold'
      ? money(given) === 'yes'
        ? (given.captured ?? given.amount)
        : undefined
      : basis === 'refunded'
        ? given.refunded
        : takenBack(given)
          ? given.reversed
          : undefined
  return text === undefined ? null : fine(text)
}

const takenBack = (given: Given): boolean => given.reversal !== undefined && given.reversal !== 'won'
const gaveBack = (given: Given): boolean => given.refunded !== undefined && fine(given.refunded) > 0n

/** Everything that is to be told of two lists. */
export function oracle(left: readonly Given[], right: readonly Given[], rules: OracleRules): readonly Told[] {
  const told: Told[] = []
  const sides = { left: [...left], right: [...right] }
  for (const side of ['left', 'right'] as const) {
    const kept: Given[] = []
    for (const one of sides[side]) {
      const text = [one.amount, one.captured, one.refunded, one.reversed].filter((value) => value !== undefined)
      const isBad =
        text.some((value) => !/^\d+(\.\d+)?$/.test(value)) || (text.length > 0 && one.currency === undefined)
      const isNobody =
        one.key === undefined &&
        one.reference === undefined &&
        !(rules.withMetadata && one.metadata?.order !== undefined)
      if (isBad || isNobody) told.push(only(side, 'invalid_record', [], [one]))
      else if (kept.some((other) => whole(other) === whole(one))) told.push(only(side, `duplicate_${side}`, [], [one]))
      else kept.push(one)
    }
    sides[side] = kept
  }

  // Paid twice is judged over the whole side; a copy of a record is no second payment.
  const twice = (one: Given, all: readonly Given[]): boolean =>
    money(one) === 'yes' &&
    one.key !== undefined &&
    one.reference !== undefined &&
    all.some(
      (other) =>
        other.reference === one.reference && other.key !== undefined && other.key !== one.key && money(other) === 'yes',
    )
  const everything = { left: [...sides.left], right: [...sides.right] }
  const paidTwice =
    (side: 'left' | 'right') =>
    (one: Given): boolean =>
      twice(one, everything[side])

  const rungs: ((one: Given) => string | undefined)[] = [(one) => one.key, (one) => one.reference]
  if (rules.withMetadata) rungs.push((one) => one.metadata?.order)
  for (const rungValue of rungs) {
    const values = new Set([...sides.left, ...sides.right].map(rungValue))
    for (const value of values) {
      if (value === undefined) continue
      const of = (list: readonly Given[]): readonly Given[] => list.filter((one) => rungValue(one) === value)
      const [all, others] = [of(sides.left), of(sides.right)]
      if (all.length === 0 || others.length === 0) continue
      const before = (list: readonly Given[]): readonly Given[] => {
        const having = list.filter((one) => money(one) !== 'no')
        return having.length > 0 ? having : list
      }
      const alone = all.length === 1 && others.length === 1
      const [ours, theirs] = alone ? [all, others] : [before(all), before(others)]
      const [one, other] = [ours[0], theirs[0]]
      if (one === undefined || other === undefined) continue
      const noMoney = [...ours, ...theirs].every((given) => money(given) === 'no')
      if (ours.length === 1 && theirs.length === 1) {
        told.push(pairTold(one, other, rules, paidTwice('left')(one) || paidTwice('right')(other)))
      } else if (noMoney) continue
      else {
        const also = ours.some(paidTwice('left')) || theirs.some(paidTwice('right')) ? ['double_payment'] : []
        told.push({ class: 'ambiguous_match', also, left: ours, right: theirs })
      }
      sides.left = sides.left.filter((given) => !ours.includes(given))
      sides.right = sides.right.filter((given) => !theirs.includes(given))
    }
  }
  for (const side of ['left', 'right'] as const)
    for (const one of sides[side]) told.push(aloneTold(side, one, rules, paidTwice(side)(one)))
  return told
}

const only = (side: 'left' | 'right', name: Class, also: readonly string[], list: readonly Given[]): Told => ({
  class: name,
  also,
  left: side === 'left' ? list : [],
  right: side === 'right' ? list : [],
})

/** The order of the codes, as the design lists them. */
const ORDER: readonly string[] = (
  'invalid_record duplicate_left duplicate_right ambiguous_match environment_mixed missing_left missing_right ' +
  'pending_counterpart currency scale_error amount_over amount_under amount_unknown status_conflict status_lag ' +
  'unmapped_status double_payment refund_missing refund_amount over_refund orphan_refund reversal_unbooked unverifiable'
).split(' ')

const ranked = (found: ReadonlySet<string>): readonly string[] => ORDER.filter((code) => found.has(code))

const waits = (list: readonly Given[], rules: OracleRules): boolean => {
  const times = list.flatMap(({ paidAt }) => (paidAt === undefined ? [] : [new Date(paidAt).getTime()]))
  return times.length > 0 && rules.asOfMs - Math.max(...times) < rules.graceMs
}

const foreign = (one: Given, rules: OracleRules): boolean =>
  rules.environment !== null && one.environment !== undefined && one.environment !== rules.environment

function ownRefunds(one: Given, found: Set<string>): void {
  if (!gaveBack(one)) return
  if (money(one) === 'no') found.add('orphan_refund')
  else {
    const taken = one.captured ?? one.amount
    if (taken !== undefined && fine(one.refunded ?? '0') > fine(taken)) found.add('over_refund')
  }
}

function aloneTold(side: 'left' | 'right', one: Given, rules: OracleRules, paidTwice: boolean): Told {
  const found = new Set<string>()
  if (money(one) !== 'no') {
    if (foreign(one, rules)) found.add('environment_mixed')
    found.add(waits([one], rules) ? 'pending_counterpart' : side === 'left' ? 'missing_right' : 'missing_left')
    if (!KNOWN.includes(one.status ?? '')) found.add('unmapped_status')
    if (rules.basis === 'sold' && money(one) === 'yes' && counted(one, 'sold') === null) found.add('amount_unknown')
  }
  if (paidTwice) found.add('double_payment')
  ownRefunds(one, found)
  if (takenBack(one)) found.add('reversal_unbooked')
  const [first, ...also] = ranked(found)
  return only(side, (first ?? 'without_money') as Class, also, [one])
}

function pairTold(left: Given, right: Given, rules: OracleRules, paidTwice: boolean): Told {
  const found = new Set<string>()
  const both = [left, right]
  const [a, b] = [left.environment, right.environment]
  if ((a !== undefined && b !== undefined && a !== b) || both.some((one) => foreign(one, rules)))
    found.add('environment_mixed')

  let tolerated = false
  if (rules.basis === 'sold' && both.every((one) => money(one) === 'yes')) {
    const [ours, theirs] = [counted(left, 'sold'), counted(right, 'sold')]
    if (ours === null || theirs === null) found.add('amount_unknown')
    else if (left.currency !== right.currency) found.add('currency')
    else if (ours !== theirs) {
      const within =
        theirs > ours ? theirs - ours <= rules.tolerance.above * 100n : ours - theirs <= rules.tolerance.below * 100n
      const [small, large] = ours < theirs ? [ours, theirs] : [theirs, ours]
      let scaled = small
      while (small > 0n && scaled < large) scaled *= 10n
      if (within && left.currency === 'EUR') tolerated = true
      else if (scaled === large && small > 0n) found.add('scale_error')
      else found.add(theirs > ours ? 'amount_over' : 'amount_under')
    }
  }
  if (paidTwice) found.add('double_payment')
  if (takenBack(left) !== takenBack(right)) found.add('reversal_unbooked')
  else if (takenBack(left)) {
    const [x, y] = [left, right].map((one) =>
      one.reversed === undefined ? null : `${fine(one.reversed)} ${one.currency}`,
    )
    if (x !== y) found.add('reversal_unbooked')
  }
  for (const one of both) ownRefunds(one, found)

  let waiting = false
  if (rules.compareRefunds && left.refunded !== undefined && right.refunded !== undefined) {
    const same = fine(left.refunded) === fine(right.refunded) && (left.currency === right.currency || !gaveBack(left))
    if (!same && both.some((one) => one.refundPending === 'true')) waiting = true
    else if (!same) found.add(both.every(gaveBack) ? 'refund_amount' : 'refund_missing')
  }
  const words = both.map(({ status = '' }) => status)
  const over = words.filter((word) => OVER.includes(word)).length
  if (!words.every((word) => KNOWN.includes(word))) found.add('unmapped_status')
  else if (over === 1) {
    if (waits(both, rules)) waiting = true
    else found.add('status_lag')
  } else if (over === 2 && words[0] !== words[1] && !(rules.ends === 'money' && money(left) === money(right)))
    found.add('status_conflict')
  if (waiting && found.size === 0) found.add('pending_counterpart')

  if (both.some((one) => one.assumed === 'amount' && money(one) === 'yes')) found.add('unverifiable')
  if (rules.compareRefunds && both.some(gaveBack) && both.some(({ refunded }) => refunded === undefined))
    found.add('unverifiable')
  const [first, ...also] = ranked(found)
  return { class: (first ?? (tolerated ? 'tolerated' : 'agreed')) as Class, also, left: [left], right: [right] }
}
