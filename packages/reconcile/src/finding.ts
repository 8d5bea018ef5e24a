import { canonicalJson, sha256 } from './canonical.ts'
import type { Classified } from './classify.ts'
import { CLASSES, CODES, type Code } from './codes.ts'
import { add, type Exact, exact, subtract, text, ZERO } from './decimal.ts'
import type { Named, Outcome } from './outcome.ts'
import type { Reason } from './reasons.ts'
import type { SideName, SideRecord } from './record.ts'
import type { Rules } from './rules.ts'

/** An amount of a currency. */
export interface CurrencyAmount {
  readonly currency: string
  readonly amount: string
}

/** Fields of a record that are known; what is null is left out. */
export type ShownRecord = Readonly<Partial<SideRecord>>

/** One difference, and everything that is needed to settle it. */
export interface Finding {
  /** The same on every run for the same records, code and rule set. */
  readonly id: string
  readonly code: Code
  /** Further codes that apply. */
  readonly also: readonly Code[]
  readonly severity: 'high' | 'medium' | 'low'
  /** Whether one of its codes counts against a clean run. */
  readonly exception: boolean
  /** By which rung the records were matched; null: they were not. */
  readonly rung: string | null
  /** Records, at most `MAX_SHOWN` of each side. */
  readonly left: readonly ShownRecord[]
  readonly right: readonly ShownRecord[]
  /** How many records it is about. */
  readonly count: { readonly left: number; readonly right: number }
  /** Left minus right of the basis, by currency; without those that are zero. */
  readonly difference: readonly CurrencyAmount[]
  /** Why a row was set aside (`invalid_record`). */
  readonly reason: Reason | null
}

/** Most records a finding shows of a side. */
export const MAX_SHOWN = 20

/** The finding of an outcome with a code. */
export function findingOf(rules: Rules, outcome: Outcome, code: Code, { also }: Classified): Finding {
  const { left, right, times } = outcome
  const names = (all: readonly Named[]): readonly string[] => all.map((one) => nameOf(rules, one)).sort()
  // In the order of canonical JSON.
  return {
    also,
    code,
    count: { left: left.length * times, right: right.length * times },
    difference: differenceOf(outcome),
    exception: [code, ...also].some((one) => CODES[one].exception),
    id: identityOf(rules, code, names(left), names(right)),
    left: shown(left),
    reason: null,
    right: shown(right),
    rung: outcome.rung,
    severity: CODES[code].severity,
  }
}

/** The finding of rows that were set aside for the same reason and have the same names. */
export function invalidFinding(
  rules: Rules,
  side: SideName,
  row: { readonly reason: Reason; readonly key: string | null; readonly reference: string | null },
  times: number,
): Finding {
  const { reason, key, reference } = row
  const records = [withoutNulls({ key, reference })]
  const names = [canonicalJson([reason, key, reference])]
  const [left, right] = side === 'left' ? [names, []] : [[], names]
  // In the order of canonical JSON.
  return {
    also: [],
    code: 'invalid_record',
    count: { left: side === 'left' ? times : 0, right: side === 'right' ? times : 0 },
    difference: [],
    exception: true,
    id: identityOf(rules, 'invalid_record', left, right),
    left: side === 'left' ? records : [],
    reason,
    right: side === 'right' ? records : [],
    rung: null,
    severity: CODES.invalid_record.severity,
  }
}

/** Text by which findings are ordered: codes in their order, then by identity. */
export function orderOf({ code, id }: Finding): string {
  return `${String(CLASSES.indexOf(code)).padStart(2, '0')}${id}`
}

function identityOf(rules: Rules, code: Code, left: readonly string[], right: readonly string[]): string {
  return sha256(canonicalJson([rules.name, code, left, right])).slice(0, 32)
}

/** The first value on the ladder; with the whole record where that does not tell it apart. */
function nameOf({ ladder }: Rules, { record, shared }: Named): string {
  const whole = shared ? `#${sha256(canonicalJson(record))}` : ''
  for (const { left, right } of ladder)
    for (const field of new Set([left, right])) {
      const value = valueAt(record, field)
      if (value !== null) return `${field}:${value}${whole}`
    }
  return whole
}

function valueAt({ key, reference, metadata }: SideRecord, field: string): string | null {
  if (field === 'key') return key
  if (field === 'reference') return reference
  const name = field.slice('metadata.'.length)
  return Object.hasOwn(metadata, name) ? (metadata[name] ?? null) : null
}

function shown(all: readonly Named[]): readonly ShownRecord[] {
  if (all.length < 2) return all.map(({ record }) => withoutNulls(record))
  return all
    .map(({ record }) => withoutNulls(record))
    .map((record) => [canonicalJson(record), record] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MAX_SHOWN)
    .map(([, record]) => record)
}

function withoutNulls<T extends object>(record: T): Partial<T> {
  const known: Partial<T> = {}
  for (const name in record) {
    const value = record[name]
    if (value === null || value === false) continue
    if (name === 'metadata' && typeof value === 'object' && Object.keys(value).length === 0) continue
    known[name] = value
  }
  return known
}

function differenceOf({ left, right, times }: Outcome): readonly CurrencyAmount[] {
  const sums = new Map<string, Exact>()
  const put = (all: readonly Named[], combine: typeof add): void => {
    for (const { record } of all)
      if (record.value !== null && record.valueCurrency !== null)
        sums.set(record.valueCurrency, combine(sums.get(record.valueCurrency) ?? ZERO, exact(record.value)))
  }
  put(left, add)
  put(right, subtract)
  return [...sums]
    .filter(([, { units }]) => units !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, { units, scale }]) => ({
      amount: text({ units: units * BigInt(times), scale }, currency),
      currency,
    }))
}
