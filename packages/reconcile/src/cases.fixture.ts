// Random small cases: few names and few amounts, so that copies, ties and one-against-many are common.
import type { Given, OracleRules } from './oracle.fixture.ts'
import type { RulesInput } from './rules.ts'

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const AS_OF = '2026-11-21T00:00:00.000Z'
const STATUSES = [
  'paid',
  'paid',
  'paid',
  'failed',
  'expired',
  'open',
  'authorized',
  'no_charge',
  'odd',
  undefined,
  'processing',
]
const TIMES = ['2026-11-20T18:00:00.000Z', '2026-11-01T00:00:00.000Z', '2026-10-31T23:59:59.999Z', undefined]

/** Rules of the n-th batch, in both forms. */
export function rulesOf(batch: number): {
  readonly rules: RulesInput
  readonly plain: OracleRules
  readonly asOf: string
} {
  const basis = (['sold', 'sold', 'sold', 'refunded', 'reversed'] as const)[batch % 5] ?? 'sold'
  const environment = batch % 3 === 1 ? 'live' : null
  const ends = batch % 4 === 3 ? 'money' : 'exact'
  const compareRefunds = basis === 'refunded' || batch % 7 !== 6
  const withMetadata = batch % 2 === 0
  return {
    asOf: AS_OF,
    rules: {
      basis,
      environment,
      ends,
      refunds: { compare: compareRefunds },
      ladder: ['key', 'reference', ...(withMetadata ? ['metadata.order'] : [])],
      tolerance: { EUR: { below: '0.02', above: '0.01' } },
      grace: { default: '12h' },
    },
    plain: {
      basis,
      environment,
      ends,
      compareRefunds,
      withMetadata,
      tolerance: { below: 2n, above: 1n },
      graceMs: 12 * 3_600_000,
      asOfMs: Date.parse(AS_OF),
    },
  }
}

/** The two sides of one case; `name` is in every key and reference, so that cases do not meet. */
export function caseOf(
  name: string,
  next: () => number,
): { readonly left: readonly Given[]; readonly right: readonly Given[] } {
  const pick = <T>(...list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const often = (chance: number): boolean => next() < chance
  const calm = often(0.5)
  // Money on both sides under one key: where amounts, currencies and refunds are compared.
  const isPaid = often(0.5)
  const isOneEach = isPaid && often(0.7)
  const side = (isRight: boolean): Given[] => {
    const list = Array.from(
      { length: isOneEach ? 1 : Math.floor(next() * (calm ? 2.2 : 4.5)) + (isRight || calm ? 1 : 0) },
      () => record(isRight),
    )
    // A copy now and then, and a copy with one thing changed.
    const first = list[0]
    if (first !== undefined && often(0.12)) list.push({ ...first })
    if (first !== undefined && often(0.06)) list.push({ ...first, amount: first.currency === 'JPY' ? '12' : '10.01' })
    return list
  }
  const record = (isRight: boolean): Given => {
    const n = isOneEach ? 1 : pick(1, 1, 2)
    const currency = often(0.9) ? 'EUR' : pick('USD', 'JPY')
    // Yen have no decimals, so the same digits are other money; the text is canonical for each.
    const amounts =
      currency === 'JPY' ? ['10', '1000', '11'] : ['10.00', '10.00', '1000.00', '10.01', '9.98', '25.50', '10.005']
    const record: Record<string, unknown> = {
      key: often(isPaid ? 0.97 : isRight ? 0.85 : 0.55) ? `acme/default/${name}-${n}` : undefined,
      reference: often(0.75) ? `${name}-${pick(n, n, 3)}` : undefined,
      status: isPaid && often(0.92) ? 'paid' : pick(...STATUSES),
      environment: often(0.8) ? 'live' : pick('test', undefined),
      amount: often(0.93) ? pick(...amounts) : undefined,
      captured: often(0.1) ? pick(...amounts) : undefined,
      currency,
      refunded: often(isPaid ? 0.5 : 0.3) ? pick('0', pick(...amounts), pick(...amounts)) : undefined,
      refundPending: often(0.08) ? 'true' : undefined,
      reversal: often(0.08) ? pick('open', 'lost', 'won') : undefined,
      paidAt: pick(...TIMES),
      assumed: often(0.06) ? 'amount' : undefined,
      metadata: often(0.5) ? { order: `${name}-m${n}` } : undefined,
    }
    if (record['refunded'] === '0' && currency !== 'JPY') record['refunded'] = '0.00'
    if (record['reversal'] !== undefined && often(0.7)) record['reversed'] = pick(...amounts)
    if (often(0.03)) record['amount'] = pick('1e2', '10,00', '1_000.00', ' 1.00 ', '-5.00', '٣.00')
    if (often(0.01)) delete record['currency']
    return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
  }
  return { left: side(false), right: side(true) }
}
