import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Kit } from './kit.ts'

/** Operations an adapter has exactly when its capability says so. */
const OPERATIONS = ['create', 'cancel', 'refund', 'list'] as const

/** What the adapter offers is what its facts say, and the README says it too. */
export function capabilityCases(kit: Kit): void {
  const { suite, test } = kit
  const { mapper } = suite
  const { capabilities } = mapper.provider
  const adapter = () => suite.connect({ baseUrl: 'http://127.0.0.1:1', fetch: globalThis.fetch })
  const offers = (name: string): boolean => name in adapter()

  test('the adapter has its mapper, and names the same provider', () => {
    const { provider, statuses, retrieve } = adapter()
    expect(provider).toEqual(mapper.provider)
    expect(statuses).toBe(mapper.statuses)
    expect(retrieve).toBeTypeOf('function')
  })
  for (const operation of OPERATIONS) {
    test(`${operation} is there exactly when the capability says so`, () => {
      expect(offers(operation)).toBe(capabilities[operation])
    })
  }
  test('find is there exactly when a key is named', () => {
    expect(offers('find')).toBe(capabilities.find.length > 0)
  })
  test('webhooks are read as the capability says', () => {
    expect(offers('toEvent')).toBe(capabilities.webhook === 'event')
  })
  if (capabilities.webhook === 'session') kit.skip('a webhook names a session to read again', 'webhook')
  else
    test('a webhook names a session to read again', () => {
      expect(kit.fixtures.filter(({ kind, via }) => kind === 'event' && via === 'webhook')).not.toEqual([])
    })

  test('every row of the status table has its source and the day it was read', () => {
    for (const row of mapper.statuses.rows) expect(row.source, row.word).toMatch(/, read \d{4}-\d{2}-\d{2}$/)
  })
  const { readme } = suite
  if (readme !== undefined) {
    test('the README lists the unverified readings of the facts, and no other', () => {
      const ids = mapper.provider.unverified.map(({ id }) => id)
      expect(listedIds(readFileSync(readme, 'utf8')).sort()).toEqual(ids.sort())
    })
  }
}

/** Ids in the first column of the tables below the heading that names the unverified readings. */
function listedIds(markdown: string): string[] {
  const section = markdown.split(/^#+ /m).find((part) => /unverified/i.test(part.split('\n')[0] ?? '')) ?? ''
  return [...section.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, id = '']) => id)
}
