import { isNumberLiteral, type NumberLiteral } from './number-literal.ts'

/** What a request body is made of; undefined fields are left out. */
export type JsonInput =
  | string
  | number
  | boolean
  | null
  | undefined
  | NumberLiteral
  | readonly JsonInput[]
  | { readonly [key: string]: JsonInput }

/** A value as JSON text, number literals digit for digit: an amount goes from text to the wire without being a float. */
export function writeJson(value: JsonInput): string {
  if (isNumberLiteral(value)) return value.literal
  if (isList(value)) return `[${value.map(writeJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${writeJson(field)}`).join(',')}}`
}

function isList(value: JsonInput): value is readonly JsonInput[] {
  return Array.isArray(value)
}
