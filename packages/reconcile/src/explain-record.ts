// The fields of the records of a finding as rows. Nothing here needs Node: the report does the same in a browser.
import type { Finding, ShownRecord } from './finding.ts'

/** One field of the records of both sides. */
export interface FieldRow {
  readonly label: string
  /** One text per record of the left side; null: it does not say. */
  readonly left: readonly (string | null)[]
  readonly right: readonly (string | null)[]
  /** Whether the records say different things; false where only one says anything. */
  readonly differs: boolean
}

const money = (value: string | null | undefined, currency: string | null | undefined): string | null =>
  value == null ? null : `${value} ${currency ?? '(no currency)'}`

const STAKES = { yes: 'taken', maybe: 'unclear', no: 'not taken' } as const

/** Label → text of it, in the order in which they are read. */
const FIELDS: readonly (readonly [string, (record: ShownRecord) => string | null | undefined])[] = [
  ['Session', ({ key }) => key],
  ['Reference', ({ reference }) => reference],
  ['Status', ({ status, word }) => (word == null || word === status ? status : `${status ?? 'not known'} (“${word}”)`)],
  ['Money', ({ stake }) => (stake === undefined ? null : STAKES[stake])],
  ['Counted', ({ value, valueCurrency }) => money(value, valueCurrency)],
  ['Asked', ({ amount, currency }) => money(amount, currency)],
  ['As ordered only', ({ assumed }) => (assumed === true ? 'yes: the amount rests on the caller' : null)],
  ['Captured', ({ captured, capturedCurrency }) => money(captured, capturedCurrency)],
  ['Received', ({ received, receivedCurrency }) => money(received, receivedCurrency)],
  ['Refunded', ({ refunded, refundedCurrency }) => money(refunded, refundedCurrency)],
  ['Refund on its way', ({ refundPending }) => (refundPending === true ? 'yes' : null)],
  ['Reversal', ({ reversal }) => reversal],
  ['Reversed', ({ reversed, reversedCurrency }) => money(reversed, reversedCurrency)],
  ['Paid more than once', ({ doublePaid }) => (doublePaid === true ? 'yes: its reference' : null)],
  ['Paid at', ({ paidAt }) => paidAt],
  ['Created at', ({ createdAt }) => createdAt],
  ['Updated at', ({ updatedAt }) => updatedAt],
  ['Environment', ({ environment }) => (environment === 'unknown' ? null : environment)],
]

/** Rows of what the records of a finding say; what none says is left out. */
export function fieldRows({ left, right }: Pick<Finding, 'left' | 'right'>): readonly FieldRow[] {
  const names = [...new Set([...left, ...right].flatMap(({ metadata }) => Object.keys(metadata ?? {})))].sort()
  const fields = [
    ...FIELDS.slice(0, 2),
    ...names.map((name) => [`Metadata ${name}`, ({ metadata }: ShownRecord) => metadata?.[name]] as const),
    ...FIELDS.slice(2),
  ]
  return fields
    .map(([label, of]) => {
      const texts = (records: readonly ShownRecord[]): readonly (string | null)[] =>
        records.map((record) => of(record) ?? null)
      const [lefts, rights] = [texts(left), texts(right)]
      const said = [...lefts, ...rights].filter((text) => text !== null)
      return { label, left: lefts, right: rights, differs: new Set(said).size > 1, said: said.length }
    })
    .filter(({ said }) => said > 0)
    .map(({ said: _, ...row }) => row)
}
