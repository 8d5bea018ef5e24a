// What of a record decides, beside equal values, whether it agrees with another one: few enough to be counted through.
import { ENVIRONMENTS, type Environment, STATUS_WORDS, type Status } from '@onetill/core'
import { type Context, classify } from './classify.ts'
import { quote } from './duckdb.ts'
import { type SideRecord, STAKES } from './record.ts'

/** One combination. */
export interface Signature {
  readonly status: Status
  readonly environment: Environment
  readonly isAssumed: boolean
  readonly isValued: boolean
}

const BOTH = [false, true]

/** Every combination; a signature is written as its place. */
export const SIGNATURES: readonly Signature[] = STATUS_WORDS.flatMap((status) =>
  ENVIRONMENTS.flatMap((environment) =>
    BOTH.flatMap((isAssumed) => BOTH.map((isValued) => ({ status, environment, isAssumed, isValued }))),
  ),
)

const place = (column: string, words: readonly string[]): string =>
  `CASE ${column} ${words.map((word, index) => `WHEN ${quote(word)} THEN ${index}`).join(' ')} END`

/** SQL of the place of a record's signature. */
export function signatureSql({ status, environment, assumed, value }: Columns): string {
  return `(((${place(status, STATUS_WORDS)} * ${ENVIRONMENTS.length} + ${place(environment, ENVIRONMENTS)}) * 2
    + CASE WHEN ${assumed} THEN 1 ELSE 0 END) * 2 + CASE WHEN (${value}) IS NULL THEN 0 ELSE 1 END)::USMALLINT`
}

/** Columns it is made of. */
interface Columns {
  readonly status: string
  readonly environment: string
  readonly assumed: string
  readonly value: string
}

/** A record of a signature. */
function signedRecord({ status, environment, isAssumed, isValued }: Signature): SideRecord {
  return {
    ...{ key: null, provider: null, account: null, reference: null, metadata: {}, status, word: status, environment },
    ...{ amount: null, currency: null, captured: null, capturedCurrency: null, received: null, receivedCurrency: null },
    ...{ refunded: null, refundedCurrency: null, refundPending: false },
    ...{ reversal: null, reversed: null, reversedCurrency: null },
    ...{ paidAt: null, createdAt: null, updatedAt: null },
    ...{ assumed: isAssumed, stake: STAKES[status], doublePaid: false },
    ...{ value: isValued ? '1.00' : null, valueCurrency: isValued ? 'EUR' : null },
  }
}

/** SQL of two signatures as one number, which the table `quiet` lists where such records agree when their values are equal. */
export function codeOf(left: string, right: string): string {
  return `(${left} * ${SIGNATURES.length} + ${right})`
}

/** Makes the table `quiet`, by asking the classifier for every combination. */
export function quietTableSql(context: Context): string {
  const codes = SIGNATURES.flatMap((ours, left) =>
    SIGNATURES.flatMap((theirs, right) => {
      if (ours.status !== theirs.status || ours.isValued !== theirs.isValued) return []
      const pair = { kind: 'pair', left: signedRecord(ours), right: signedRecord(theirs) } as const
      return classify(pair, context).class === 'agreed' ? [`(${left * SIGNATURES.length + right})`] : []
    }),
  )
  return `CREATE OR REPLACE TABLE quiet (code USMALLINT); INSERT INTO quiet VALUES ${codes.join(', ')}`
}
