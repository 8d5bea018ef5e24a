import { execFileSync } from 'node:child_process'
import { build } from 'esbuild'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { isTillError } from './error.ts'
import { epochMs, readTime, toUtc } from './time.ts'

/** RFC 3339 text → UTC text with milliseconds, or null: refused. */
const TABLE: readonly (readonly [text: string, utc: string | null, why: string])[] = [
  ['2026-11-20T12:00:00Z', '2026-11-20T12:00:00.000Z', 'no fraction'],
  ['2026-11-20T12:00:00.123Z', '2026-11-20T12:00:00.123Z', 'already ours'],
  ['2026-11-20T12:00:00.1Z', '2026-11-20T12:00:00.100Z', '1 digit'],
  ['2026-11-20T12:00:00.12Z', '2026-11-20T12:00:00.120Z', '2 digits'],
  ['2026-11-20T12:00:00.1239Z', '2026-11-20T12:00:00.123Z', '4 digits, cut'],
  ['2026-11-20T12:00:00.12399Z', '2026-11-20T12:00:00.123Z', '5 digits, cut'],
  ['2026-11-20T12:00:00.999999Z', '2026-11-20T12:00:00.999Z', '6 digits, cut and not rounded into the next second'],
  ['2026-11-20T12:00:00.9999999Z', '2026-11-20T12:00:00.999Z', '7 digits'],
  ['2026-11-20T12:00:00.99999999Z', '2026-11-20T12:00:00.999Z', '8 digits'],
  ['2026-12-31T23:59:59.999999999Z', '2026-12-31T23:59:59.999Z', '9 digits at the end of a year'],
  ['2026-11-20T12:00:00.0000000001Z', '2026-11-20T12:00:00.000Z', '10 digits'],
  ['2026-11-20T12:00:00.99999999999Z', '2026-11-20T12:00:00.999Z', '11 digits'],
  ['2026-11-20T12:00:00.999999999999Z', '2026-11-20T12:00:00.999Z', '12 digits'],
  ['2026-11-20T12:00:00.999999+00:00', '2026-11-20T12:00:00.999Z', 'cut before an offset too'],
  ['2026-11-20T12:00:00+00:00', '2026-11-20T12:00:00.000Z', 'offset zero'],
  ['2026-11-20T12:00:00-00:00', '2026-11-20T12:00:00.000Z', 'offset minus zero: UTC, place unknown'],
  ['2026-11-20T12:00:00+05:30', '2026-11-20T06:30:00.000Z', 'east'],
  ['2026-11-20T12:00:00-03:30', '2026-11-20T15:30:00.000Z', 'west'],
  ['2026-11-20T12:00:00.5+05:45', '2026-11-20T06:15:00.500Z', 'east with fraction'],
  ['2026-11-20T12:00:00+14:00', '2026-11-19T22:00:00.000Z', 'the day before'],
  ['2026-11-20T23:00:00-12:00', '2026-11-21T11:00:00.000Z', 'the day after'],
  ['2026-11-20T00:00:00+23:59', '2026-11-19T00:01:00.000Z', 'largest offset'],
  ['2026-11-20T00:00:00-23:59', '2026-11-20T23:59:00.000Z', 'largest offset, west'],
  ['2027-01-01T00:30:00+01:00', '2026-12-31T23:30:00.000Z', 'over the year'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z', 'leap year'],
  ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z', 'leap year of a century'],
  ['2024-03-01T00:30:00+01:00', '2024-02-29T23:30:00.000Z', 'back into the leap day'],
  ['2023-03-01T00:30:00+01:00', '2023-02-28T23:30:00.000Z', 'back over a year without one'],
  ['2026-11-20t12:00:00z', '2026-11-20T12:00:00.000Z', 'lower-case letters'],
  ['2026-11-20T12:00:00.123z', '2026-11-20T12:00:00.123Z', 'lower-case z'],
  ['2026-11-20t12:00:00.123Z', '2026-11-20T12:00:00.123Z', 'lower-case t'],
  ['2026-11-20t12:00:00+05:30', '2026-11-20T06:30:00.000Z', 'lower-case t with offset'],
  ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z', 'first year'],
  ['0000-02-29T00:00:00Z', '0000-02-29T00:00:00.000Z', 'year 0 is a leap year'],
  ['0050-06-01T00:00:00+00:00', '0050-06-01T00:00:00.000Z', 'no 1950'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z', 'last year'],
  ['9999-12-31T23:59:59+00:01', '9999-12-31T23:58:59.000Z', 'last year with offset'],
  ['0000-01-01T00:00:00+00:01', null, 'before year 0'],
  ['9999-12-31T23:59:59-00:01', null, 'after year 9999'],
  ['2026-02-29T00:00:00Z', null, 'Feb 29 outside a leap year'],
  ['1900-02-29T00:00:00Z', null, 'no leap year'],
  ['2024-02-30T00:00:00Z', null, 'Feb 30'],
  ['2024-02-30T00:00:00+00:00', null, 'Feb 30 with offset'],
  ['2026-04-31T00:00:00Z', null, 'Apr 31'],
  ['2026-06-31T00:00:00Z', null, 'Jun 31'],
  ['2026-09-31T00:00:00Z', null, 'Sep 31'],
  ['2026-11-31T00:00:00Z', null, 'Nov 31'],
  ['2026-01-32T00:00:00Z', null, 'day 32'],
  ['2026-01-00T00:00:00Z', null, 'day 0'],
  ['2026-00-01T00:00:00Z', null, 'month 0'],
  ['2026-13-01T00:00:00Z', null, 'month 13'],
  ['2026-11-20T24:00:00Z', null, 'hour 24'],
  ['2026-11-20T25:00:00Z', null, 'hour 25'],
  ['2026-11-20T12:60:00Z', null, 'minute 60'],
  ['2026-12-31T23:59:60Z', null, 'second 60'],
  ['2026-11-20T12:00:61Z', null, 'second 61'],
  ['2026-11-20T12:00:00', null, 'no offset'],
  ['2026-11-20T12:00:00.123', null, 'no offset after a fraction'],
  ['2026-11-20', null, 'a day'],
  ['2026-11-20T12:00Z', null, 'no seconds'],
  ['2026-11-20 12:00:00Z', null, 'a space for the T'],
  ['2026-11-20T12:00:00 Z', null, 'a space before the Z'],
  ['2026-11-20T12:00:00.Z', null, 'a point without digits'],
  ['2026-11-20T12:00:00,123Z', null, 'a comma'],
  ['2026-11-20T12:00:00+0530', null, 'offset without colon'],
  ['2026-11-20T12:00:00+05', null, 'offset without minutes'],
  ['2026-11-20T12:00:00+24:00', null, 'offset hour 24'],
  ['2026-11-20T12:00:00+05:60', null, 'offset minute 60'],
  ['2026-11-20T12:00:00\u221205:30', null, 'a typographic minus'],
  ['2026-11-20T12:00:00Z+01:00', null, 'two offsets'],
  ['2026-11-20T12:00:00ZZ', null, 'two Zs'],
  ['2026-11-20T12:00:00Z\n', null, 'a line break after it'],
  [' 2026-11-20T12:00:00Z', null, 'a space before it'],
  ['20261120T120000Z', null, 'basic format'],
  ['2026/11/20T12:00:00Z', null, 'slashes'],
  ['26-11-20T12:00:00Z', null, 'a year of two digits'],
  ['+002026-11-20T12:00:00Z', null, 'an expanded year'],
  ['-001-11-20T12:00:00Z', null, 'a negative year'],
  ['2026-1-20T12:00:00Z', null, 'a month of one digit'],
  ['2026-11-20T1:00:00Z0', null, 'an hour of one digit'],
  ['２０２６-11-20T12:00:00Z', null, 'digits of another script'],
  ['2026-W47-5T12:00:00Z', null, 'a week date'],
  ['Fri, 20 Nov 2026 12:00:00 GMT', null, 'an HTTP date'],
  ['1795435200', null, 'seconds since 1970'],
  ['1', null, 'what Date reads as 2001'],
  ['', null, 'nothing'],
  [`2026-11-20T12:00:00.${'9'.repeat(1_000_000)}Z`, null, 'a megabyte of fraction'],
]

const rows = TABLE.map(([text, utc, why]) => ({ text, utc, why, shown: text.slice(0, 50) }))
test.for(rows)('$shown → $utc ($why)', ({ text, utc }) => {
  expect(toUtc(text)).toBe(utc)
})

const number = (min: number, max: number, length: number) =>
  fc.integer({ min, max }).map((value) => String(value).padStart(length, '0'))
const offset = fc.oneof(
  fc.constant('Z'),
  fc.tuple(fc.constantFrom('+', '-'), number(0, 23, 2), number(0, 59, 2)).map(([sign, h, m]) => `${sign}${h}:${m}`),
)
const fraction = fc.option(fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 12 }), {
  nil: null,
})
/** Dates that may not exist, so that both sides have to say so. */
const anyTime = fc.tuple(
  number(1, 9998, 4),
  number(0, 13, 2),
  number(0, 32, 2),
  number(0, 24, 2),
  number(0, 60, 2),
  number(0, 60, 2),
  fraction,
  offset,
)
const zodTime = z.iso.datetime({ offset: true })

test('property: accepts what zod accepts, and is the instant Date reads with the fraction cut', () => {
  let accepted = 0
  fc.assert(
    fc.property(anyTime, ([year, month, day, hour, minute, second, digits, zone]) => {
      const start = `${year}-${month}-${day}T${hour}:${minute}:${second}`
      const text = `${start}${digits === null ? '' : `.${digits}`}${zone}`
      const utc = toUtc(text)
      expect(utc !== null).toBe(zodTime.safeParse(text).success)
      if (utc === null) return
      accepted++
      expect(utc).toBe(new Date(`${start}.${(digits ?? '').slice(0, 3).padEnd(3, '0')}${zone}`).toISOString())
      expect(toUtc(utc)).toBe(utc)
    }),
    { numRuns: 5_000 },
  )
  expect(accepted).toBeGreaterThan(1_000)
})

test('property: any text is a time of 24 characters or null, and one character changed never throws', () => {
  const valid = '2026-11-20T12:00:00.123+05:30'
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc
          .tuple(fc.nat(valid.length), fc.string({ maxLength: 2 }))
          .map(([at, piece]) => valid.slice(0, at) + piece + valid.slice(at + 1)),
      ),
      (text) => {
        const utc = toUtc(text)
        if (utc !== null) expect(utc).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('readTime names the path and never the text', () => {
  expect(readTime(null, 'a')).toBeNull()
  expect(readTime(undefined, 'a')).toBeNull()
  expect(readTime('2026-11-20T12:00:00+01:00', 'a')).toBe('2026-11-20T11:00:00.000Z')
  for (const read of [readTime]) {
    try {
      read('2026-02-30T00:00:00Z', 'data.at')
      expect.unreachable()
    } catch (error) {
      expect(isTillError(error) && [error.code, error.issues[0]?.path]).toEqual(['invalid_response', 'data.at'])
      expect(String(error)).not.toContain('02-30')
    }
  }
})

test('epochMs is the instant', () => {
  expect(epochMs('1970-01-01T00:00:00.000Z')).toBe(0)
  expect(epochMs('2026-11-20T12:00:00.123Z')).toBe(Date.UTC(2026, 10, 20, 12, 0, 0, 123))
})

describe('the time zone of the machine changes nothing', () => {
  let program = ''
  beforeAll(async () => {
    const result = await build({
      stdin: {
        contents: `import { epochMs, toUtc } from './time.ts'
          const read = (text) => { const utc = toUtc(text); return [utc, utc && epochMs(utc)] }
          console.log(JSON.stringify([new Date(2026, 0, 1).getTimezoneOffset(), JSON.parse(process.argv.at(-1)).map(read)]))`,
        resolveDir: import.meta.dirname,
      },
      bundle: true,
      platform: 'node',
      write: false,
    })
    program = result.outputFiles[0]?.text ?? ''
  })

  const texts = TABLE.map(([text]) => text).filter((text) => text.length < 100)
  // Hours that local clocks skip or repeat.
  const clocks = [
    '2026-03-08T02:30:00Z',
    '2026-11-01T01:30:00-02:30',
    '2026-03-29T01:30:00+01:00',
    '2026-11-01T04:30:00Z',
  ]

  test.for([
    ['UTC', 0],
    ['Asia/Kolkata', -330],
    ['America/St_Johns', 210],
  ] as const)('%s', ([zone, minutes]) => {
    const all = [...texts, ...clocks]
    const out = execFileSync(process.execPath, ['-e', program, '--', JSON.stringify(all)], {
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
    })
    const expected = all.map((text) => [toUtc(text), toUtc(text) === null ? null : Date.parse(toUtc(text) ?? '')])
    expect(JSON.parse(out)).toEqual([minutes, expected])
  })
})
