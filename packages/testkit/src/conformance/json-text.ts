import type { JsonObject } from './suite.ts'

// Control characters stand in JSON text as escapes only, so no other text of a fixture can look like these marks.
const NUMBER = '\u0003'
const TWICE = '\u0002'

/** A JSON number digit for digit, for `toText`: `exactNumber('9007199254740993')`. Any text without quotes stays as it is. */
export function exactNumber(literal: string): string {
  return `${NUMBER}${literal}${NUMBER}`
}

/** A key that `toText` writes as `name` again, after the first one: JSON with a doubled key. */
export function doubledKey(name: string): string {
  return `${name}${TWICE}`
}

/** Value → JSON text, with exact numbers and doubled keys. */
export function toText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null'
  if (!text.includes('\\u000')) return text
  return text.replace(/"\\u0003([^"\\]*)\\u0003"/g, '$1').replaceAll('\\u0002', '')
}

/** Whether a value is an object with keys. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
