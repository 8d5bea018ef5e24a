import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDecimal, compareDecimal, plainDecimal, subtractDecimal, thousandthOf, withDecimals } from './decimal.ts'

test.each([
  ['150.00', '150.00'],
  ['1e2', '100'],
  ['12.5e-3', '0.0125'],
  ['1.25E+1', '12.5'],
  ['+5', '5'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['00012.50', '12.50'],
  ['-0', '0'],
  ['-1.50', '-1.50'],
  ['9007199254740993.07', '9007199254740993.07'],
])('%s is %s', (literal, plain) => {
  expect(plainDecimal(literal)).toBe(plain)
})

test.each(['', '.', '-', '1,0', 'abc', '1e999999', '1e61', '0x1', ' 1'])('%j is not a decimal', (literal) => {
  expect(plainDecimal(literal)).toBeNull()
})

test('sum, difference and order agree with whole cents', () => {
  const cents = fc.bigInt({ min: 0n, max: 10n ** 20n })
  const toText = (value: bigint): string => `${value / 100n}.${(value % 100n).toString().padStart(2, '0')}`
  fc.assert(
    fc.property(cents, cents, (a, b) => {
      expect(addDecimal(toText(a), toText(b))).toBe(toText(a + b))
      expect(subtractDecimal(toText(a + b), toText(b))).toBe(toText(a))
      expect(compareDecimal(toText(a), toText(b))).toBe(a < b ? -1 : a > b ? 1 : 0)
    }),
  )
})

test('digits are moved or added, never lost', () => {
  expect(thousandthOf('100')).toBe('0.100')
  expect(withDecimals('0.100', 6)).toBe('0.100000')
  expect(withDecimals('1.500', 1)).toBe('1.5')
  expect(() => withDecimals('1.55', 1)).toThrow(RangeError)
})
