import { CODE_CASES } from '../../packages/reconcile/src/codes.fixture.ts'
import { type Code, type ReconcileOptions, type Result, reconcile } from '../../packages/reconcile/src/index.ts'

/** As of when the cases are judged. */
export const AS_OF = '2026-11-20T12:00:00.000Z'

type Records = readonly object[]

/** Both sides of every case, its names made its own. */
export function everyCode(): { readonly left: Records; readonly right: Records } {
  const sides = Object.entries(CODE_CASES).map(([code, { left, right }]) => {
    const own = (records: Records): Records =>
      JSON.parse(
        JSON.stringify(records)
          .replaceAll('order-', `order-${shortOf(code as Code)}-`)
          .replaceAll('acme/default/', `acme/default/cs_${shortOf(code as Code)}_9hV2kQ7`),
      )
    return { left: own(left), right: own(right) }
  })
  return { left: sides.flatMap(({ left }) => left), right: sides.flatMap(({ right }) => right) }
}

const shortOf = (code: Code): string => `${Object.keys(CODE_CASES).indexOf(code) + 1040}`

const agreed = (count: number, currency: string): Records =>
  Array.from({ length: count }, (_, at) => ({
    key: `acme/default/cs_ok_${currency}_${at}`,
    reference: `order-${currency}-${20_000 + at}`,
    status: 'paid',
    amount: currency === 'JPY' ? `${at * 100 + 500}` : `${at + 10}.50`,
    currency,
    paidAt: '2026-11-03T09:30:00.000Z',
  }))

/** A run with every code beside many records that agree, in three currencies. */
export async function everyCodeRun(options: Partial<ReconcileOptions> = {}): Promise<Result> {
  const { left, right } = everyCode()
  const fine = [...agreed(180, 'EUR'), ...agreed(60, 'USD'), ...agreed(25, 'JPY')]
  const bad = [
    { reference: 'order-1099', status: 'paid', amount: '12,50', currency: 'EUR' },
    { reference: 'order-1100', status: 'paid', amount: '9.00' },
  ]
  return run([...left, ...fine, ...bad], [...right, ...fine], options)
}

/** A run over objects. */
export function run(left: Records, right: Records, options: Partial<ReconcileOptions> = {}): Promise<Result> {
  const [ours, theirs] = [left, right].map((records) => ({ kind: 'records', records }) as const)
  if (ours === undefined || theirs === undefined) throw new Error('two sides')
  return reconcile({ left: ours, right: theirs, asOf: AS_OF, threads: 1, ...options })
}

/** `count` findings, no two alike. */
export function manyRun(count: number): Promise<Result> {
  const left = Array.from({ length: count }, (_, at) => ({
    key: `acme/default/cs_${at}`,
    reference: `order-${at}`,
    status: 'paid',
    amount: `${at + 1}.00`,
    currency: 'EUR',
    paidAt: '2026-11-01T12:00:00.000Z',
  }))
  const right = left
    .filter((_, at) => at % 2 === 0)
    .map((record) => ({ ...record, amount: record.amount.replace('.00', '.01') }))
  return run(left, right)
}
