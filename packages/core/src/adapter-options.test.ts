import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { adapterOptions } from './adapter-options.ts'
import { errorOf } from './json.fixture.ts'
import { parseOptions } from './options.ts'
import { STATUSES } from './status.ts'

const schema = z.strictObject(adapterOptions)
const parse = (options: unknown) => parseOptions(schema, options, 'acme')
const rowTo = (to: unknown) => ({ statusOverrides: [{ word: 'done', to }] })

test('every status with each of its details, or none, may be a row of the user', () => {
  for (const [status, details] of Object.entries(STATUSES))
    for (const detail of [null, ...details]) expect(parse(rowTo({ status, detail }))).toEqual(rowTo({ status, detail }))
})

test('a row may be narrowed to channels and facts, and all options may be absent', () => {
  const row = { word: 'x', channels: ['read'], when: { mode: 'charge' }, to: { status: 'paid', detail: null } }
  expect(parse({ statusOverrides: [row] })).toEqual({ statusOverrides: [row] })
  expect(parse({})).toEqual({})
})

describe('a row that would give no session is refused', () => {
  const to = { status: 'paid', detail: null }
  test.for([
    ['a status that is none', rowTo({ status: 'settled', detail: null }), 'statusOverrides[0].to'],
    ['a name every object has', rowTo({ status: 'constructor', detail: null }), 'statusOverrides[0].to'],
    ['a detail of another status', rowTo({ status: 'paid', detail: 'held' }), 'statusOverrides[0].to'],
    ['no detail', rowTo({ status: 'paid' }), 'statusOverrides[0].to'],
    ['a third field', rowTo({ ...to, note: 'x' }), 'statusOverrides[0].to'],
    ['nothing', rowTo(null), 'statusOverrides[0].to'],
    ['no row', { statusOverrides: [null] }, 'statusOverrides[0]'],
    ['an empty word', { statusOverrides: [{ word: '', to }] }, 'statusOverrides[0].word'],
    ['a misspelt field', { statusOverrides: [{ word: 'x', to, chanels: [] }] }, 'statusOverrides[0].chanels'],
    [
      'a channel that is none',
      { statusOverrides: [{ word: 'x', to, channels: ['mail'] }] },
      'statusOverrides[0].channels[0]',
    ],
    [
      'a fact that is no text',
      { statusOverrides: [{ word: 'x', to, when: { mode: 1 } }] },
      'statusOverrides[0].when.mode',
    ],
  ] as const)('%s', ([, options, path]) => {
    expect(errorOf(() => parse(options))).toMatchObject({ code: 'invalid_options', issues: [{ path }] })
  })
})
