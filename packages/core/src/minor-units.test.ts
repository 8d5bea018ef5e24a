import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isTillError } from './error.ts'
import { addMoney, compareMoney, equalMoney, fromMinorUnits, minorUnits, money, subtractMoney } from './money.ts'
import { UNITS } from './units.fixture.ts'

const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return isTillError(error) ? error.code : `not a TillError: ${String(error)}`
  }
  return 'nothing thrown'
}

/** Shifts the point by string work of its own, so that it shares nothing with the code under test. */
const shift = (units: bigint, exponent: number): string => {
  const digits = String(units < 0n ? -units : units).padStart(exponent + 1, '0')
  const point = digits.length - exponent
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${exponent === 0 ? '' : '.'}${digits.slice(point)}`
}

describe.for(UNITS)('minor units with exponent %d (%s)', ([exponent, currency, options]) => {
  const units = fc.bigInt({ min: 0n, max: 10n ** 40n })

  test('go to text and back', () => {
    fc.assert(
      fc.property(units, (n) => {
        const amount = fromMinorUnits(n, currency, options)
        expect(amount).toEqual(money(shift(n, exponent), currency))
        expect(minorUnits(amount, options)).toBe(n)
      }),
    )
  })

  test('come from text and go back to it', () => {
    fc.assert(
      fc.property(units, fc.nat({ max: exponent }), (n, cut) => {
        const text = shift(n * 10n ** BigInt(cut), exponent)
        const amount = money(text, currency)
        expect(minorUnits(amount, options)).toBe(n * 10n ** BigInt(cut))
        expect(fromMinorUnits(minorUnits(amount, options), currency, options)).toEqual(amount)
      }),
    )
  })

  test('one digit more is refused, never rounded', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 9 }), (n, digit) => {
        const whole = shift(n, exponent)
        const value = `${whole}${exponent === 0 ? '.' : ''}${digit}`
        expect(codeOf(() => minorUnits({ value, currency }, options))).toBe('amount_precision')
      }),
    )
  })

  test('add, subtract and compare as integers do', () => {
    const signed = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
    fc.assert(
      fc.property(signed, signed, (a, b) => {
        const [left, right] = [fromMinorUnits(a, currency, options), fromMinorUnits(b, currency, options)]
        expect(minorUnits(addMoney(left, right), options)).toBe(a + b)
        expect(minorUnits(subtractMoney(left, right), options)).toBe(a - b)
        expect(compareMoney(left, right)).toBe(a < b ? -1 : a > b ? 1 : 0)
        expect(equalMoney(left, right)).toBe(a === b)
      }),
    )
  })
})

describe('minor units', () => {
  test('of a token need its chain: the same 1 USDC is 10^6 or 10^18', () => {
    const one = money('1', 'USDC')
    expect(minorUnits(one, { chain: 'ethereum' })).toBe(1_000_000n)
    expect(minorUnits(one, { chain: 'bsc' })).toBe(1_000_000_000_000_000_000n)
    expect(codeOf(() => minorUnits(one))).toBe('amount_precision')
    expect(codeOf(() => minorUnits(one, { chain: 'dogechain' }))).toBe('amount_precision')
    expect(codeOf(() => fromMinorUnits(1n, 'USDC'))).toBe('amount_precision')
  })

  test.for(['XAU', 'XXX', 'ZZZ', 'constructor'])('of %s do not exist', (currency) => {
    expect(codeOf(() => minorUnits({ value: '1', currency }))).toBe('amount_precision')
    expect(codeOf(() => fromMinorUnits(1n, currency))).toBe('amount_precision')
  })

  test.for(['', ' 1', '1 ', '0x10', '1e2', 'abc', '1,5', '.5', '--1'])(
    'of %j, put together by hand, are refused and never a number',
    (value) => {
      const amount = { value, currency: 'EUR' }
      expect(codeOf(() => minorUnits(amount))).toBe('invalid_amount')
      expect(codeOf(() => addMoney(amount, money('1', 'EUR')))).toBe('invalid_amount')
      expect(codeOf(() => compareMoney(money('1', 'EUR'), amount))).toBe('invalid_amount')
    },
  )
})
