import { expect, test } from 'vitest'
import { jsonText, printable } from './printable.ts'

/** Every code unit and plane-14 tag that a terminal or a reader's eye could be misled by. */
const DANGEROUS = [
  ...Array.from({ length: 32 }, (_, code) => code),
  ...Array.from({ length: 33 }, (_, place) => 0x7f + place),
  ...[0x61c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e],
  ...[0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xe0001, 0xe0041],
]

test('no dangerous character is printed for people', () => {
  for (const code of DANGEROUS) {
    const character = String.fromCodePoint(code)
    expect(printable(`a${character}b`), code.toString(16)).toBe('a\ufffdb')
  }
  expect(printable('\ud800')).toBe('\ufffd')
})

test('JSON holds none of them raw and parses to the same value', () => {
  for (const code of DANGEROUS) {
    const value = { [`key${String.fromCodePoint(code)}`]: `a${String.fromCodePoint(code)}b` }
    const text = jsonText(value)
    expect(text, code.toString(16)).toMatch(/^[\x20-\x7e]+$/)
    expect(JSON.parse(text)).toEqual(value)
  }
})

test('ordinary letters of every script stay', () => {
  const text = 'Grüße, 支払い, دفع, 😀, é, 100.00 €'
  expect(printable(text)).toBe(text)
  expect(jsonText(text)).toBe(JSON.stringify(text))
})
