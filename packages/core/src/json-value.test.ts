import { describe, expect, test } from 'vitest'
import { readJson, readJsonExactly } from './json.ts'
import { readRecord } from './json-value.ts'
import type { Note } from './notes.ts'

const read = (json: string, reader = readJson) => {
  const notes: Note[] = []
  return { record: readRecord(reader(json), 'm', notes), notes }
}

test.for([
  ['{}', {}],
  ['{"a":1,"b":[null,true,"x",{"c":-1.5}]}', { a: 1, b: [null, true, 'x', { c: -1.5 }] }],
  ['{"n":12345678901234567890}', { n: '12345678901234567890' }],
  ['{"n":1.000000000000000005,"m":[9007199254740993]}', { n: '1.000000000000000005', m: ['9007199254740993'] }],
  ['null', null],
] as const)('%s is copied as it is; a number no double can hold as its text', ([json, record]) => {
  expect(read(json)).toEqual({ record, notes: [] })
})

test.for(['[]', '[1]', '"x"', '5', 'true', '9007199254740993'])('%s is no record: left out, with a note', (json) => {
  const { record, notes } = read(json)
  expect(record).toBeNull()
  expect(notes).toEqual([{ code: 'schema_drift', path: 'm' }])
})

test('a number beyond every double is left out with a note, never null', () => {
  const cut = [{ code: 'metadata_cut', path: 'm' }]
  expect(read('{"a":1e400,"b":[1,-1e400],"c":null}', JSON.parse)).toEqual({ record: { b: [1], c: null }, notes: cut })
})

test('what is absent is absent, without a note', () => {
  const notes: Note[] = []
  expect(readRecord(undefined, 'm', notes)).toBeNull()
  expect(notes).toEqual([])
})

describe('limits', () => {
  const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + depthOf(Object(value).a) : 0

  test('32 levels are kept; what is deeper is left out, with a note', () => {
    expect(read(nested(32))).toEqual({ record: JSON.parse(nested(32)), notes: [] })
    const { record, notes } = read(nested(33))
    expect(depthOf(record)).toBeLessThanOrEqual(33)
    expect(JSON.stringify(record)).not.toContain('1')
    expect(notes).toEqual([{ code: 'metadata_cut', path: 'm' }])
  })

  test('200,000 levels of objects or lists cost no more', () => {
    for (const json of [nested(200_000), `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`]) {
      const { record, notes } = read(json)
      expect(JSON.stringify(record).length).toBeLessThan(1_000)
      expect(notes).toEqual([{ code: 'metadata_cut', path: 'm' }])
    }
  })

  test('10,000 values are kept, wide or nested', () => {
    const wide = (count: number): string =>
      `{"a":[${Array(count - 1)
        .fill(1)
        .join(',')}]}`
    expect(read(wide(10_000)).notes).toEqual([])
    const { record, notes } = read(wide(10_001))
    expect(Object(record).a).toHaveLength(9_999)
    expect(notes).toEqual([{ code: 'metadata_cut', path: 'm' }])
  })
})

test.for([
  '{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":1},"b":1}}',
  '{"\\u005f\\u005fproto__":{"polluted":1},"a":{"__proto__":null,"b":1}}',
])('%s: __proto__ is left out at every depth, so that no later copy is poisoned', (json) => {
  for (const reader of [readJson, readJsonExactly]) {
    const { record } = read(json, reader)
    expect(record).toStrictEqual({ a: { b: 1 } })
    expect(Object.assign({}, record, record?.['a'])).not.toHaveProperty('polluted')
  }
  expect('polluted' in {}).toBe(false)
})

test('constructor and prototype are plain keys', () => {
  const json = '{"constructor":{"prototype":{"polluted":1}},"toString":"x","hasOwnProperty":1}'
  expect(read(json).record).toEqual(JSON.parse(json))
  expect('polluted' in {}).toBe(false)
})
