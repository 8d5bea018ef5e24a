const LITERAL = Symbol('onetill.NumberLiteral')

/** A JSON number that a double cannot give back digit for digit, as it stood in the text. */
export interface NumberLiteral {
  /** The literal, e.g. `9007199254740993`. */
  readonly literal: string
  readonly [LITERAL]: true
}

/** Wraps a JSON number literal. */
export function numberLiteral(literal: string): NumberLiteral {
  return { literal, [LITERAL]: true }
}

/** Whether a value of `readJson` is such a literal. */
export function isNumberLiteral(value: unknown): value is NumberLiteral {
  return typeof value === 'object' && value !== null && LITERAL in value
}
