import { expect } from 'vitest'
import { jsonPath } from '@onetill/core/adapter'
import type { Fixture } from './fixture.ts'
import { exactNumber, toText } from './json-text.ts'
import { type Kit, readable } from './kit.ts'
import { assertShape, assertWhole, everythingShown, type Mapped, mapText, mapValue } from './mapped.ts'
import { leaves, type Place, removed, replaced } from './place.ts'

const PLANTED = 'planted-4929-7ab3'
const PLANTED_NUMBER = '86420135.797531'

/** Other values for a leaf; each with something planted that no error may show. */
const RETYPED: readonly unknown[] = [
  PLANTED,
  '',
  `${PLANTED}\u0000\ud800\n${PLANTED}`,
  exactNumber(PLANTED_NUMBER),
  exactNumber('-86420135797531864201357975318642'),
  exactNumber('1e400'),
  exactNumber('1e-400'),
  true,
  false,
  {},
  [],
  { some: PLANTED, ['__proto__']: PLANTED, constructor: { some: PLANTED } },
  [PLANTED, [PLANTED, { deep: [PLANTED] }], exactNumber(PLANTED_NUMBER)],
]

const MIB = 1024 * 1024
const DEPTH = 200_000
/** Values far larger and deeper than any provider sends. */
const ENLARGED: readonly unknown[] = [
  PLANTED.padEnd(MIB, 'x'),
  '9'.repeat(MIB),
  `${'0'.repeat(MIB)}x`,
  Array.from({ length: 10_000 }, () => PLANTED),
  exactNumber('['.repeat(DEPTH) + ']'.repeat(DEPTH)),
]

/** Longest time one enlarged answer may take, in milliseconds. */
const LIMIT_MS = 1_000

/** Every leaf of every fixture removed, nulled, retyped and enlarged: a session or a `TillError`, nothing else. */
export function leafCases(kit: Kit): void {
  const seen = new Set<string>()
  for (const fixture of readable(kit)) {
    kit.test(`${fixture.file}: every leaf removed, nulled or retyped is a session or a typed error`, () => {
      for (const leaf of leaves(fixture.native)) {
        for (const native of [removed(fixture.native, leaf.path), replaced(fixture.native, leaf.path, null)]) {
          check(kit, fixture, leaf, mapText(kit.suite.mapper, toText(native), { via: fixture.via }))
        }
        for (const value of RETYPED) {
          const text = toText(replaced(fixture.native, leaf.path, value))
          check(kit, fixture, leaf, mapText(kit.suite.mapper, text, { via: fixture.via }))
        }
      }
    })
    kit.test(`${fixture.file}: every leaf enlarged is a session or a typed error`, () => {
      for (const leaf of leaves(fixture.native)) {
        const key = `${fixture.via} ${jsonPath(leaf.path)}`
        for (const value of ENLARGED) enlarged(kit, fixture, leaf, { value, first: !seen.has(key) })
        seen.add(key)
      }
    })
  }
}

/** Once per place through text with the whole check; in further fixtures by value, since a mebibyte takes its time. */
function enlarged(kit: Kit, fixture: Fixture, leaf: Place, { value, first }: { value: unknown; first: boolean }): void {
  const native = replaced(fixture.native, leaf.path, value)
  const { mapper } = kit.suite
  const text = first ? toText(native) : ''
  const start = performance.now()
  const mapped = first ? mapText(mapper, text, { via: fixture.via }) : mapValue(mapper, native, { via: fixture.via })
  expect(performance.now() - start, `${jsonPath(leaf.path)} of ${fixture.file} in ms`).toBeLessThan(LIMIT_MS)
  if (first || mapped.kind === 'error') check(kit, fixture, leaf, mapped)
  else {
    assertShape(mapped)
    kit.count(1)
  }
}

function check(kit: Kit, { file }: Fixture, { path }: Place, mapped: Mapped): void {
  kit.count(1)
  assertWhole(mapped)
  if (mapped.kind !== 'error') return
  const shown = everythingShown(mapped.error)
  const leaked = [PLANTED, PLANTED_NUMBER, '86420135797531', '9'.repeat(64), '0'.repeat(64)].filter((part) =>
    shown.includes(part),
  )
  expect(leaked, `${jsonPath(path)} of ${file}: shown in the error`).toEqual([])
  expect(shown.length, `${jsonPath(path)} of ${file}: characters of the error`).toBeLessThan(32_000)
}
