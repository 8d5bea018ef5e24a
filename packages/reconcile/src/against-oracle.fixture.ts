import { caseOf, random, rulesOf } from './cases.fixture.ts'
import type { Class, Code } from './codes.ts'
import type { Finding, ShownRecord } from './finding.ts'
import { counted, type Given, type OracleRules, oracle, type Told, whole } from './oracle.fixture.ts'
import { reconcile } from './reconcile.ts'

/** What both say of one batch, in a form that can be compared. */
export interface BatchResult {
  readonly engine: readonly string[]
  readonly oracle: readonly string[]
  readonly engineSums: readonly string[]
  readonly oracleSums: readonly string[]
  readonly verdict: string
  readonly codes: ReadonlyMap<Code, number>
}

/** Runs `size` random cases in one comparison, and one by one through the oracle. */
export async function runBatch(batch: number, size: number, seed: number, shards: number): Promise<BatchResult> {
  const next = random(seed * 1_000 + batch)
  const { rules, plain, asOf } = rulesOf(batch)
  // What no rung asks for is not read.
  const known = (list: readonly Given[]): readonly Given[] =>
    plain.withMetadata ? list : list.map(({ metadata: _, ...rest }) => rest)
  const cases = Array.from({ length: size }, (_, index) => {
    const { left, right } = caseOf(`c${index}`, next)
    return { left: known(left), right: known(right) }
  })
  const told = cases.flatMap(({ left, right }) => oracle(left, right, plain))
  const result = await reconcile({
    left: { kind: 'records', records: cases.flatMap(({ left }) => left) },
    right: { kind: 'records', records: cases.flatMap(({ right }) => right) },
    ...{ rules, asOf, shards, threads: 1 },
  })
  try {
    const findings: Finding[] = []
    for await (const finding of result.findings()) findings.push(finding)
    const codes = new Map<Code, number>()
    for (const { code, also } of findings) for (const one of [code, ...also]) codes.set(one, (codes.get(one) ?? 0) + 1)
    return {
      engine: findings.flatMap(linesOfFinding).sort(),
      oracle: told.flatMap(linesOfTold).sort(),
      engineSums: result.classes
        .map(({ class: name, currency, records, left, right }) =>
          [
            name,
            currency,
            records.left,
            records.right,
            left === null ? null : plainText(left),
            right === null ? null : plainText(right),
          ].join(' '),
        )
        .sort(),
      oracleSums: sumsOf(told, plain),
      verdict: result.summary.verdict,
      codes,
    }
  } finally {
    await result.close()
  }
}

const SILENT: readonly Class[] = ['agreed', 'tolerated', 'without_money']

/** One line for every record, or for every group where records belong together. */
function linesOfFinding({ code, also, left, right, count, reason }: Finding): readonly string[] {
  if (reason !== null) {
    const names = [...left, ...right].map(({ key, reference }) => `${key} ${reference}`)
    return Array.from({ length: count.left + count.right }, () => `${code} ${names}`)
  }
  if (code === 'duplicate_left' || code === 'duplicate_right')
    return Array.from({ length: count.left + count.right }, () => `${code} ${[...left, ...right].map(given)}`)
  return [[code, also, left.map(given).sort(), '|', right.map(given).sort()].join(' ')]
}

function linesOfTold({ class: name, also, left, right }: Told): readonly string[] {
  if (SILENT.includes(name)) return []
  if (name === 'invalid_record') return [...left, ...right].map(({ key, reference }) => `${name} ${key} ${reference}`)
  if (name === 'duplicate_left' || name === 'duplicate_right') return [`${name} ${[...left, ...right].map(whole)}`]
  return [[name, also, left.map(whole).sort(), '|', right.map(whole).sort()].join(' ')]
}

/** A shown record in the words of the side it came from. */
function given(record: ShownRecord): string {
  const { key, reference, word, environment, amount, captured, currency, refunded, reversal, reversed, paidAt } = record
  const back: Record<string, unknown> = {
    key,
    reference,
    status: word,
    amount,
    captured,
    currency,
    refunded,
    reversal,
    reversed,
    paidAt,
  }
  if (environment !== 'unknown') back['environment'] = environment
  if (record.refundPending === true) back['refundPending'] = 'true'
  if (record.assumed === true) back['assumed'] = 'amount'
  back['metadata'] = { order: record.metadata?.['order'] }
  return whole(back as Given)
}

function sumsOf(told: readonly Told[], { basis }: OracleRules): readonly string[] {
  const sums = new Map<string, { lefts: number; rights: number; left: bigint; right: bigint }>()
  for (const { class: name, left, right } of told) {
    if (name === 'invalid_record') continue
    for (const side of ['left', 'right'] as const)
      for (const one of side === 'left' ? left : right) {
        const value = counted(one, basis)
        const place = `${name} ${value === null ? '' : one.currency}`
        const sum = sums.get(place) ?? { lefts: 0, rights: 0, left: 0n, right: 0n }
        sums.set(place, sum)
        sum[side] += value ?? 0n
        sum[side === 'left' ? 'lefts' : 'rights']++
      }
  }
  return [...sums]
    .map(([place, { lefts, rights, left, right }]) => {
      const known = !place.endsWith(' ')
      return [place, lefts, rights, known ? plainUnits(left) : null, known ? plainUnits(right) : null].join(' ')
    })
    .sort()
}

const plainUnits = (units: bigint): string =>
  plainText(`${units / 10_000n}.${String(units % 10_000n).padStart(4, '0')}`)
/** Without zeros at the end, which say nothing of how much it is. */
const plainText = (value: string): string => (value.includes('.') ? value.replace(/\.?0+$/, '') : value)
