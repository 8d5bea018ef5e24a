import { useDouble } from './decimal.ts'
import type { Note } from './notes.ts'
import { isNumberLiteral } from './number-literal.ts'

/** Any JSON value. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** A JSON object with free keys. */
export type JsonRecord = { readonly [key: string]: JsonValue }

/** Deepest nesting kept in free-form values; `JSON.stringify` and `inspect` overflow far beyond it. */
const MAX_DEPTH = 32
/** Most values kept in a free-form value. */
const MAX_VALUES = 10_000

/** Whether a value of `readJson` is an object: no list, and no number kept as its literal. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumberLiteral(value)
}

/**
 * Copies a provider's free-form object (metadata). A number no double can hold becomes its text; `__proto__` is left
 * out; what is nested deeper than 32, beyond 10,000 values or beyond every double is left out with the note `metadata_cut`.
 */
export function readRecord(value: unknown, path: string, notes: Note[]): JsonRecord | null {
  if (!isJsonObject(value)) {
    if (value !== null && value !== undefined) notes.push({ code: 'schema_drift', path })
    return null
  }
  const budget = { left: MAX_VALUES, cut: false }
  const copy = copyObject(value, 1, budget)
  if (budget.cut) notes.push({ code: 'metadata_cut', path })
  return copy
}

type Budget = { left: number; cut: boolean }

function copyValue(value: unknown, depth: number, budget: Budget): JsonValue | undefined {
  if (budget.left-- <= 0 || depth > MAX_DEPTH) {
    budget.cut = true
    return undefined
  }
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return finite(useDouble(value), budget)
  if (isNumberLiteral(value)) return value.literal
  if (Array.isArray(value)) {
    return value.map((item) => copyValue(item, depth + 1, budget)).filter((item) => item !== undefined)
  }
  return typeof value === 'object' ? copyObject(value, depth + 1, budget) : undefined
}

/** A literal beyond every double (`1e400`) is left out: null would say that the provider said null. */
function finite(value: number, budget: Budget): number | undefined {
  if (Number.isFinite(value)) return value
  budget.cut = true
  return undefined
}

function copyObject(value: object, depth: number, budget: Budget): Record<string, JsonValue> {
  const copy: Record<string, JsonValue> = {}
  for (const [key, item] of Object.entries(value)) {
    const copied = key === '__proto__' ? undefined : copyValue(item, depth, budget)
    if (copied !== undefined) copy[key] = copied
  }
  return copy
}
