import { code, codes } from 'currency-codes'
import { expect, test } from 'vitest'
import { EXPONENTS, ISO_4217_DATE } from './iso-4217.ts'

const NO_MINOR_UNIT = 'ISO states "N.A." for the minor unit; the package shows that as 0'

/** Where our table of 2026 and the package's list of 2024-06-25 differ, and why ours is right. Nothing else may. */
const DIFFERENCES: Readonly<Record<string, { readonly ours: string; readonly theirs: string; readonly why: string }>> =
  {
    ANG: { ours: 'absent', theirs: '2', why: 'withdrawn 2025: the Caribbean guilder XCG replaced it' },
    XCG: { ours: '2', theirs: 'absent', why: 'Caribbean guilder of Curaçao and Sint Maarten, since 2025-03-31' },
    CUC: { ours: 'absent', theirs: '2', why: 'Peso Convertible of Cuba, withdrawn' },
    BGN: { ours: 'absent', theirs: '2', why: 'Bulgaria has the euro since 2026-01-01' },
    XAD: { ours: '2', theirs: 'absent', why: 'Arab Accounting Dinar, added after the package was made' },
    ...Object.fromEntries(
      ['XAG', 'XAU', 'XBA', 'XBB', 'XBC', 'XBD', 'XDR', 'XPD', 'XPT', 'XSU', 'XTS', 'XUA', 'XXX'].map((metal) => [
        metal,
        { ours: 'none', theirs: '0', why: NO_MINOR_UNIT },
      ]),
    ),
  }

const ours = (currency: string): string =>
  EXPONENTS.has(currency) ? String(EXPONENTS.get(currency) ?? 'none') : 'absent'
const theirs = (currency: string): string => String(code(currency)?.digits ?? 'absent')

test('the table differs from an independent list only where a reason is known', () => {
  const all = [...new Set([...EXPONENTS.keys(), ...codes()])]
  const found = all
    .filter((currency) => ours(currency) !== theirs(currency))
    .map((currency) => [currency, { ours: ours(currency), theirs: theirs(currency) }] as const)
  const known = Object.entries(DIFFERENCES).map(([currency, { ours, theirs }]) => [currency, { ours, theirs }] as const)
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(known))
  for (const { why } of Object.values(DIFFERENCES)) expect(why.length).toBeGreaterThan(20)
})

test('the table has its date, every code once and in the form of ISO', () => {
  expect(ISO_4217_DATE).toMatch(/^20\d\d-\d\d-\d\d$/)
  expect(EXPONENTS.size).toBe(codes().length - 3 + 2)
  for (const [currency, exponent] of EXPONENTS) {
    expect(currency).toMatch(/^[A-Z]{3}$/)
    expect([0, 2, 3, 4, null]).toContain(exponent)
  }
})

test('the currencies on which Intl and ISO disagree follow ISO', () => {
  for (const currency of ['HUF', 'IDR', 'COP', 'PKR', 'MGA']) expect(EXPONENTS.get(currency)).toBe(2)
  expect(EXPONENTS.get('IQD')).toBe(3)
})
