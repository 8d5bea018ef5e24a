import { describe, expect, test } from 'vitest'
import type { StatusPair } from './status.ts'
import { fits, rowName, type StatusRow, statusTable } from './status-table.ts'

const PAID: StatusPair = { status: 'paid', detail: null }
const row = (word: string, more: Partial<StatusRow> = {}): StatusRow => ({
  ...{ word, to: PAID, source: 'acme.example', documented: true },
  ...more,
})

describe('a table', () => {
  const [save, hook, plain, other] = [
    row('done', { when: { mode: 'save', kind: 'card' } }),
    row('done', { channels: ['webhook', 'create'] }),
    row('done'),
    row('A-B'),
  ]
  const rows = [save, hook, plain, other] as readonly StatusRow[]
  const table = statusTable(rows, { fold: (word) => word.toLowerCase().replaceAll('_', '-') })

  test('keeps its rows and says how it compares words', () => {
    expect(table.rows).toBe(rows)
    expect(table.fold('A_B')).toBe('a-b')
    expect(statusTable(rows).fold('A_B')).toBe('A_B')
  })

  test('answers with the first row whose channel and facts fit', () => {
    expect(table.find('done', 'read', { mode: 'save', kind: 'card' })).toBe(save)
    expect(table.find('done', 'webhook', { mode: 'save', kind: 'card' })).toBe(save)
    expect(table.find('done', 'webhook', {})).toBe(hook)
    expect(table.find('done', 'create', {})).toBe(hook)
    expect(table.find('done', 'read', {})).toBe(plain)
  })

  test('holds every fact of a row: one that differs, is null or is absent is another context', () => {
    for (const facts of [{ mode: 'save' }, { kind: 'card' }, { mode: 'save', kind: null }, { mode: 'x', kind: 'card' }])
      expect(table.find('done', 'read', facts)).toBe(plain)
  })

  test('takes the spellings of one word for one', () => {
    for (const word of ['A-B', 'a-b', 'A_B', 'a_b']) expect(table.find(word, 'read', {})).toBe(other)
    expect(statusTable(rows).find('a-b', 'read', {})).toBeUndefined()
    expect(statusTable(rows).find('A-B', 'read', {})).toBe(other)
  })

  test('has no row for another word, and none where no row fits', () => {
    for (const word of ['', 'don', 'constructor', '__proto__']) expect(table.find(word, 'read', {})).toBeUndefined()
    const narrow = statusTable([row('x', { channels: ['webhook'] }), row('x', { when: { mode: 'a' } })])
    expect(narrow.find('x', 'read', {})).toBeUndefined()
    expect(narrow.find('x', 'read', { mode: 'a' })?.when).toEqual({ mode: 'a' })
  })
})

test('an override fits by its channels and facts', () => {
  expect(fits({}, 'read', {})).toBe(true)
  expect(fits({ channels: ['webhook'] }, 'read', {})).toBe(false)
  expect(fits({ channels: ['webhook'] }, 'webhook', {})).toBe(true)
  expect(fits({ when: { mode: 'save' } }, 'read', { mode: 'save' })).toBe(true)
  expect(fits({ when: { mode: 'save' } }, 'read', {})).toBe(false)
  expect(fits({ channels: ['read'], when: { mode: 'save' } }, 'read', { mode: 'other' })).toBe(false)
})

test('a row is named by its word, channels and facts', () => {
  expect(rowName(row('done'))).toBe('done')
  expect(rowName(row('done', { channels: ['read', 'webhook'] }))).toBe('done [read|webhook]')
  expect(rowName(row('done', { when: { mode: 'save', kind: 'card' } }))).toBe('done [mode=save, kind=card]')
  expect(rowName(row('done', { channels: ['read'], when: { mode: 'save' } }))).toBe('done [read, mode=save]')
})
