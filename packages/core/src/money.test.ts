import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isTillError } from './error.ts'
import { readJson } from './json.ts'
import {
  addMoney,
  compareMoney,
  equalMoney,
  formatMoney,
  fromMinorUnits,
  type Money,
  minorUnits,
  money,
  moneySchema,
  readMoney,
  subtractMoney,
} from './money.ts'
import type { Note } from './notes.ts'
import { UNITS } from './units.fixture.ts'

const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return isTillError(error) ? error.code : `not a TillError: ${String(error)}`
  }
  return 'nothing thrown'
}

/** What a caller writes, and what becomes of it (canonical form). */
const CANONICAL: readonly (readonly [value: string, currency: string, canonical: string, why: string])[] = [
  ['12.5', 'EUR', '12.50', 'padded to the ISO exponent'],
  ['12', 'EUR', '12.00', 'padded from nothing'],
  ['12.50', 'EUR', '12.50', 'already canonical'],
  ['12.500', 'EUR', '12.50', 'zeros beyond the exponent are no precision'],
  ['0012.50', 'EUR', '12.50', 'leading zeros'],
  ['0', 'EUR', '0.00', 'zero'],
  ['000.000', 'EUR', '0.00', 'zero in many digits'],
  ['12', 'eur', '12.00', 'codes are upper case'],
  ['100', 'JPY', '100', 'no decimals'],
  ['100.000', 'JPY', '100', 'zeros only'],
  ['1.5', 'KWD', '1.500', 'three decimals'],
  ['1.5', 'CLF', '1.5000', 'four decimals'],
  ['1000', 'UGX', '1000', 'ISO says no decimals, whatever a provider sends on the wire'],
  ['1000', 'ISK', '1000', 'as UGX'],
  ['12.50', 'USDC', '12.5', 'a token is not padded'],
  ['12.00', 'USDT', '12', 'a token keeps no zeros'],
  ['0.000001', 'USDC', '0.000001', 'a token keeps its digits'],
  ['1.000000000000000005', 'USDC', '1.000000000000000005', 'eighteen decimals, exact'],
  ['1.10', 'ZZZ', '1.1', 'a currency that is not listed is not padded'],
  ['1.234567', 'ZZZ', '1.234567', 'and has no precision to exceed'],
  ['1.5', 'XAU', '1.5', 'listed, but ISO states no minor unit'],
  [`${'9'.repeat(60)}.99`, 'EUR', `${'9'.repeat(60)}.99`, 'sixty digits, exact'],
]

test.for(CANONICAL)('money(%s, %s) is %s: %s', ([value, currency, canonical]) => {
  const made = money(value, currency)
  expect(made).toEqual({ value: canonical, currency: currency.toUpperCase() })
  expect(money(made.value, made.currency)).toEqual(made)
  expect(moneySchema.parse(made)).toEqual(made)
})

describe('what is no amount is refused', () => {
  const REFUSED: readonly (readonly [value: unknown, why: string])[] = [
    ...([12.5, 0, Number.NaN, 12n, null, undefined, {}, [], ['12']] as const).map(
      (value) => [value, 'no text'] as const,
    ),
    ...['-1', '+1', '-0', '\u22121'].map((value) => [value, 'a sign'] as const),
    ...['1e2', '1E2', '1e-2'].map((value) => [value, 'an exponent'] as const),
    ...[' 1', '1 ', '1 000', '1\n', '\t1', '1\u00a0000', '\ufeff1'].map((value) => [value, 'a space'] as const),
    ...['', '.', '1.', '.5', '1.2.3', '1,5', '1_000', '0x10', 'Infinity', 'NaN', '１', '1٫5', '٣'].map(
      (value) => [value, 'no decimal text'] as const,
    ),
    ['1'.repeat(1_000_000), 'a megabyte of digits'],
  ]
  test.for(REFUSED.map(([value, why]) => ({ value, why, name: String(value).slice(0, 20) })))(
    '$name: $why',
    ({ value }) => {
      expect(codeOf(() => Reflect.apply(money, undefined, [value, 'EUR']))).toBe('invalid_amount')
    },
  )

  test.for(['', 'E', 'EU R', 'EUR ', 'EÜR', '€', 'A'.repeat(13), '__proto__', 'E\nR'])('currency %j', (currency) => {
    expect(codeOf(() => money('1', currency))).toBe('invalid_amount')
  })

  test.for([null, undefined, 978, {}])('currency %j', (currency) => {
    expect(codeOf(() => Reflect.apply(money, undefined, ['1', currency]))).toBe('invalid_amount')
  })

  test.for([
    ['1.005', 'EUR'],
    ['0.1', 'JPY'],
    ['1.0001', 'KWD'],
    ['1.00001', 'CLF'],
  ] as const)('%s %s has more decimals than the currency and is not rounded', ([value, currency]) => {
    expect(codeOf(() => money(value, currency))).toBe('amount_precision')
  })

  test('no message repeats the value', () => {
    for (const value of ['4242424242424242x', '1.23456789']) {
      try {
        money(value, 'EUR')
      } catch (error) {
        expect(String(error)).not.toMatch(/4242|2345/)
      }
    }
    expect.assertions(2)
  })
})

describe("a provider's amount", () => {
  const read = (value: unknown, currency: unknown): { readonly money: Money; readonly notes: readonly Note[] } => {
    const notes: Note[] = []
    return { money: readMoney(value, currency, { amount: 'a.b', currency: 'c' }, notes), notes }
  }
  /** JSON literal or text, currency, value, notes. */
  const KEPT: readonly (readonly [json: string, currency: string, value: string, ...notes: Note[]])[] = [
    ['45.01', 'USD', '45.01'],
    ['1e2', 'USD', '100.00'],
    ['1E+2', 'JPY', '100'],
    ['1.5e-1', 'USD', '0.15'],
    ['9007199254740993', 'JPY', '9007199254740993'],
    ['9007199254740993', 'USD', '9007199254740993.00'],
    ['1.000000000000000005', 'USDC', '1.000000000000000005'],
    ['1.000000000000000005', 'USD', '1.000000000000000005', { code: 'amount_precision', path: 'a.b' }],
    ['12.345', 'EUR', '12.345', { code: 'amount_precision', path: 'a.b' }],
    ['12.340', 'EUR', '12.34'],
    ['0.5', 'JPY', '0.5', { code: 'amount_precision', path: 'a.b' }],
    ['"0100.50"', 'usd', '100.50'],
    ['"+5"', 'USD', '5.00'],
    ['"5."', 'USD', '5.00'],
    ['".5"', 'USD', '0.50'],
    ['-0', 'USD', '0.00'],
    ['-0.0', 'USD', '0.00'],
    ['5', 'ZZZ', '5', { code: 'unlisted_currency', path: 'c' }],
    ['5.10', 'USDC', '5.1'],
    [`${'9'.repeat(60)}`, 'JPY', '9'.repeat(60)],
  ]
  test.for(KEPT)('%s %s is kept as %s', ([json, currency, value, ...notes]) => {
    expect(read(readJson(json), currency)).toEqual({ money: { value, currency: currency.toUpperCase() }, notes })
  })

  test.for([
    '-1',
    '-0.01',
    '"-1"',
    '1e400',
    '-1e400',
    '""',
    '"abc"',
    '"1 "',
    '"1,5"',
    '"0x1"',
    'true',
    'null',
    '[]',
    '{}',
  ])('%s is no amount', (json) => {
    expect(codeOf(() => read(readJson(json), 'USD'))).toBe('invalid_response')
  })

  test.for([null, undefined, 840, '', '$', 'US DOLLAR', {}])('%j is no currency', (currency) => {
    expect(codeOf(() => read('1', currency))).toBe('invalid_response')
  })

  test('with excess digits is read, but has no minor units', () => {
    const { money: kept } = read('12.345', 'EUR')
    expect(codeOf(() => minorUnits(kept))).toBe('amount_precision')
  })

  test('a megabyte of anything is answered in a moment', () => {
    const size = 1 << 20
    for (const text of [
      '0'.repeat(size),
      `${'0'.repeat(size)}x`,
      '1'.repeat(size),
      `0.${'0'.repeat(size)}1`,
      `1e${'9'.repeat(size)}`,
    ]) {
      const start = performance.now()
      expect(codeOf(() => read(text, 'USD'))).toBe('invalid_response')
      expect(performance.now() - start).toBeLessThan(20)
    }
  })
})

describe('two currencies', () => {
  const [euro, dollar] = [money('1', 'EUR'), money('1', 'USD')]
  test.for([addMoney, subtractMoney, compareMoney])('%o refuses them', (operation) => {
    expect(codeOf(() => operation(euro, dollar))).toBe('currency_mismatch')
  })
  test('are never equal', () => expect(equalMoney(euro, dollar)).toBe(false))
})

test('amounts of different scale add and compare exactly', () => {
  const excess = { value: '0.005', currency: 'EUR' }
  expect(addMoney(money('1', 'EUR'), excess)).toEqual({ value: '1.005', currency: 'EUR' })
  expect(addMoney(excess, excess)).toEqual({ value: '0.01', currency: 'EUR' })
  expect(subtractMoney(money('0', 'EUR'), money('0.10', 'EUR'))).toEqual({ value: '-0.10', currency: 'EUR' })
  expect(compareMoney(excess, money('0', 'EUR'))).toBe(1)
  expect(compareMoney({ value: '1.0', currency: 'ZZZ' }, { value: '1', currency: 'ZZZ' })).toBe(0)
})

describe('formatMoney', () => {
  const spaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ')
  test.for([
    [money('1234.5', 'EUR'), 'de', '1.234,50 €'],
    [money('1234.5', 'USD'), 'en-US', '$1,234.50'],
    [money('1234', 'JPY'), 'ja-JP', '￥1,234'],
    [money('1.5', 'KWD'), 'en-US', 'KWD 1.500'],
    // Intl gives the forint no decimals; ISO gives it two.
    [money('12.34', 'HUF'), 'en-US', 'HUF 12.34'],
    [money('9007199254740993.12', 'USD'), 'en-US', '$9,007,199,254,740,993.12'],
    [{ value: '12.345', currency: 'EUR' }, 'en-US', '€12.345'],
    [money('0.000000000000000001', 'USDC'), 'en-US', '0.000000000000000001 USDC'],
    [money('1234.5', 'ZZZ'), 'en-US', '1,234.5 ZZZ'],
    [subtractMoney(money('0', 'EUR'), money('5', 'EUR')), 'en-US', '-€5.00'],
  ] as const)('%o in %s is %s', ([amount, locale, text]) => {
    expect(spaces(formatMoney(amount, locale))).toBe(text)
  })

  test('shows every digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.constantFrom(...UNITS), (n, [, currency, options]) => {
        const amount = fromMinorUnits(n, currency, options)
        expect(formatMoney(amount, 'en-US').replace(/[^\d.]/g, '')).toBe(amount.value)
      }),
    )
  })
})

describe('the first bad field is named', () => {
  const pathOf = (value: unknown, currency: unknown): string | undefined => {
    try {
      readMoney(value, currency, { amount: 'a.b', currency: 'c' }, [])
    } catch (error) {
      return isTillError(error) ? error.issues[0]?.path : String(error)
    }
    return 'nothing thrown'
  }
  test.for([
    ['1', null, 'c'],
    ['1', '$', 'c'],
    ['x', null, 'a.b'],
    [null, null, 'a.b'],
    [{}, '$', 'a.b'],
    ['x', 'EUR', 'a.b'],
  ] as const)('%j %j: %s', ([value, currency, path]) => expect(pathOf(value, currency)).toBe(path))
})

test('the schema holds canonical text and an upper case code, and nothing around them', () => {
  const holds = (value: string, currency: string) => moneySchema.safeParse({ value, currency }).success
  for (const value of ['0', '0.5', '10.00', '123']) expect(holds(value, 'EUR'), value).toBe(true)
  for (const value of ['', '01', '.5', '5.', '-1', '+1', ' 1', '1 ', 'x1', '1x', '1e2', '1.2.3', '9'.repeat(203)])
    expect(holds(value, 'EUR'), value).toBe(false)
  for (const code of ['eur', 'E', '', 'EUR ', ' EUR', 'EUR!', '!EUR', 'A'.repeat(13)])
    expect(holds('1', code), code).toBe(false)
})

test('equal money is the same value of the same currency', () => {
  expect(equalMoney(money('1', 'EUR'), money('1', 'EUR'))).toBe(true)
  expect(equalMoney(money('1', 'EUR'), money('2', 'EUR'))).toBe(false)
})

test('a sum with more digits than an amount may have is refused', () => {
  const most = { value: '9'.repeat(100), currency: 'ZZZ' }
  expect(codeOf(() => addMoney(most, { value: '1', currency: 'ZZZ' }))).toBe('invalid_amount')
  expect(addMoney(most, { value: '0', currency: 'ZZZ' })).toEqual(most)
})
