import { describe, expect, test } from 'vitest'
import { canonicalJson } from './canonical.ts'
import { AS_OF, CODE_CASES } from './codes.fixture.ts'
import { CODE_WORDS, CODES } from './codes.ts'
import { records, run } from './run.fixture.ts'

describe.for(CODE_WORDS)('%s', (code) => {
  test('its case has it as class, with its difference, and the sums add up', async () => {
    const { left, right, rules = {}, difference } = CODE_CASES[code]
    const { findings, summary, text } = await run({ left: records(left), right: records(right), rules, asOf: AS_OF })
    const own = findings.filter((finding) => finding.code === code)
    expect(own.length, findings.map((finding) => finding.code).join()).toBeGreaterThan(0)
    expect(own[0]?.difference.map(({ amount, currency }) => `${amount} ${currency}`)).toEqual(difference)
    expect(own[0]?.exception).toBe(CODES[code].exception)
    expect(findings.filter((finding) => finding.code !== code).map((finding) => finding.code)).toEqual([])
    expect(summary.verdict).toBe(CODES[code].exception ? 'findings' : 'clean')
    expect(text.replaceAll('\n', '')).toBe(canonicalJson(JSON.parse(text)))
  })
})

test('findings are canonical JSON whatever the rungs are called', async () => {
  const rungs = ['metadata.z', 'metadata.a', 'metadata.10', 'metadata.9'].map((field) => ({
    left: field,
    right: field,
  }))
  const left = [
    {
      'metadata.z': 'z1',
      'metadata.a': 'a1',
      'metadata.10': '1',
      'metadata.9': '2',
      status: 'paid',
      amount: '1',
      currency: 'EUR',
    },
  ]
  const { findings, text } = await run({
    left: records(left),
    right: records([]),
    rules: { ladder: rungs },
    asOf: AS_OF,
  })
  expect(findings[0]?.left[0]?.metadata).toEqual({ z: 'z1', a: 'a1', 10: '1', 9: '2' })
  expect(text.replaceAll('\n', '')).toBe(canonicalJson(JSON.parse(text)))
})

test('the list of codes is that of the design, in its order', () => {
  expect(CODE_WORDS.join(' ')).toBe(
    'invalid_record duplicate_left duplicate_right ambiguous_match environment_mixed missing_left missing_right ' +
      'pending_counterpart currency scale_error amount_over amount_under amount_unknown status_conflict status_lag ' +
      'unmapped_status double_payment refund_missing refund_amount over_refund orphan_refund reversal_unbooked unverifiable',
  )
})
