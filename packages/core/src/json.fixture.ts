// Oracles for the tests of exact reading.
import { isTillError, type TillError } from './error.ts'
import { isNumberLiteral } from './number-literal.ts'

/** Tokens of a JSON text, by a grammar written down here and nowhere else. */
const TOKEN = /"(?:[^"\\]|\\.)*"|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|[{}[\]:,]|true|false|null|\s+/gy
/** The number literals of a JSON text. */
export const literalsOf = (text: string): readonly string[] => {
  TOKEN.lastIndex = 0
  const found: string[] = []
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(text)
    if (match === null) throw new Error(`no JSON at ${at}`)
    if (match[1] !== undefined) found.push(match[1])
  }
  return found
}
/** Digits of the mantissa without leading and trailing zeros. */
export const significant = (literal: string): number =>
  literal
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '').length

/** What a JSON number means, as mantissa digits and power of ten without trailing zeros: the oracle for "digit for digit". */
export const meaning = (literal: string): string => {
  const [mantissa = '', power = '0'] = literal.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace(/^[-+]/, '').split('.')
  const digits = (whole + fraction).replace(/^0+/, '')
  const bare = digits.replace(/0+$/, '')
  if (bare === '') return '0'
  return `${literal.startsWith('-') ? '-' : ''}${bare}e${BigInt(power) - BigInt(fraction.length) + BigInt(digits.length - bare.length)}`
}

/** A read value with every kept literal as the double JSON.parse makes of it. */
export const doubles = (value: unknown): unknown => {
  if (isNumberLiteral(value)) return JSON.parse(value.literal)
  if (Array.isArray(value)) return value.map(doubles)
  if (typeof value !== 'object' || value === null) return value
  const copy = {}
  for (const [key, item] of Object.entries(value))
    Object.defineProperty(copy, key, { value: doubles(item), enumerable: true, configurable: true, writable: true })
  return copy
}

/** The error some work throws; any other end fails the test. */
export const errorOf = (run: () => unknown): TillError => {
  try {
    run()
  } catch (error) {
    if (isTillError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

/** An answer of Acme with further members. */
export const nativeWith = (members: string): string => `{"id":"s1","status":"open","currency":"USD",${members}}`
