import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { mavenMapper } from '@onetill/maven'
import { applyOverlay } from './overlay.ts'

const overlay = readFileSync(join(import.meta.dirname, 'overlay.yaml'), 'utf8')
const published: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'openapi', 'maven.openapi.json'), 'utf8'),
)
const STATUS = '$.components.schemas.SessionGetResponse.properties.status'

const actionOf = (target: string): unknown =>
  parse(overlay).actions.find((action: { target: string }) => action.target === target)

test('three fields change and nothing else', () => {
  const before = structuredClone(published)
  const after = applyOverlay(published, overlay)
  expect(published).toEqual(before)
  const properties = { status: {}, currency: {}, amount: {} }
  expect(after).toMatchObject({ components: { schemas: { SessionGetResponse: { properties } } } })
  const differing: string[] = []
  compare(published, after, '$', differing)
  expect(differing).toEqual([
    '$.components.schemas.SessionGetResponse.properties.amount.pattern',
    '$.components.schemas.SessionGetResponse.properties.currency.enum',
    `${STATUS}.enum`,
  ])
})

test('its status words are those of our table and one more', () => {
  const ours = new Set(mavenMapper.statuses.rows.map(({ word }) => word.toLowerCase()))
  const { update } = Object(actionOf(STATUS))
  const theirs: string[] = update.enum
  expect(theirs.filter((word) => ours.has(word.toLowerCase()))).toHaveLength(ours.size)
  expect(theirs).toHaveLength(ours.size + 1)
})

test.for(['$.components.schemas.Nothing', 'components', '$.info.title'])('a target %s is refused', (target) => {
  const text = JSON.stringify({ actions: [{ target, update: { enum: [] } }] })
  expect(() => applyOverlay(published, text)).toThrow(target)
})

/** Paths at which two values differ, in the order of their keys. */
function compare(left: unknown, right: unknown, path: string, found: string[]): void {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    if (left !== right) found.push(path)
    return
  }
  const [a, b] = [new Map(Object.entries(left)), new Map(Object.entries(right))]
  for (const key of [...new Set([...a.keys(), ...b.keys()])].sort())
    compare(a.get(key), b.get(key), `${path}.${key}`, found)
}
