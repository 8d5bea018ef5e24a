import { money } from './money.ts'
import type { Expected } from './session.ts'

/**
 * What the caller expects of a session, its amount in canonical form: `100` and `100.00` USD are no mismatch.
 * @throws invalid_amount, amount_precision
 */
export function readExpected(expected: Partial<Expected> | null | undefined): Expected | null {
  if (expected === null || expected === undefined) return null
  const { amount = null, reference = null } = expected
  return { amount: amount === null ? null : money(amount.value, amount.currency), reference }
}
