import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CONTEXT, mapperOf } from './acme.fixture.ts'
import { decimalText } from './decimal.ts'
import { doubles, errorOf, literalsOf, meaning, nativeWith, significant } from './json.fixture.ts'
import { mayHoldLongLiteral, readJson, readJsonExactly } from './json.ts'
import { normalize } from './normalize.ts'
import { isNumberLiteral } from './number-literal.ts'

describe('a number arrives digit for digit', () => {
  const EXACT = [
    '45.01', '1e2', '1E2', '1e+2', '-1e2', '9007199254740993', '1.000000000000000005', '0.1', '0', '-0', '0.0', '100',
    '1.0', '1.50', '123456789012345', '1234567890123456', '0.000000000000001', '0.1234567890123456789',
    '12345678901234567890123456789.5', '1e21', '1e-7', '1.7976931348623157e308', '0.30000000000000004',
  ] // biome-ignore format: a table
  test.for(EXACT)('%s, bare, in an array and in an object', (literal) => {
    for (const read of [readJson, readJsonExactly]) {
      for (const value of [read(literal), Object(read(`[${literal}]`))[0], Object(read(`{"a":${literal}}`)).a]) {
        expect(meaning(decimalText(value) ?? 'none')).toBe(meaning(literal))
      }
    }
  })

  const digits = (length: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: length })
  const literal = fc
    .tuple(
      fc.boolean(),
      digits(24).map((text) => text.replace(/^0+(?=\d)/, '')),
      fc.option(digits(24)),
      fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), fc.nat(60))),
    )
    .map(
      ([negative, whole, fraction, power]) =>
        `${negative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}${power === null ? '' : power.join('')}`,
    )

  test('property: any literal, among others, in any place', () => {
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1, maxLength: 8 }), fc.string({ maxLength: 20 }), (literals, key) => {
        const text = `{${JSON.stringify(key)}: "x", "list": [ ${literals.join(' ,')} ]}`
        for (const read of [readJson, readJsonExactly]) {
          const list: readonly unknown[] = Object(read(text)).list
          expect(list.map((value) => meaning(decimalText(value) ?? 'none'))).toEqual(literals.map(meaning))
        }
      }),
    )
  })

  test('property: String(JSON.parse(literal)) gives back every literal of at most 15 significant digits', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: -200, max: 200 }),
        fc.boolean(),
        (mantissa, point, power, exponent) => {
          const padded = String(mantissa).padStart(point + 1, '0')
          const plain = point === 0 ? padded : `${padded.slice(0, -point)}.${padded.slice(-point)}`
          const text = exponent ? `${plain}e${power}` : plain
          expect(meaning(String(JSON.parse(text)))).toBe(meaning(text))
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe('the test for long literals', () => {
  const noise = fc.oneof(
    fc.string({ maxLength: 40 }).map((text) => JSON.stringify(text)),
    fc.constantFrom(
      'true',
      'null',
      '[]',
      '{}',
      '1',
      '-1.5',
      '12345678901234567890',
      '0.00001',
      '" "',
      '"123456789012345678"',
    ),
    fc.string({ unit: fc.constantFrom(...'0123456789.'), maxLength: 40 }).map((text) => JSON.stringify(text)),
  )
  const long = fc
    .tuple(fc.nat(30), fc.nat(30), fc.boolean(), fc.option(fc.integer({ min: -30, max: 30 })))
    .map(
      ([whole, fraction, negative, power]) =>
        `${negative ? '-' : ''}${'1234567890'.repeat(4).slice(0, whole + 1)}${fraction === 0 ? '' : `.${'9'.repeat(fraction)}`}${power === null ? '' : `e${power}`}`,
    )

  test('property: never says no for a text with a literal of 16 or more significant digits', () => {
    let held = 0
    fc.assert(
      fc.property(fc.array(fc.oneof(noise, long), { maxLength: 12 }), fc.string({ maxLength: 40 }), (items, lead) => {
        const text = `{${JSON.stringify(lead)}:[${items.join(',')}]}`
        if (!literalsOf(text).some((literal) => significant(literal) >= 16)) return
        held++
        expect(mayHoldLongLiteral(text)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
    expect(held).toBeGreaterThan(500)
  })

  test('finds sixteen digits at every place of a text, with the point at every place of the digits', () => {
    for (let lead = 0; lead < 50; lead++) {
      for (let point = 0; point < 16; point++) {
        const digits = '1234567890123456'
        const literal = point === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
        const text = `["${'x'.repeat(lead)}",${literal}]`
        expect(mayHoldLongLiteral(text), text).toBe(true)
        expect(decimalText(Object(readJson(text))[1])).toBe(literal)
      }
    }
  })

  test('says no for an ordinary answer, so that the quick way is the usual one', () => {
    const text = JSON.stringify({
      id: '3d72f30c-2977-44bf-b2e8-ff09b9b3216d',
      amount: 140.76,
      created_at: '2026-11-20T12:00:00.123456Z',
      items: Array.from({ length: 50 }, (_, index) => ({ index, price: index * 1.5, name: `Item ${index}` })),
    })
    expect(mayHoldLongLiteral(text)).toBe(false)
  })
})

describe('what is no number is left as JSON.parse gives it', () => {
  test('property: equal to JSON.parse wherever every literal has at most 15 significant digits', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        if (literalsOf(text).some((literal) => significant(literal) > 15)) return
        // A text may go the slow way for less; what it keeps as text then is the same number.
        expect(doubles(readJson(text))).toEqual(JSON.parse(text))
        if (!mayHoldLongLiteral(text) && !/e-\d{3}/i.test(text)) expect(readJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('property: the rest of the text is untouched by a long literal in it', () => {
    const unit = fc.oneof(
      fc.constantFrom('\u0001', '\u001f', '"', '\\', '1', '\\u0001', '{', '-'),
      fc.string({ maxLength: 1 }),
    )
    const texts = fc.array(fc.string({ unit, maxLength: 20 }), { maxLength: 6 })
    fc.assert(
      fc.property(texts, texts, (values, keys) => {
        const rest = { values, keys: Object.fromEntries(keys.map((key, index) => [`k${key}`, index])) }
        const read = Object(readJson(`{"long":9007199254740993,"rest":${JSON.stringify(rest)}}`))
        expect(read.rest).toEqual(rest)
        expect(decimalText(read.long)).toBe('9007199254740993')
      }),
    )
  })

  test.for([
    ['digits in a text', '"12345678901234567890"', '12345678901234567890'],
    ['digits after an escaped quote', '"\\"12345678901234567890"', '"12345678901234567890'],
    ['digits after an escaped backslash', '"\\\\12345678901234567890"', '\\12345678901234567890'],
    ['a text like a mark, escaped', '"\\u00010"', '\u00010'],
    ['a text like a mark in capitals', '"\\u001F0"', '\u001f0'],
    [
      'every character that may mark',
      JSON.stringify(String.fromCharCode(...Array(28).keys())),
      String.fromCharCode(...Array(28).keys()),
    ],
  ] as const)('%s', ([, json, value]) => {
    expect(readJson(json)).toBe(value)
    const pair = Object(readJson(`[9007199254740993,${json}]`))
    expect(decimalText(pair[0])).toBe('9007199254740993')
    expect(pair[1]).toBe(value)
  })

  test('a literal is told from an object of the provider that looks like one', () => {
    const [real, forged] = Object(readJson('[9007199254740993,{"literal":"5"}]'))
    expect(isNumberLiteral(real)).toBe(true)
    expect(isNumberLiteral(forged)).toBe(false)
  })

  test.for(['__proto__', 'constructor', 'prototype', '\\u005f_proto__', 'toString'])(
    'a key %s is an own key and no more',
    (key) => {
      const before = Object.getOwnPropertyNames(Object.prototype)
      for (const inner of ['{"polluted":1}', '{"polluted":9007199254740993}', '9007199254740993']) {
        const text = `{"a":{"${key}":${inner}},"b":[{"${key}":${inner}}]}`
        for (const read of [readJson, readJsonExactly]) {
          const a: object = Object(read(text)).a
          expect(Object.getPrototypeOf(a)).toBe(Object.prototype)
          expect(Object.hasOwn(a, JSON.parse(`"${key}"`))).toBe(true)
          expect('polluted' in {}).toBe(false)
          expect('polluted' in a).toBe(false)
        }
      }
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
    },
  )
})

describe('hostile texts', () => {
  test('200,000 levels deep, with a long literal at the bottom', () => {
    const depth = 200_000
    const start = performance.now()
    let value = readJson(`${'['.repeat(depth)}9007199254740993${']'.repeat(depth)}`)
    expect(performance.now() - start).toBeLessThan(1_000)
    for (let level = 0; level < depth; level++) value = Object(value)[0]
    expect(decimalText(value)).toBe('9007199254740993')
  })

  test('deep metadata is cut and noted, and the session can be printed and stored', () => {
    const deep = `${'{"a":'.repeat(200_000)}12345678901234567890${'}'.repeat(200_000)}`
    const session = normalize(mapperOf('acme'), nativeWith(`"metadata":{"deep":${deep},"long":12345678901234567890}`), {
      ...CONTEXT,
      validate: true,
    })
    expect(session.notes).toEqual([{ code: 'metadata_cut', path: 'metadata' }])
    expect(session.metadata?.['long']).toBe('12345678901234567890')
    expect(JSON.parse(JSON.stringify(session))).toEqual(session)
    expect(structuredClone(session)).toEqual(session)
    expect(inspect(session, { depth: Number.POSITIVE_INFINITY })).toContain('metadata_cut')
  })

  test('a megabyte of digits, and of texts full of digits', () => {
    const size = 1 << 20
    const many = `[${Array(50_000).fill('12345678901234567').join(',')}]`
    for (const text of [
      '1'.repeat(size),
      `"${'1'.repeat(size)}"`,
      `["${'123456789012345x'.repeat(size / 16)}"]`,
      many,
    ]) {
      const start = performance.now()
      readJson(text)
      expect(performance.now() - start).toBeLessThan(1_000)
    }
  })

  const SECRET = 'sk_live_c4na4242c4na4242'
  test.for([
    '',
    ' ',
    '{',
    `{"key":"${SECRET}"`,
    SECRET,
    `{"${SECRET}":01}`,
    `[1,]${SECRET}`,
    '\u0000',
    `"${SECRET}\n"`,
    'NaN',
    `{'a':"${SECRET}"}`,
    `[9007199254740993,${SECRET}]`,
  ])('what is no JSON is refused without a word of it: %#', (text) => {
    const error = errorOf(() => readJson(text))
    expect(error.code).toBe('invalid_response')
    expect(error.issues).toEqual([{ path: '', expected: 'JSON' }])
    expect(inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain('sk_live')
  })
})
