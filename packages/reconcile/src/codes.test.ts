import { describe, expect, test } from 'vitest'
import { AS_OF, CODE_CASES } from './codes.fixture.ts'
import { CODE_WORDS, CODES } from './codes.ts'
import { records, run } from './run.fixture.ts'

describe.for(CODE_WORDS)('%s', (code) => {
  test('its case has it as class, with its difference, and the sums add up', async () => {
    const { left, right, rules = {}, difference } = CODE_CASES[code]
    const { findings, summary } = await run({ left: records(left), right: records(right), rules, asOf: AS_OF })
    const own = findings.filter((finding) => finding.code === code)
    expect(own.length, findings.map((finding) => finding.code).join()).toBeGreaterThan(0)
    expect(own[0]?.difference.map(({ amount, currency }) => `${amount} ${currency}`)).toEqual(difference)
    expect(own[0]?.exception).toBe(CODES[code].exception)
    expect(findings.filter((finding) => finding.code !== code).map((finding) => finding.code)).toEqual([])
    expect(summary.verdict).toBe(CODES[code].exception ? 'findings' : 'clean')
  })
})

test('the list of codes is that of the design, in its order', () => {
  expect(CODE_WORDS.join(' ')).toBe(
    'invalid_record duplicate_left duplicate_right ambiguous_match environment_mixed missing_left missing_right ' +
      'pending_counterpart currency scale_error amount_over amount_under amount_unknown status_conflict status_lag ' +
      'unmapped_status double_payment refund_missing refund_amount over_refund orphan_refund reversal_unbooked unverifiable',
  )
})
