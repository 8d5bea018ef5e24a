import { expect, test } from 'vitest'
import { alignAmounts, amountText } from './amount.ts'

const shown = (value: string, currency: string, source: 'provider' | 'caller' = 'provider') => ({
  money: { value, currency },
  source,
})

test('decimal points stand below each other, and every cell has the same width', () => {
  const cells = alignAmounts([
    shown('0.000001', 'USDC'),
    shown('9800', 'JPY'),
    shown('1234567.00', 'USD', 'caller'),
    { money: null, source: 'provider' },
  ])
  expect(cells).toEqual(['      0.000001 USDC', '   9800        JPY ', '1234567.00     USD*', '      –            '])
})

test('an amount is exact or described, never cut', () => {
  expect(amountText(shown('1234567890123456789012345678.99', 'USD'))).toBe('1234567890123456789012345678.99 USD')
  expect(amountText(shown('9'.repeat(200), 'USD'))).toBe('(200 digits)')
})
