/** A JSON number that a double cannot give back digit for digit, as it stood in the text. */
export interface NumberLiteral {
  /** The literal, e.g. `9007199254740993`. */
  readonly literal: string
}

/** Tells a literal from an object of the answer, which always has the ordinary prototype; the cheapest test there is. */
const PROTOTYPE: object = Object.freeze(Object.create(null))

/** Wraps a JSON number literal. */
export function numberLiteral(literal: string): NumberLiteral {
  return Object.create(PROTOTYPE, { literal: { value: literal, enumerable: true } })
}

/** Whether a value of `readJson` is such a literal. */
export function isNumberLiteral(value: unknown): value is NumberLiteral {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === PROTOTYPE
}
