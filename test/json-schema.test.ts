import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkoutSession, money } from '@onetill/core'
import {
  BARE_SESSION,
  changed,
  FULL_SESSIONS,
  pathsOf,
  REPLACEMENTS,
} from '../packages/core/src/full-session.fixture.ts'

// As an application finds it: by the name of the package.
const file = createRequire(import.meta.url).resolve('@onetill/core/schema.json')
const document: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'))

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true })
// The keywords of our own; ajv's strict mode still refuses every other it does not know.
ajv.addVocabulary(['personal', 'schemaVersion'])
const validate = ajv.compile(document)

const SESSIONS = [BARE_SESSION, ...FULL_SESSIONS]

test('the published JSON Schema is a valid one, and it is in the package', () => {
  expect(ajv.validateSchema(document)).toBe(true)
  const manifest: { readonly files: readonly string[] } = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('@onetill/core/package.json'), 'utf8'),
  )
  expect(manifest.files).toContain('schema')
})

test('it accepts every session we make', () => {
  for (const session of SESSIONS) {
    validate(JSON.parse(JSON.stringify(session)))
    expect(validate.errors).toBeNull()
  }
})

describe('it says the same as the strict schema', () => {
  test('of every place of a session changed, removed or added', () => {
    let [good, bad] = [0, 0]
    for (const session of SESSIONS) {
      const paths = pathsOf(session)
      const mutants = [
        ...paths.flatMap((path) => REPLACEMENTS.map((value) => changed(session, path, () => value))),
        ...paths.map((path) =>
          changed(session, path, (old) =>
            typeof old === 'object' && old !== null && !Array.isArray(old) ? { ...old, extra: 1 } : old,
          ),
        ),
      ]
      for (const mutant of mutants) {
        const says = checkoutSession.safeParse(mutant).success
        expect(validate(mutant), JSON.stringify(mutant)).toBe(says)
        if (says) good++
        else bad++
      }
    }
    expect(good).toBeGreaterThan(100)
    expect(bad).toBeGreaterThan(1_000)
  })

  test('of money, whatever its text', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789.-+e '), maxLength: 12 })
    fc.assert(
      fc.property(digits, fc.constantFrom('EUR', 'USDC', 'eur', 'E', ''), (value, currency) => {
        const session = { ...BARE_SESSION, amount: { value, currency } }
        expect(validate(session)).toBe(checkoutSession.safeParse(session).success)
      }),
      { numRuns: 1_000 },
    )
    expect(validate({ ...BARE_SESSION, amount: money('12.5', 'EUR') })).toBe(true)
  })
})
