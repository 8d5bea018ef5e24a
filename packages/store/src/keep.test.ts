import { expect, test } from 'vitest'
import { keepNative } from './keep.ts'

test('only the paths that are named are kept, objects never as a whole', () => {
  const text = JSON.stringify({
    data: { status: 'paid', email: 'payer@shop.example', payer: { name: 'P', id: 'p1' }, tags: ['a', 'b'] },
    refunds: [{ id: 'r1', amount: '5.00', iban: 'X' }, { iban: 'Y' }, 'text'],
    status: { word: 'paid' },
  })
  const keep = (...paths: string[]) => keepNative(text, paths)
  expect(keep('data.status')).toBe('{"data":{"status":"paid"}}')
  expect(keep('data')).toBe(null)
  expect(keep('status')).toBe(null)
  expect(keep('data.payer.id', 'data.payer')).toBe('{"data":{"payer":{"id":"p1"}}}')
  expect(keep('refunds[].id', 'refunds[].amount')).toBe('{"refunds":[{"id":"r1","amount":"5.00"},null,null]}')
  expect(keep('data.tags[]')).toBe('{"data":{"tags":["a","b"]}}')
  expect(keep('data.tags', 'refunds')).toBe(null)
  expect(keep()).toBe(null)
})

test('amounts keep every digit; what is longer than a word, an id or a time goes', () => {
  expect(keepNative('{"amount":9007199254740993.10,"note":"n"}', ['amount'])).toBe('{"amount":9007199254740993.10}')
  expect(keepNative(JSON.stringify({ word: 'x'.repeat(201) }), ['word'])).toBe(null)
  expect(keepNative('{"done":false,"at":null}', ['done', 'at'])).toBe('{"done":false,"at":null}')
})

test.for(['', 'no json', '[]', '"text"', 'null', '1'])('%j keeps nothing', (text) => {
  expect(keepNative(text, ['status', 'data.status'])).toBe(null)
})

test('names of the language are no fields', () => {
  for (const path of ['__proto__', 'constructor', 'toString', '__proto__.polluted'])
    expect(keepNative('{}', [path])).toBe(null)
  expect(keepNative('{"__proto__":{"a":"b"}}', ['__proto__.a'])).not.toContain('undefined')
})
