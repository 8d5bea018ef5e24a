import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

const FORMULAS = ['=1+1', '+12025550110', '-A1', '@SUM(A1)', ' =1', '＝1', '－1', '=HYPERLINK("x")']

test.each(FORMULAS)('%j is text in a spreadsheet', (text) => {
  const line = csvLine([text])
  expect(line).toMatch(/^"?'/)
})

test('numbers stay numbers, also negative ones, and nothing is an empty cell', () => {
  expect(csvLine(['-12.50', '9007199254740993.01', null, ''])).toBe('-12.50,9007199254740993.01,,\n')
})

test('quotes, commas and spaces are kept, control characters never reach a terminal', () => {
  expect(csvLine(['\t=1'])).toBe('\ufffd=1\n')
  expect(csvLine(['a "b", c', 'x\u001b[31m\ny', '✓'])).toBe('"a ""b"", c",x\ufffd[31m\ufffdy,✓\n')
})
