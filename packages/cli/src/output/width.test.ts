import { expect, test } from 'vitest'
import { cut, fill, widthOf } from './width.ts'

test.each([
  ['', 0],
  ['paid', 4],
  ['é', 1],
  ['e\u0301', 1],
  ['支払', 4],
  ['한글', 4],
  ['Ａ', 2],
  ['✓ ◐ ○', 5],
  ['😀', 2],
])('%j takes %i columns', (text, columns) => {
  expect(widthOf(text)).toBe(columns)
})

test('text is cut between letters and never wider than asked for', () => {
  expect(cut('payment-success', 8)).toBe('payment…')
  expect(cut('支払い済み', 6)).toBe('支払…')
  expect(cut('abc', 3)).toBe('abc')
  expect(cut('abc', 0)).toBe('')
  for (let columns = 1; columns < 12; columns++)
    expect(widthOf(cut('a支e\u0301払b😀c', columns))).toBeLessThanOrEqual(columns)
})

test('filling gives exactly the width', () => {
  expect(fill('支', 4)).toBe('支  ')
  expect(fill('9m', 4, 'right')).toBe('  9m')
  expect(widthOf(fill('支払い', 4))).toBe(4)
})
