import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CONTEXT, mapperOf } from './acme.fixture.ts'
import { isTillError } from './error.ts'
import { errorOf, meaning, nativeWith } from './json.fixture.ts'
import { normalize } from './normalize.ts'

describe('an amount through normalize', () => {
  const amountOf = (literal: string) => normalize(mapperOf('acme'), nativeWith(`"amount":${literal}`), CONTEXT).amount
  test.for([
    ['45.01', '45.01'],
    ['1e2', '100.00'],
    ['9007199254740993', '9007199254740993.00'],
    ['1.000000000000000005', '1.000000000000000005'],
    ['0', '0.00'],
    ['0e0', '0.00'],
    ['0e-400', '0.00'],
    ['0.000e400', '0.00'],
    ['1e-99', `0.${'0'.repeat(98)}1`],
    ['"1e2"', '100.00'],
  ] as const)('%s is %s', ([literal, value]) => {
    expect(amountOf(literal)).toEqual({ value, currency: 'USD' })
  })

  test.for([
    '1e400',
    '1e-400',
    '-1e400',
    '1e-324',
    '4.9e-324',
    '5e-325',
    '1E-00400',
    `0.${'0'.repeat(400)}1`,
    '1e309',
    '1e101',
  ])('%s is out of range and refused, never infinity and never zero', (literal) => {
    const error = errorOf(() => amountOf(literal))
    expect(error.code).toBe('invalid_response')
    expect(error.issues[0]?.path).toBe('amount')
    expect(error.provider).toBe('acme')
  })

  test('property: is what the literal means, in one of many places, or refused', () => {
    const digit = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 22 })
    const whole = digit.map((text) => text.replace(/^0+(?=\d)/, ''))
    const power = fc.option(fc.oneof(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -420, max: 420 })))
    const rest = fc.constantFrom(
      '"note":"12345678901234567890"',
      '"metadata":{"n":12345678901234567890}',
      '"metadata":{"n":0}',
      '"x":1',
    )
    fc.assert(
      fc.property(whole, fc.option(digit), power, rest, fc.boolean(), (start, end, exponent, more, first) => {
        const literal = `${start}${end === null ? '' : `.${end}`}${exponent === null ? '' : `e${exponent}`}`
        const amount = `"amount":${literal}`
        const text = nativeWith(first ? `${amount},${more}` : `${more},${amount}`)
        try {
          expect(meaning(normalize(mapperOf('acme'), text, CONTEXT).amount?.value ?? 'none')).toBe(meaning(literal))
        } catch (error) {
          if (!isTillError(error)) throw error
          expect(error.issues[0]?.path).toBe('amount')
          const [, scale = '0'] = /e(-?\d+)$/.exec(meaning(literal)) ?? []
          expect(Math.abs(Number(scale)) + 25).toBeGreaterThan(100)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
