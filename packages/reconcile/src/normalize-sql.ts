// From rows of text to checked records in one form, in SQL. No cast ever makes a number of an amount.
import { EXPONENTS, STATUS_WORDS } from '@onetill/core'
import { columnOf, metadataNames } from './columns.ts'
import { identifier, quote } from './duckdb.ts'
import { AMOUNT_FIELDS, type AmountField, FIELDS, type Field, REVERSALS, type SideName, STAKES } from './record.ts'
import type { Rules } from './rules.ts'
import { signatureSql } from './signature.ts'
import type { Source } from './source.ts'
import { LINE, REASON } from './spool.ts'

const NOTHING = 'NULL::VARCHAR'
const list = (words: Iterable<string>): string => [...words].map(quote).join(', ')

const codesWith = (exponent: number): string =>
  [...EXPONENTS].flatMap(([code, one]) => (one === exponent ? [code] : [])).join('|')

/** The usual currencies stand first. A long IN is made a join, which is worked out also where nobody asks for it. */
const EXPONENT =
  `CASE WHEN c = 'EUR' OR c = 'USD' OR c = 'GBP' THEN 2 ` +
  [0, 2, 3, 4]
    .map((exponent) => `WHEN regexp_full_match(c, ${quote(codesWith(exponent))}) THEN ${exponent} `)
    .join('') +
  'END'

/** Macros the statements below use. */
export const MACROS: readonly string[] = [
  `CREATE OR REPLACE MACRO exponent(c) AS ${EXPONENT}`,
  `CREATE OR REPLACE MACRO is_major(a) AS length(a) <= 200 AND regexp_full_match(a, '[0-9]+(\\.[0-9]+)?')`,
  `CREATE OR REPLACE MACRO padded(f, e) AS CASE WHEN length(f) < e THEN rpad(f, e, '0') ELSE f END`,
  `CREATE OR REPLACE MACRO pointed(w, f) AS CASE WHEN f = '' THEN w ELSE w || '.' || f END`,
  `CREATE OR REPLACE MACRO whole(a) AS coalesce(nullif(ltrim(split_part(a, '.', 1), '0'), ''), '0')`,
  `CREATE OR REPLACE MACRO canonical(a, e) AS pointed(whole(a), padded(rtrim(split_part(a, '.', 2), '0'), coalesce(e, 0)))`,
  // Most amounts are canonical already, and a CASE works out only the branches it needs.
  `CREATE OR REPLACE MACRO from_major(a, e) AS CASE
     WHEN a = '0.00' AND e = 2 THEN a
     WHEN e = 2 AND regexp_full_match(a, '(0|[1-9][0-9]*)\\.[0-9][0-9]') THEN CASE WHEN length(a) <= 200 THEN a END
     WHEN is_major(a) THEN canonical(a, e) END`,
  `CREATE OR REPLACE MACRO from_minor(a, e) AS CASE WHEN e = 0 THEN a
     ELSE left(lpad(a, greatest(length(a), e + 1)::INTEGER, '0'), -e) || '.' || right(lpad(a, greatest(length(a), e + 1)::INTEGER, '0'), e) END`,
  `CREATE OR REPLACE MACRO is_minor(a) AS length(a) <= 200 AND regexp_full_match(a, '[0-9]+')`,
  `CREATE OR REPLACE MACRO has_offset(t) AS regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})')`,
  `CREATE OR REPLACE MACRO to_utc(t) AS CASE
     WHEN t LIKE '____-__-__T__:__:__.___Z' AND t >= '0' AND t[12] >= '0' AND try_cast(t AS TIMESTAMP) IS NOT NULL THEN t
     WHEN has_offset(t) THEN strftime(try_cast(t AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%gZ') END`,
  `CREATE OR REPLACE MACRO utc_without_offset(t) AS CASE
     WHEN regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN t || 'T00:00:00.000Z'
     WHEN regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?') THEN t || 'Z' ELSE t END`,
  `CREATE OR REPLACE MACRO encoded(p) AS replace(replace(p, '%', '%25'), '/', '%2F')`,
]

/** Name of the table of a side. */
export const tableOf = (side: SideName): string => `side_${side}`

/** Columns of a record in the table, in the order in which they are read, metadata columns after them. */
export const RECORD_COLUMNS = [
  ...['key', 'provider', 'account', 'reference', 'status', 'word', 'environment'],
  ...['amount', 'currency', 'captured', 'captured_currency', 'received', 'received_currency'],
  ...['refunded', 'refunded_currency', 'refund_pending', 'reversal', 'reversed', 'reversed_currency'],
  ...['paid_at', 'created_at', 'updated_at', 'assumed', 'stake', 'value', 'value_currency'],
] as const

/** Column of the n-th metadata name. */
export const metadataColumn = (index: number): string => `metadata_${index}`

/** SQL of a rung's value on one side. */
export function rungColumn(rules: Rules, side: SideName, rung: number): string {
  const field = rules.ladder[rung]?.[side] ?? 'key'
  return field.startsWith('metadata.') ? metadataColumn(metadataNames(rules, side).indexOf(field.slice(9))) : field
}

const CURRENCY_OF: Readonly<Record<AmountField, Field>> = {
  amount: 'currency',
  captured: 'capturedCurrency',
  received: 'receivedCurrency',
  refunded: 'refundedCurrency',
  reversed: 'reversedCurrency',
}

const column = (field: AmountField): string => (field === 'amount' ? 'currency' : `${field}_currency`)

const KEY = `coalesce(key, CASE WHEN provider IS NOT NULL AND id IS NOT NULL
  THEN encoded(provider) || '/' || encoded(coalesce(account, 'default')) || '/' || encoded(id) END)`

/** What a first look at both sides has found: the rung its pairs were matched on, and whether rows cannot be used. */
interface Seen {
  readonly rung: number | null
  readonly hasBad: Readonly<Record<SideName, boolean>>
}

/** What makes the table of a side; rows with a `reason` are in it and are taken out afterwards. */
export function tableSql(rules: Rules, side: SideName, source: Source, { rung, hasBad }: Seen): string {
  const from = relationOf(source, rung, hasBad[side])
  return `CREATE OR REPLACE TABLE ${tableOf(side)} AS ${normalizedSql(rules, side, source, from, wantedSql(rules, side, rung))}`
}

/** What the reader rejects is kept by the first reading; rows are numbered, which is slower, where a number is asked for. */
function relationOf({ csv, relation }: Source, quietRung: number | null, hasBad: boolean): string {
  if (csv === null || quietRung === null) return relation
  return hasBad ? csv.numbered : csv.again
}

/** The rows that cannot be used, with their number in the file. */
export function badRowsSql(rules: Rules, side: SideName, source: Source, quietRung: number | null): string {
  const from =
    source.csv === null || quietRung !== null
      ? tableOf(side)
      : `(${normalizedSql(rules, side, source, source.csv.numbered)})`
  return `SELECT line, reason, key, reference FROM ${from} WHERE reason IS NOT NULL ORDER BY line`
}

/** Leaves out what was seen to agree on a rung, before anything is worked out of it. */
function wantedSql(rules: Rules, side: SideName, quietRung: number | null): string {
  if (quietRung === null) return ''
  const column = rungColumn(rules, side, quietRung)
  const value = column === 'key' ? 'key_v' : column
  return `WHERE ${value} IS NULL OR ${value} IN (SELECT v FROM wanted)`
}

/** Every row of a side, checked and in one form. */
export function normalizedSql(rules: Rules, side: SideName, source: Source, relation: string, where?: string): string {
  const own = rules[side]
  const has = new Set(relation === source.csv?.numbered ? [LINE, ...source.columns] : source.columns)
  const isSession = source.form === 'session'
  const raw = (name: string): string => (has.has(name) ? `nullif(${identifier(name)}, '')` : NOTHING)
  const field = (name: Field): string => {
    const fixed = isSession ? undefined : own.fixed[name]
    return fixed === undefined ? raw(isSession ? name : columnOf(own, name).column) : quote(fixed)
  }
  const names = metadataNames(rules, side)
  const metadata = names.map((name, index) => {
    const from = isSession ? `metadata.${name}` : (own.metadata[name] ?? `metadata.${name}`)
    return `${raw(from)} AS ${metadataColumn(index)}`
  })
  const numberedLine = has.has(LINE) ? `"${LINE}"::BIGINT` : 'NULL::BIGINT'
  const preset = has.has(REASON) ? `"${REASON}"` : 'NULL::VARCHAR'
  const texts = FIELDS.map((name) => `${field(name)} AS "${name}"`)
  const s0 = `SELECT ${numberedLine} AS line, ${preset} AS preset, ${[...texts, ...metadata].join(', ')} FROM ${relation}`

  const metadataList = names.map((_, index) => metadataColumn(index))
  const isThere = (name: AmountField): boolean => field(name) !== NOTHING
  const currencies = AMOUNT_FIELDS.map((name) => {
    if (name === 'amount') return 'upper(currency) AS amount_c, exponent(amount_c) AS amount_e'
    if (!isThere(name)) return `${NOTHING} AS ${name}_c, NULL::INTEGER AS ${name}_e`
    const own = CURRENCY_OF[name]
    return field(own) === NOTHING
      ? `amount_c AS ${name}_c, amount_e AS ${name}_e`
      : `upper(coalesce("${own}", currency)) AS ${name}_c, exponent(${name}_c) AS ${name}_e`
  })
  const keyed = `SELECT *, ${KEY} AS key_v FROM (${s0})`
  const s1 = `SELECT *, lower(status) AS status_l, ${currencies.join(', ')} FROM (${keyed}) ${where ?? ''}`

  const minor = (name: AmountField): boolean => !isSession && columnOf(own, name).unit === 'minor'
  const amounts = AMOUNT_FIELDS.flatMap((name) => [
    !isThere(name)
      ? `${NOTHING} AS ${name}_v`
      : minor(name)
        ? `CASE WHEN is_minor("${name}") AND ${name}_e IS NOT NULL THEN canonical(from_minor("${name}", ${name}_e), ${name}_e) END AS ${name}_v`
        : `from_major("${name}", ${name}_e) AS ${name}_v`,
    name === 'amount' ? 'amount_c AS amount_cur' : `CASE WHEN "${name}" IS NOT NULL THEN ${name}_c END AS ${name}_cur`,
  ])
  const time = (name: string): string => {
    const text = !isSession && own.times === 'utc' ? `utc_without_offset("${name}")` : `"${name}"`
    return `to_utc(${text}) AS ${name}_t`
  }
  const s2 = `SELECT *, ${amounts.join(', ')},
    ${['paidAt', 'createdAt', 'updatedAt'].map(time).join(', ')},
    ${statusSql(isSession ? {} : own.status)} AS status_v,
    lower(coalesce(environment, 'unknown')) AS environment_v,
    lower(reversal) AS reversal_v,
    coalesce(lower("refundPending") IN ('true', 'yes', '1'), false) AS refund_pending_v,
    coalesce(lower(assumed) IN ('true', 'yes', '1', 'amount'), false) AS assumed_v
    FROM (${s1})`

  const rungs = rules.ladder.map((_, index) => {
    const name = rungColumn(rules, side, index)
    return name === 'key' ? 'key_v' : name
  })
  const s3 = `SELECT *, ${stakeSql('status_v')} AS stake_v, ${foldSql(rules)} AS fold_v,
    CASE ${rungs.map((name, index) => `WHEN ${name} IS NOT NULL THEN ${index}`).join(' ')} END AS own_v,
    ${reasonSql(AMOUNT_FIELDS.filter(isThere), minor, rungs)} AS reason_v FROM (${s2})`

  const values = valueSql(rules)
  return `SELECT line, reason_v AS reason, key_v AS key,
    coalesce(provider, CASE WHEN key_v LIKE '%/%/%' THEN split_part(key_v, '/', 1) END) AS provider, account, reference,
    status_v AS status, status AS word, environment_v AS environment,
    ${AMOUNT_FIELDS.map((name) => `${name}_v AS ${name}, ${name}_cur AS ${column(name)}`).join(', ')},
    refund_pending_v AS refund_pending, reversal_v AS reversal,
    "paidAt_t" AS paid_at, "createdAt_t" AS created_at, "updatedAt_t" AS updated_at, assumed_v AS assumed,
    stake_v AS stake, ${values.value} AS value, CASE WHEN (${values.value}) IS NOT NULL THEN ${values.currency} END AS value_currency,
    own_v::UTINYINT AS own, false AS shared, fold_v AS fold,
    CASE WHEN fold_v THEN ${signatureSql({ status: 'status_v', environment: 'environment_v', assumed: 'assumed_v', value: values.value })} END AS signature
    ${metadataList.map((name) => `, ${name}`).join('')}
    FROM (${s3})`
}

function statusSql(map: Readonly<Record<string, string>>): string {
  const rows = Object.keys(map).length === 0 ? STATUS_WORDS.map((word) => [word, word] as const) : Object.entries(map)
  return `CASE ${rows.map(([word, status]) => `WHEN status_l = ${quote(word.toLowerCase())} THEN ${quote(status)}`).join(' ')} END`
}

function stakeSql(status: string): string {
  const rows = Object.entries(STAKES).flatMap(([word, stake]) =>
    stake === 'maybe' ? [] : [`WHEN ${quote(word)} THEN ${quote(stake)}`],
  )
  return `CASE ${status} ${rows.join(' ')} ELSE 'maybe' END`
}

function reasonSql(
  amounts: readonly AmountField[],
  minor: (name: AmountField) => boolean,
  rungs: readonly string[],
): string {
  const any = (test: (name: AmountField) => string): string =>
    ['false', ...amounts.map((name) => `coalesce(${test(name)}, false)`)].join(' OR ')
  const bad = (name: AmountField): string => `"${name}" IS NOT NULL AND ${name}_v IS NULL`
  const nobody = rungs.map((name) => `${name} IS NULL`).join(' AND ')
  const noCurrency = (name: AmountField): string =>
    `CASE WHEN "${name}" IS NULL OR ${name}_e IS NOT NULL THEN false ELSE coalesce(NOT regexp_full_match(${name}_c, '[A-Z0-9]{2,12}'), true) END`
  const badTime = ['paidAt', 'createdAt', 'updatedAt']
    .map((name) => `("${name}" IS NOT NULL AND "${name}_t" IS NULL)`)
    .join(' OR ')
  const badWord = `environment_v NOT IN ('live', 'test', 'unknown') OR coalesce(reversal_v NOT IN (${list(REVERSALS)}), false)`
  // The reason is looked for only where there is one: a CASE works out only the branches it needs.
  return `CASE WHEN NOT (preset IS NOT NULL OR ${any(bad)} OR ${any(noCurrency)} OR ${badTime} OR ${badWord} OR (${nobody})) THEN NULL
    WHEN preset IS NOT NULL THEN preset
    WHEN ${any((name) => `${bad(name)} AND regexp_full_match("${name}", '[0-9. ]*[0-9],[0-9]{1,2}')`)} THEN 'decimal_comma'
    WHEN ${any((name) => `${bad(name)} AND regexp_full_match("${name}", '[0-9.]+[eE][+-]?[0-9]+')`)} THEN 'exponent'
    WHEN ${any((name) => (minor(name) ? bad(name) : 'false'))} THEN 'minor_units'
    WHEN ${any(bad)} THEN 'amount'
    WHEN ${any(noCurrency)} THEN 'currency'
    WHEN ${badTime} THEN 'time'
    WHEN environment_v NOT IN ('live', 'test', 'unknown') THEN 'environment'
    WHEN reversal_v NOT IN (${list(REVERSALS)}) THEN 'reversal'
    ELSE 'identity' END`
}

function valueSql({ basis }: Rules): { readonly value: string; readonly currency: string } {
  switch (basis) {
    case 'sold':
      return {
        value: `CASE stake_v WHEN 'yes' THEN coalesce(captured_v, received_v, amount_v) END`,
        currency:
          'CASE WHEN captured_v IS NOT NULL THEN captured_c WHEN received_v IS NOT NULL THEN received_c ELSE amount_c END',
      }
    case 'refunded':
      return { value: 'refunded_v', currency: 'refunded_c' }
    case 'reversed':
      return { value: `CASE WHEN reversal_v <> 'won' THEN reversed_v END`, currency: 'reversed_c' }
  }
}

/** Whether the class of a pair of such records follows from the signatures alone when their values are equal. */
function foldSql({ environment }: Rules): string {
  const other = environment === null ? 'true' : `environment_v IN ('unknown', ${quote(environment)})`
  return `coalesce(status_v <> 'unknown', false) AND NOT refund_pending_v AND coalesce(reversal_v = 'won', true)
    AND (refunded_v IS NULL OR CASE WHEN refunded_v = '0.00' THEN true ELSE regexp_full_match(refunded_v, '0(\\.0+)?') END) AND ${other}`
}
