import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRawNumber, jsonText, literalOf, rawNumber, readJson } from './json-text.ts'

test('number literals keep every digit', () => {
  const text = '{"a":45.10,"b":[1e2,-0.0,9007199254740993],"c":"1.50 \\" 2","d":{"e":1.000000000000000005}}'
  expect(jsonText(readJson(text))).toBe(text)
})

test('a number is read by its literal', () => {
  const read = readJson('45.10')
  expect(isRawNumber(read) && literalOf(read)).toBe('45.10')
})

test('any JSON survives reading and writing', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(JSON.parse(jsonText(readJson(text)))).toEqual(JSON.parse(text))
    }),
  )
})

test('a fraction cannot be written as a float', () => {
  expect(() => jsonText({ amount: 0.1 })).toThrow(RangeError)
  expect(jsonText({ amount: rawNumber('0.1'), count: 3, gone: undefined })).toBe('{"amount":0.1,"count":3}')
})

test('what is not a JSON number is refused', () => {
  for (const literal of ['', '.5', '5.', '+1', '01', '1e', 'NaN', '1,0', '"']) {
    expect(() => rawNumber(literal)).toThrow(RangeError)
  }
  for (const text of ['', '{', '{"a":01}', '{"a":.5}', 'NaN']) expect(() => readJson(text)).toThrow(SyntaxError)
})
