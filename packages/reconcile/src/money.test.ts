import { describe, expect, test } from 'vitest'
import { records, run } from './run.fixture.ts'

const AS_OF = '2026-11-20T12:00:00Z'
const paid = (reference: string, amount: string, currency: string): object => ({
  reference,
  status: 'paid',
  amount,
  currency,
})

const SIXTY = '123456789012345678901234567890123456789012345678901234567890'

const LITERALS = [
  ['1e2', 'exponent'],
  ['1_000.00', 'amount'],
  [' 1.00 ', 'amount'],
  ['1,000.00', 'amount'],
  ['12,50', 'decimal_comma'],
  ['1.234,50', 'decimal_comma'],
  ['-1.00', 'amount'],
  ['+1.00', 'amount'],
  ['.5', 'amount'],
  ['1.', 'amount'],
  ['0x10', 'amount'],
  ['NaN', 'amount'],
  ['٣', 'amount'],
  ['1'.repeat(201), 'amount'],
] as const

describe('exact money', () => {
  const cases: readonly (readonly [string, string, string, string, string | undefined, string | undefined])[] = [
    ['2^53+1 minor units', '90071992547409.93', '90071992547409.92', 'EUR', 'amount_under', '0.01'],
    [
      '18 decimals of a token',
      '0.000000000000000001',
      '0.000000000000000002',
      'USDC',
      'amount_over',
      '-0.000000000000000001',
    ],
    ['the same token amount', '1.500000000000000000', '1.5', 'USDC', undefined, undefined],
    ['yen have no decimals', '1000', '1001', 'JPY', 'amount_over', '-1'],
    ['a hundredfold mistake in yen', '1000', '100000', 'JPY', 'scale_error', '-99000'],
    ['dinars have three decimals', '1.005', '1.004', 'KWD', 'amount_under', '0.001'],
    ['a thousandfold mistake in dinars', '1.005', '1005', 'KWD', 'scale_error', '-1003.995'],
    ['1.005 EUR is more than 1.00', '1.005', '1.00', 'EUR', 'amount_under', '0.005'],
    ['1.005 EUR is less than 1.01', '1.005', '1.01', 'EUR', 'amount_over', '-0.005'],
    ['sixty digits', SIXTY, SIXTY.replace(/0$/, '1'), 'EUR', 'amount_over', '-1.00'],
    ['leading zeros are the same money', '007.50', '7.5', 'EUR', undefined, undefined],
  ]
  test('is compared digit for digit, and its sums add up', async () => {
    const { findings, summary, identity } = await run({
      left: records(cases.map(([name, left, , currency]) => paid(name, left, currency))),
      right: records(cases.map(([name, , right, currency]) => paid(name, right, currency))),
      asOf: AS_OF,
    })
    const found = cases.map(([name]) => {
      const finding = findings.find(({ left }) => left[0]?.reference === name)
      return [name, finding?.code, finding?.difference[0]?.amount]
    })
    expect(found).toEqual(cases.map(([name, , , , code, difference]) => [name, code, difference]))
    expect(summary.verdict).toBe('findings')
    expect(identity.map(({ remainder }) => remainder)).toEqual(['0.00', '0', '0.000', '0'])
  })

  test('sixty digits are added up to the last one', async () => {
    const list = records([1, 2, 3].map((n) => ({ reference: `o${n}`, status: 'paid', amount: SIXTY, currency: 'EUR' })))
    const { identity } = await run({ left: list, right: records([]), asOf: AS_OF })
    expect(identity[0]?.left).toBe(`${BigInt(SIXTY) * 3n}.00`)
  })

  test('what is no plain decimal text is set aside, never read as something near', async () => {
    const left = LITERALS.map(([amount], index) => paid(`o${index}`, amount, 'EUR'))
    const { quarantine, summary, identity } = await run({ left: records(left), right: records([]), asOf: AS_OF })
    expect(quarantine.map(({ line, reason }) => [line, reason])).toEqual(
      LITERALS.map(([, reason], index) => [index + 1, reason]),
    )
    expect(summary.records.left).toEqual({ usable: 0, invalid: LITERALS.length })
    expect(identity).toEqual([])
  })

  test('minor units become major ones of the currency, and what has none is set aside', async () => {
    const rules = { left: { fields: { amount: { column: 'cents', unit: 'minor' as const } } } }
    const left = [
      ['a', '5', 'EUR'],
      ['b', '1234', 'JPY'],
      ['c', '1234', 'KWD'],
      ['d', '12.5', 'EUR'],
      ['e', '1', 'USDC'],
    ].map(([reference, cents, currency]) => ({ reference, status: 'paid', cents, currency }))
    const { identity, quarantine } = await run({ left: records(left), right: records([]), rules, asOf: AS_OF })
    expect(identity.map(({ currency, left }) => `${left} ${currency}`)).toEqual(['0.05 EUR', '1234 JPY', '1.234 KWD'])
    expect(quarantine.map(({ reference, reason }) => [reference, reason])).toEqual([
      ['d', 'minor_units'],
      ['e', 'minor_units'],
    ])
  })
})
