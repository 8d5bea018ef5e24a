import { expect, test } from 'vitest'
import { parseRules, readRules, rungName } from './rules.ts'

const issuesOf = (rules: unknown): string[] => {
  try {
    parseRules(rules)
    return []
  } catch (error) {
    return error instanceof Error && 'issues' in error && Array.isArray(error.issues)
      ? error.issues.map(({ path, expected }) => `${path}: ${expected}`)
      : [String(error)]
  }
}

test('nothing said is our ledger against the store', () => {
  const rules = parseRules()
  expect(rules).toMatchObject({ basis: 'sold', tolerance: {}, grace: { default: '24h' }, environment: null })
  expect(rules.ladder.map(rungName)).toEqual(['key', 'reference'])
})

test('YAML and JSON are the same rules', () => {
  const yaml = 'ladder:\n  - key\n  - {left: reference, right: metadata.order}\ntolerance: {EUR: {above: "0.05"}}\n'
  const json = JSON.stringify({
    ladder: ['key', { left: 'reference', right: 'metadata.order' }],
    tolerance: { EUR: { above: '0.05' } },
  })
  expect(readRules(yaml)).toEqual(readRules(json))
  expect(readRules(yaml).ladder.map(rungName)).toEqual(['key', 'reference=metadata.order'])
})

test('everything that is wrong is named with its path', () => {
  expect(issuesOf({ basis: 'sum', colour: 1 }).sort()).toEqual([
    'basis: one of sold, refunded, reversed',
    'colour: no such key',
  ])
  expect(issuesOf({ tolerance: { EUR: { above: 0.05 } } })[0]).toMatch(/^tolerance\.EUR\.above: /)
  expect(issuesOf({ tolerance: { EUR: { above: '1e2' } } })).toEqual([
    'tolerance.EUR.above: decimal text in quotes such as "0.05"',
  ])
  expect(issuesOf({ ladder: ['email'] })[0]).toMatch(/^ladder\.0: .*metadata/)
  expect(issuesOf({ left: { status: { bezahlt: 'payed' } } })[0]).toMatch(/^left\.status\.bezahlt: /)
  expect(issuesOf({ grace: { default: '1 day' } })).toEqual(['grace.default: a duration such as "24h"'])
  expect(issuesOf({ basis: 'refunded', refunds: { compare: false } })).toEqual([
    'refunds.compare: true where `basis` is "refunded"',
  ])
  expect(issuesOf('x').length).toBe(1)
})

test('of a text, the line of each is named', () => {
  const said = (text: string): string => {
    try {
      readRules(text)
    } catch (error) {
      if (error instanceof Error) return error.message
    }
    return ''
  }
  expect(said('left:\n  fields:\n    reference: 3\nladder: 3\ncolour: 1\n\ntolerance:\n  EUR: { below: x }\n')).toBe(
    'rules: line 3, left.fields.reference: text (numbers in quotes) or a map of keys and values; ' +
      'line 4, ladder: a list; line 5, colour: no such key; line 8, tolerance.EUR.below: decimal text in quotes such as "0.05"',
  )
  expect(said('{\n "ladder": [\n  "key",\n  {"left": "key"}]}')).toMatch(/^rules: line 4, ladder\.1/)
  expect(said('- a\n')).toBe('rules: the rules: a map of keys and values')
  expect(said('name: a\n{: [')).toBe('rules: line 2: not JSON or YAML')
  expect(said('name: *nobody\n')).toBe('rules: aliases that cannot be resolved')
})

test('aliases that multiply are refused before they fill the memory', () => {
  const levels = Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(10)}]`)
  expect(() => readRules(['a0: &a0 [x]', ...levels].join('\n'))).toThrow(
    expect.objectContaining({ code: 'invalid_options', message: 'rules: aliases that cannot be resolved' }),
  )
})
