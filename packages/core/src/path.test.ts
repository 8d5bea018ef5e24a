import { expect, test } from 'vitest'
import { jsonPath } from './path.ts'

test.for([
  [[], ''],
  [['a'], 'a'],
  [['data', 'refunds', 0, 'amount'], 'data.refunds[0].amount'],
  [[0, 1], '[0][1]'],
  [['a', 'b c'], 'a["b c"]'],
  [[''], '[""]'],
  [['0'], '["0"]'],
  [['a"b\\c'], '["a?b?c"]'],
  [['\u001b[31m\n\u202e'], '["?[31m??"]'],
  [['x'.repeat(100)], `["${'x'.repeat(64)}"]`],
] as const)('%j → %s', ([parts, text]) => {
  expect(jsonPath(parts)).toBe(text)
})

test('no key can bring a control character or an endless text into a message', () => {
  for (let code = 0; code < 0x300; code++) expect(jsonPath([String.fromCharCode(code)])).toMatch(/^[\x20-\x7e]{1,8}$/)
  expect(jsonPath(['é'.repeat(1_000_000)]).length).toBeLessThan(100)
})
