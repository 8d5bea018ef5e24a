// JSON in and out without a float in between: number literals keep their digits.

const RAW: unique symbol = Symbol('onetill.raw-number')

/** A JSON number by its digits. */
export interface RawNumber {
  readonly [RAW]: string
}

/** JSON as it was sent: numbers keep their literal. */
export type JsonInput = string | boolean | null | RawNumber | readonly JsonInput[] | JsonRecord

/** A JSON object as it was sent. */
export interface JsonRecord {
  readonly [key: string]: JsonInput
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
// A string, or the start of anything else that begins like a number; the text is known to be JSON when this is used.
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs
const MARK = '\u0000number'

/**
 * A number to be written with exactly these digits.
 * @throws {RangeError} when the text is not a JSON number
 */
export const rawNumber = (literal: string): RawNumber => {
  if (!NUMBER.test(literal)) throw new RangeError('not a JSON number')
  return { [RAW]: literal }
}

/** Whether a value is a number by its digits. */
export const isRawNumber = (value: unknown): value is RawNumber =>
  typeof value === 'object' && value !== null && RAW in value

/** The digits of a number. */
export const literalOf = (value: RawNumber): string => value[RAW]

/** Whether a value is a JSON object. */
export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value)

/**
 * Reads JSON, numbers by their digits.
 * @throws {SyntaxError} when the text is not JSON
 */
export const readJson = (text: string): JsonInput => {
  JSON.parse(text) // refuses what is not JSON before anything is replaced
  const marked = text.replace(TOKEN, (token) => (token.startsWith('"') ? token : JSON.stringify({ [MARK]: token })))
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, MARK)) return value
    return rawNumber(String(Object.values(value)[0]))
  })
}

/**
 * Writes JSON; a {@link rawNumber} with its own digits, keys with the value `undefined` left out.
 * @throws {RangeError} for a number that is not a safe integer: such a number has to come as digits
 */
export const jsonText = (value: unknown): string => {
  if (isRawNumber(value)) return value[RAW]
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (typeof value === 'object' && value !== null) return recordText(value)
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError('a fraction needs rawNumber')
  const text: string | undefined = JSON.stringify(value)
  if (text === undefined) throw new RangeError('not a JSON value')
  return text
}

const recordText = (record: object): string => {
  const members = Object.entries(record).filter(([, value]) => value !== undefined)
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${jsonText(value)}`).join(',')}}`
}
