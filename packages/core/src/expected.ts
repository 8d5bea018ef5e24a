import { invalidInputs } from './invalid.ts'
import { money } from './money.ts'
import { unknownPath } from './path.ts'
import type { Expected } from './session.ts'

/**
 * What the caller expects of a session, its amount in canonical form: `100` and `100.00` USD are no mismatch.
 * @throws invalid_amount, amount_precision
 * @throws invalid_input for a field that does not exist: a misspelt one would expect nothing
 */
export function readExpected(expected: Partial<Expected> | null | undefined): Expected | null {
  if (expected === null || expected === undefined) return null
  const { amount = null, reference = null, ...others } = expected
  const issues = Object.keys(others).map((key) => ({ path: unknownPath(['expected'], key), expected: 'no such field' }))
  if (reference !== null && typeof reference !== 'string') issues.push({ path: 'expected.reference', expected: 'text' })
  if (issues.length > 0) throw invalidInputs(issues)
  return { amount: amount === null ? null : money(amount.value, amount.currency), reference }
}
