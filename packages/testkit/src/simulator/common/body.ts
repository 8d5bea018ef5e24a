import { compareDecimal, decimalsOf, plainDecimal } from './decimal.ts'
import { isRawNumber, isRecord, type JsonInput, type JsonRecord, literalOf } from './json-text.ts'

/** One thing that is wrong with a request body; `type` is pydantic's word for it, because one provider shows it. */
export interface Problem {
  readonly loc: readonly string[]
  readonly msg: string
  readonly type: string
}

/** Limits of a text field; lengths in UTF-16 units. */
export interface TextLimits {
  readonly min?: number
  readonly max?: number
  readonly pattern?: RegExp
  /** What is said when the pattern does not match. */
  readonly patternMessage?: string
}

/** Limits of an amount, as decimal text. */
export interface AmountLimits {
  /** Which JSON types are taken. */
  readonly accept: 'number' | 'number-or-text'
  readonly min?: string
  readonly max?: string
  readonly decimals?: number
}

/**
 * Reads the fields of one object and collects what is wrong with them. After a problem the value returned is a
 * placeholder; callers look at `problems` before they use anything.
 */
export interface BodyReader {
  readonly problems: Problem[]
  readonly text: (name: string, limits?: TextLimits) => string
  readonly optionalText: (name: string, limits?: TextLimits) => string | null
  readonly choice: <T extends string>(name: string, choices: readonly [T, ...T[]]) => T
  readonly amount: (name: string, limits: AmountLimits) => string
  readonly optionalAmount: (name: string, limits: AmountLimits) => string | null
  readonly record: (name: string) => BodyReader
  readonly optionalRecord: (name: string) => BodyReader | null
  /** The object as sent. */
  readonly source: JsonRecord
}

/** A reader of `body`; `at` is the path that problems are reported under. */
export const createBodyReader = (body: JsonInput, at: readonly string[] = [], problems: Problem[] = []): BodyReader => {
  const source: JsonRecord = isRecord(body) ? body : {}
  const report = (loc: readonly string[], msg: string, type: string): void => {
    problems.push({ loc, msg, type })
  }
  if (!isRecord(body)) report(at, 'Input should be a valid dictionary', 'model_attributes_type')
  const get = (name: string): JsonInput => (Object.hasOwn(source, name) ? (source[name] ?? null) : null)
  /** Runs the check unless the field is absent, which is a problem of its own. */
  const required = <T>(name: string, check: (loc: readonly string[]) => T, placeholder: T): T => {
    const loc = [...at, name]
    if (Object.hasOwn(source, name) || !isRecord(body)) return isRecord(body) ? check(loc) : placeholder
    report(loc, 'Field required', 'missing')
    return placeholder
  }
  const optional = <T>(name: string, check: (loc: readonly string[]) => T): T | null =>
    get(name) === null ? null : check([...at, name])

  const checkText = (name: string, limits: TextLimits) => (loc: readonly string[]) => {
    const value = get(name)
    if (typeof value !== 'string') {
      report(loc, 'Input should be a valid string', 'string_type')
      return ''
    }
    const problem = textProblem(value, limits)
    if (problem !== null) report(loc, problem.msg, problem.type)
    return value
  }
  const checkAmount = (name: string, limits: AmountLimits) => (loc: readonly string[]) => {
    const value = get(name)
    const literal = isRawNumber(value) ? literalOf(value) : typeof value === 'string' ? value : null
    const readable = literal !== null && (limits.accept === 'number-or-text' || isRawNumber(value))
    const amount = readable && !(typeof value === 'string' && /[eE]/.test(value)) ? plainDecimal(literal) : null
    if (amount === null) {
      report(loc, 'Input should be a valid decimal', 'decimal_parsing')
      return '0'
    }
    const problem = amountProblem(amount, limits)
    if (problem !== null) report(loc, problem.msg, problem.type)
    return amount
  }
  const checkRecord = (name: string) => (loc: readonly string[]) => createBodyReader(get(name), loc, problems)
  return {
    problems,
    source,
    text: (name, limits = {}) => required(name, checkText(name, limits), ''),
    optionalText: (name, limits = {}) => optional(name, checkText(name, limits)),
    amount: (name, limits) => required(name, checkAmount(name, limits), '0'),
    optionalAmount: (name, limits) => optional(name, checkAmount(name, limits)),
    record: (name) => required(name, checkRecord(name), createBodyReader({}, [...at, name], [])),
    optionalRecord: (name) => optional(name, checkRecord(name)),
    choice: (name, choices) => {
      const check = (loc: readonly string[]) => {
        const found = choices.find((choice) => choice === get(name))
        const names = choices.map((choice) => `'${choice}'`).join(', ')
        if (found === undefined) report(loc, `Input should be one of ${names}`, 'enum')
        return found ?? choices[0]
      }
      return required(name, check, choices[0])
    },
  }
}

interface Finding {
  readonly msg: string
  readonly type: string
}

const textProblem = (value: string, limits: TextLimits): Finding | null => {
  if (limits.min !== undefined && value.length < limits.min) {
    return { msg: `String should have at least ${limits.min} characters`, type: 'string_too_short' }
  }
  if (limits.max !== undefined && value.length > limits.max) {
    return { msg: `String should have at most ${limits.max} characters`, type: 'string_too_long' }
  }
  if (limits.pattern !== undefined && !limits.pattern.test(value)) {
    return { msg: limits.patternMessage ?? 'String has the wrong form', type: 'value_error' }
  }
  return null
}

const amountProblem = (amount: string, limits: AmountLimits): Finding | null => {
  if (limits.min !== undefined && compareDecimal(amount, limits.min) < 0) {
    return { msg: `Input should be greater than or equal to ${limits.min}`, type: 'greater_than_equal' }
  }
  if (limits.max !== undefined && compareDecimal(amount, limits.max) > 0) {
    return { msg: `Input should be less than or equal to ${limits.max}`, type: 'less_than_equal' }
  }
  if (limits.decimals !== undefined && decimalsOf(amount) > limits.decimals) {
    return { msg: `Input should have at most ${limits.decimals} decimal places`, type: 'decimal_max_places' }
  }
  return null
}
