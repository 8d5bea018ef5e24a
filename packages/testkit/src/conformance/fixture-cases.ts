import { expect } from 'vitest'
import { rowName } from '@onetill/core/adapter'
import { type Fixture, statusInName } from './fixture.ts'
import { type Kit, readable } from './kit.ts'
import { assertWhole, mapText, statusDecision } from './mapped.ts'

/** Every fixture is what its name and its row in sources.json say, and every row of the status table has one. */
export function fixtureCases(kit: Kit): void {
  const { suite, fixtures, test, count } = kit
  const { mapper } = suite

  for (const fixture of readable(kit)) {
    test(`${fixture.file} is ${fixture.status ?? 'no status'}${fixture.detail === null ? '' : `/${fixture.detail}`}`, () => {
      if (fixture.kind === 'session') expect(statusInName(fixture.file)).toBe(fixture.status)
      const mapped = mapText(mapper, fixture.text, { via: fixture.via })
      if (mapped.kind === 'error') throw mapped.error
      expect([mapped.value.status, mapped.value.detail]).toEqual([fixture.status, fixture.detail])
      assertWhole(mapped)
      const decision = statusDecision(mapper, fixture.native, { via: fixture.via })
      if (decision !== undefined && mapped.value.status !== null) {
        expect(decision.result).toBe([mapped.value.status, mapped.value.detail].filter(Boolean).join('/'))
      }
      count(1)
    })
  }

  for (const { file, text, via, refused } of fixtures.filter((fixture) => fixture.refused !== null)) {
    test(`${file} is refused at ${refused}`, () => {
      const mapped = mapText(mapper, text, { via })
      if (mapped.kind !== 'error') throw new Error(`${file} is a ${mapped.kind}`)
      expect([mapped.error.code, mapped.error.issues[0]?.path]).toEqual(['invalid_response', refused])
      count(1)
    })
  }

  test('every row of the status table decides a fixture', () => {
    const rows = mapper.statuses.rows.map(rowName)
    const decided = readable(kit).map((fixture) => decidingRow(kit, fixture))
    const idle = rows.filter((row) => !decided.includes(row))
    expect(idle, 'fixtures: these rows decide none; add a session.<status>.json with the word').toEqual([])
    count(decided.length)
  })

  test('fixtures hold no telephone number, address or credential of anybody', () => {
    for (const { file, text } of fixtures.filter(({ origin }) => origin === 'composed')) {
      const phones = (text.match(/\+\d{8,15}/g) ?? []).filter((phone) => !/55501\d\d$/.test(phone))
      const mails = (text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? []).filter(
        (mail) => !/[@.]example\.\w+$/.test(mail),
      )
      const keys = text.match(/\b(?:mvn|mk|ks|sk|pk)_(?:live|test)_\w+|whsec_\w+/g) ?? []
      expect([...phones, ...mails, ...keys], file).toEqual([])
    }
  })
}

function decidingRow({ suite }: Kit, { native, via }: Fixture): string | null {
  return statusDecision(suite.mapper, native, { via })?.row ?? null
}
