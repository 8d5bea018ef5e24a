import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutDepths } from './nesting.ts'

const nested = (open: string, inside: string, close: string, depth: number): string =>
  open.repeat(depth) + inside + close.repeat(depth)
const long = 'x'.repeat(70_000)

test('a short text stays as it is, however deep', () => {
  const text = nested('[', '1', ']', 30_000)
  expect(withoutDepths(text)).toBe(text)
})

test('a long text that is not deep stays as it is', () => {
  const text = `{"pad":"${long}","deep":${nested('{"a":[', '1', ']}', 499)}}`
  expect(withoutDepths(text)).toBe(text)
})

test.for([
  ['lists', '[', ']'],
  ['objects', '{"a":', '}'],
])('%s deeper than 1,000 end in null', ([, open = '', close = '']) => {
  const text = nested(open, '1', close, 200_000)
  expect(withoutDepths(text)).toBe(nested(open, 'null', close, 1_000))
})

test('what stands beside and after a cut is kept', () => {
  const deep = nested('[', '1', ']', 5_000)
  const text = `{"a":${deep},"pad":"${long}","b":[{},${deep}],"c":"end"}`
  const kept = nested('[', 'null', ']', 999)
  const keptInList = nested('[', 'null', ']', 998)
  expect(withoutDepths(text)).toBe(`{"a":${kept},"pad":"${long}","b":[{},${keptInList}],"c":"end"}`)
})

test('brackets and escaped quotes in texts are no nesting', () => {
  const text = `{"${'['.repeat(40_000)}":"${'{\\"'.repeat(20_000)}\\\\","b":"\\\\\\"]"}`
  expect(JSON.parse(text)).toBeTypeOf('object')
  expect(withoutDepths(text)).toBe(text)
})

test.for(['[', '{"a":', '[{"a":'])('a text of %s that does not end is still no JSON', (open) => {
  const text = withoutDepths(open.repeat(70_000))
  expect(() => JSON.parse(text)).toThrow(SyntaxError)
})

test('more than 1,000 places that are too deep are refused', () => {
  const text = nested('[', Array.from({ length: 30_000 }, () => '[]').join(), ']', 1_000)
  expect(() => withoutDepths(text)).toThrow(expect.objectContaining({ code: 'invalid_response' }))
})

test('any JSON that is not deep is the same text', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 20 }), (value) => {
      const text = JSON.stringify({ pad: long, value, after: '"\\' })
      expect(withoutDepths(text)).toBe(text)
    }),
  )
})
