import { expect } from 'vitest'
import { type CheckoutSession, type Money, money } from '@onetill/core'
import { jsonPath } from '@onetill/core/adapter'
import { isObject, toText } from './json-text.ts'
import { type Kit, readable } from './kit.ts'
import { assertWhole, type Mapped, mapText } from './mapped.ts'
import { leaves, replaced } from './place.ts'
import type { JsonObject } from './suite.ts'

/** Exponents 0, 2 and 3, and more digits than a double has. */
const EXACT: readonly (readonly [string, string])[] = [
  ['1500', 'JPY'],
  ['12.34', 'USD'],
  ['0.10', 'USD'],
  ['45.01', 'EUR'],
  ['1.005', 'KWD'],
  ['9007199254740993', 'JPY'],
  ['90071992547409.93', 'USD'],
  ['1234567890123456.789', 'KWD'],
  ['0.00', 'USD'],
]
const TOO_PRECISE: readonly (readonly [string, string])[] = [
  ['15.5', 'JPY'],
  ['12.345', 'USD'],
  ['1.0005', 'KWD'],
  ['1.000000000000000005', 'USD'],
]
const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/

/** Amounts digit for digit, and times that do not exist. */
export function moneyCases(kit: Kit): void {
  const { suite, test } = kit
  const { withAmount } = suite
  const name = 'amounts survive digit for digit'
  if (withAmount !== undefined) test(name, () => amounts(kit, withAmount))
  else if (suite.mapper.provider.capabilities.reportsAmount)
    test(name, () => {
      throw new Error('the provider reports amounts: the suite needs `withAmount`')
    })
  else kit.skip(name, 'reportsAmount')
  test('February 30 is refused with its path', () => times(kit))
}

function amounts(kit: Kit, withAmount: (native: JsonObject, amount: Money) => JsonObject): void {
  const amountOf = kit.suite.amountOf ?? (({ amount }: CheckoutSession) => amount)
  let checked = 0
  for (const { native, via, file } of readable(kit)) {
    const plain = isObject(native) ? mapText(kit.suite.mapper, toText(native), { via }) : null
    if (!isObject(native) || plain?.kind !== 'session' || amountOf(plain.value) === null) continue
    const read = (value: string, currency: string): Extract<Mapped, { kind: 'session' }> => {
      const mapped = mapText(kit.suite.mapper, toText(withAmount(native, { value, currency })), { via })
      if (mapped.kind !== 'session') throw new Error(`${file} with ${value} ${currency} is no session`)
      assertWhole(mapped)
      kit.count(1)
      checked++
      return mapped
    }
    const notes = ({ value }: ReturnType<typeof read>) => value.notes.filter(({ code }) => code === 'amount_precision')
    for (const [value, currency] of EXACT) {
      const mapped = read(value, currency)
      expect(amountOf(mapped.value), file).toEqual(money(value, currency))
      expect(notes(mapped), `${file} with ${value} ${currency}`).toEqual([])
    }
    for (const [value, currency] of TOO_PRECISE) {
      const mapped = read(value, currency)
      expect(amountOf(mapped.value), file).toEqual({ value, currency })
      expect(notes(mapped), `${file} with ${value} ${currency}`).not.toEqual([])
    }
  }
  expect(checked, 'fixtures with an amount').toBeGreaterThan(0)
}

/** A text is a time of the model when another valid time there shows up in the session. */
function times(kit: Kit): void {
  const other = '2025-01-02T03:04:05Z'
  let checked = 0
  for (const fixture of readable(kit)) {
    for (const { path, value } of leaves(fixture.native)) {
      if (typeof value !== 'string' || !RFC_3339.test(value)) continue
      const read = (time: string): Mapped =>
        mapText(kit.suite.mapper, toText(replaced(fixture.native, path, time)), { via: fixture.via })
      if (!JSON.stringify(read(other)).includes('"2025-01-02T03:04:05.000Z"')) continue
      for (const time of ['2026-02-30T10:00:00Z', '2025-02-29T10:00:00.123456+02:00', '2026-11-20T10:00:00']) {
        const mapped = read(time)
        expect(mapped.kind === 'error' ? mapped.error.issues.map((issue) => issue.path) : mapped, time).toEqual([
          jsonPath(path),
        ])
        kit.count(1)
      }
      checked++
    }
  }
  if (checked === 0)
    expect(
      readable(kit)
        .map(({ text }) => text)
        .join(''),
    ).not.toMatch(/"\d{4}-\d{2}-\d{2}T/)
}
