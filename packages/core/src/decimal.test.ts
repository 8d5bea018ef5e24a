import { describe, expect, test } from 'vitest'
import { canonicalDecimal, decimalsOf, decimalText, doublesSeen, isFinerThan, useDouble } from './decimal.ts'
import { readJson } from './json.ts'

describe('canonical text', () => {
  /** Text, decimals of the currency (null: not padded), canonical text (null: no amount). */
  const CASES: readonly (readonly [text: string, exponent: number | null, canonical: string | null])[] = [
    ['12', 2, '12.00'],
    ['12.5', 2, '12.50'],
    ['12.50', 2, '12.50'],
    ['12.500', 2, '12.50'],
    ['12.505', 2, '12.505'],
    ['12', 0, '12'],
    ['12', 4, '12.0000'],
    ['12.3', 4, '12.3000'],
    ['12.34567', 4, '12.34567'],
    ['12', 5, '12.00000'],
    ['1.20', null, '1.2'],
    ['1.00', null, '1'],
    ['100', null, '100'],
    ['0', 2, '0.00'],
    ['00', 2, '0.00'],
    ['0.0', 0, '0'],
    ['007', 0, '7'],
    ['0.5', 2, '0.50'],
    ['00.5', 2, '0.50'],
    ['.5', 2, '0.50'],
    ['5.', 2, '5.00'],
    ['5.', 0, '5'],
    ['+5', 0, '5'],
    ['-0', 2, '0.00'],
    ['-0.00', null, '0'],
    ['-5', 2, null],
    ['-0.01', 2, null],
    ['1e2', 2, '100.00'],
    ['1E2', 0, '100'],
    ['1.5e1', 0, '15'],
    ['1.5e+1', 2, '15.00'],
    ['15e-1', 2, '1.50'],
    ['15e-2', 2, '0.15'],
    ['15e-3', 2, '0.015'],
    ['1e-3', null, '0.001'],
    ['10e-1', null, '1'],
    ['0e9999', 2, '0.00'],
    ['1e99', null, `1${'0'.repeat(99)}`],
    ['1e100', null, null],
    ['1e-100', null, `0.${'0'.repeat(99)}1`],
    ['1e-101', null, null],
    ['9'.repeat(100), 0, '9'.repeat(100)],
    ['9'.repeat(101), 0, null],
    [`0.${'9'.repeat(100)}`, null, `0.${'9'.repeat(100)}`],
    [`0.${'9'.repeat(101)}`, null, null],
    // Leading zeros are digits; a zero of more of them is still zero, up to the longest text.
    [`${'0'.repeat(99)}7`, 0, '7'],
    [`${'0'.repeat(100)}7`, 0, null],
    ['0'.repeat(400), 0, '0'],
    ['0'.repeat(401), 0, null],
    ...[
      '',
      '.',
      '+',
      '-',
      'e1',
      '1e',
      '1e+',
      '1e12345',
      '1.2.3',
      '1 ',
      ' 1',
      '1,5',
      '1_0',
      '0x1',
      'NaN',
      '--1',
      '1-',
      '٣',
    ].map((text) => [text, 2, null] as const),
  ]
  test.for(CASES)('of %s with %s decimals is %s', ([text, exponent, canonical]) => {
    expect(canonicalDecimal(text, exponent)).toBe(canonical)
    if (canonical !== null) expect(canonicalDecimal(canonical, exponent)).toBe(canonical)
  })
})

test('decimals are counted from the point', () => {
  expect(['12', '12.5', '0.001', '-1.25'].map(decimalsOf)).toEqual([0, 1, 3, 2])
})

test('a canonical text is finer than the currency when it has digits beyond its decimals', () => {
  expect(isFinerThan('12', 0)).toBe(false)
  expect(isFinerThan('12.5', 0)).toBe(true)
  expect(isFinerThan('12.50', 2)).toBe(false)
  expect(isFinerThan('12.505', 2)).toBe(true)
  expect(isFinerThan('1.500', 3)).toBe(false)
  expect(isFinerThan('1.5001', 3)).toBe(true)
})

test('an amount is a text, a JSON number or a kept literal, and nothing else', () => {
  expect(decimalText(' 1')).toBe(' 1')
  expect(decimalText(45.01)).toBe('45.01')
  expect(decimalText(readJson('9007199254740993'))).toBe('9007199254740993')
  for (const value of [null, undefined, true, {}, [], 1n, { literal: '1' }]) expect(decimalText(value)).toBeNull()
})

test('doubles that are used are counted, those near zero apart, because a literal may have become zero there', () => {
  const before = { ...doublesSeen() }
  const since = () => ({
    doubles: doublesSeen().doubles - before.doubles,
    nearZero: doublesSeen().nearZero - before.nearZero,
  })
  expect(useDouble(5)).toBe(5)
  useDouble(-5)
  useDouble(1e-290)
  useDouble(-1e-290)
  expect(since()).toEqual({ doubles: 4, nearZero: 0 })
  useDouble(0)
  useDouble(1e-291)
  useDouble(-1e-291)
  expect(since()).toEqual({ doubles: 7, nearZero: 3 })
  decimalText('1')
  expect(since().doubles).toBe(7)
  decimalText(1)
  expect(since().doubles).toBe(8)
})
