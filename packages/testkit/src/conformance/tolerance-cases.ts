import { expect } from 'vitest'
import type { CheckoutSession } from '@onetill/core'
import { jsonPath } from '@onetill/core/adapter'
import type { Fixture } from './fixture.ts'
import { exactNumber, isObject, toText } from './json-text.ts'
import { type Kit, readable } from './kit.ts'
import { assertWhole, type Mapped, mapText, statusDecision } from './mapped.ts'
import { fitsPath, type Path, parsePath, places, removed, replaced, valueAt } from './place.ts'

/** Words no provider uses, among them names every object has. */
const WORDS = ['entirely-new-word', 'constructor', '__proto__', 'toString', 'paid?']
const EXTRA_KEYS = ['onetill_extra', '__proto__', 'constructor', 'hasOwnProperty']
const EXTRA_VALUES = ['text', 1, { deep: ['x', exactNumber('1e-400')] }]

/** Unknown words, further fields, and fields that are null or missing. */
export function toleranceCases(kit: Kit): void {
  for (const fixture of readable(kit)) {
    const decision = statusDecision(kit.suite.mapper, fixture.native, { via: fixture.via })
    if (typeof decision?.word === 'string') {
      kit.test(`${fixture.file}: an unknown word is unknown and keeps the word`, () =>
        unknownWord(kit, fixture, pathOf(fixture.native, decision.path)),
      )
    }
    kit.test(`${fixture.file}: an extra field changes nothing`, () => extraField(kit, fixture))
    kit.test(`${fixture.file}: a null or missing field changes only itself`, () => missingField(kit, fixture))
  }
}

function unknownWord({ suite, count }: Kit, { native, via }: Fixture, path: Path): void {
  for (const word of WORDS) {
    const mapped = mapText(suite.mapper, toText(replaced(native, path, word)), { via })
    if (mapped.kind === 'error') throw mapped.error
    // An event may leave the status to the read that follows it.
    const allowed = mapped.kind === 'event' ? ['unknown', null] : ['unknown']
    expect(allowed, word).toContain(mapped.value.status)
    expect(mapped.value.detail, word).toBe(null)
    expect(mapped.value.providerStatus, word).toContain(word)
    assertWhole(mapped)
    count(1)
  }
}

function extraField({ suite, count }: Kit, { native, via }: Fixture): void {
  const open = (suite.openObjects ?? []).map(parsePath)
  const plain = mapText(suite.mapper, toText(native), { via })
  const objects = [{ path: [], value: native }, ...places(native)].filter(({ value }) => isObject(value))
  for (const { path } of objects) {
    for (const key of EXTRA_KEYS) {
      // A key the object has already would be changed, not added.
      if (valueAt(native, [...path, key]) !== undefined) continue
      for (const value of EXTRA_VALUES) {
        const mapped = mapText(suite.mapper, toText(replaced(native, [...path, key], value)), { via })
        assertWhole(mapped)
        count(1)
        if (isOpen(open, path)) continue
        expect(resultOf(mapped), `${jsonPath(path)}: ${key}`).toEqual(resultOf(plain))
      }
    }
  }
}

/** Whether the object, or one around it, has keys that are data. */
function isOpen(open: readonly Path[], path: Path): boolean {
  return open.some((pattern) => fitsPath(pattern, path.slice(0, pattern.length)))
}

function missingField({ suite, count }: Kit, fixture: Fixture): void {
  const { native, via } = fixture
  const { mapper } = suite
  const plain = mapText(mapper, toText(native), { via })
  if (plain.kind === 'error') throw plain.error
  for (const { path } of places(native).filter((place) => typeof place.path.at(-1) === 'string')) {
    const name = jsonPath(path)
    const without = removed(native, path)
    const missing = mapText(mapper, toText(without), { via })
    const empty = mapText(mapper, toText(replaced(native, path, null)), { via })
    count(2)
    const open = (suite.openObjects ?? []).some((pattern) => fitsPath(parsePath(pattern), path.slice(0, -1)))
    if (!open) expect(comparable(empty), `${name}: null is not the same as missing`).toEqual(comparable(missing))
    if (missing.kind === 'error') {
      expect(missing.error.code, name).toBe('invalid_response')
      expect(
        missing.error.issues.map((issue) => issue.path),
        `${name} is missing`,
      ).toContain(name)
      continue
    }
    assertWhole(missing)
    const allowed = new Set<string>(dependentsOf(suite.dependents ?? {}, path))
    if (rowAt(mapper, without, via) !== rowAt(mapper, native, via)) for (const field of BY_STATUS) allowed.add(field)
    for (const { path: changed, value } of changes(plain.value, missing.value)) {
      if (allowed.has(String(changed[0])) || changed[0] === 'notes') continue
      const emptied = value === null || value === undefined || value === 'unknown'
      expect(emptied, `${name} is missing and ${jsonPath(changed)} became ${JSON.stringify(value)}`).toBe(true)
    }
  }
}

/** What follows from the row that decided the status. */
const BY_STATUS: readonly (keyof CheckoutSession)[] = [
  'status',
  'detail',
  'paidAt',
  'failure',
  'refundStatus',
  'refundEvidence',
  'reversal',
  'amounts',
]

function rowAt(mapper: Kit['suite']['mapper'], native: unknown, via: Fixture['via']): string | null {
  return statusDecision(mapper, native, { via })?.row ?? null
}

function dependentsOf(dependents: NonNullable<Kit['suite']['dependents']>, path: Path): readonly string[] {
  return Object.entries(dependents).flatMap(([pattern, fields]) => (fitsPath(parsePath(pattern), path) ? fields : []))
}

/** Fields of ours that differ: the shallowest place where a list or null stands on one side, else the leaf. */
function changes(before: unknown, after: unknown, path: Path = []): readonly { path: Path; value: unknown }[] {
  if (Object.is(before, after)) return []
  if (!isObject(before) || !isObject(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, value: after }]
  }
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    changes(before[key], after[key], [...path, key]),
  )
}

/** The path as `explain` writes it → the keys in this answer. */
function pathOf(native: unknown, text: string): Path {
  const path = parsePath(text)
  if (typeof valueAt(native, path) !== 'string') throw new Error(`explain names ${text}, where the answer has no text`)
  return path
}

function resultOf(mapped: Mapped): unknown {
  return mapped.kind === 'error' ? mapped.error.toJSON() : mapped.value
}

/** An error by its code and places, since the expected type of null and missing may be worded apart. */
function comparable(mapped: Mapped): unknown {
  return mapped.kind === 'error' ? [mapped.error.code, mapped.error.issues.map(({ path }) => path)] : mapped.value
}
