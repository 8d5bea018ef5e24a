import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRetryAfter } from './retry-after.ts'

/** Fri, 20 Nov 2026 12:00:00 GMT. */
const NOW = Date.UTC(2026, 10, 20, 12)

/** Header, milliseconds, why. */
const VALUES = [
  [null, null, 'absent'],
  ['', null, 'empty'],
  ['0', 0, 'at once'],
  ['7', 7_000, 'seconds'],
  ['007', 7_000, 'leading zeros are digits'],
  [' 7 ', 7_000, 'white space around a field value'],
  ['\t7', 7_000, 'a tab too'],
  ['99999999', 99_999_999_000, 'eight digits'],
  ['100000000', null, 'nine digits are no advice'],
  ['9'.repeat(400), null, 'absurd'],
  ['-1', null, 'negative'],
  ['+5', null, 'no sign in the grammar'],
  ['1.5', null, 'no fraction in the grammar'],
  ['1,5', null, 'nor a list'],
  ['1, 5', null, 'a joined header'],
  ['1e3', null, 'no exponent'],
  ['0x1', null, 'no hexadecimal'],
  ['1_000', null, 'no separator'],
  ['٣', null, 'only ASCII digits'],
  ['NaN', null, 'a bug of the server'],
  ['Infinity', null, 'a bug of the server'],
  ['null', null, 'a bug of the server'],
  ['undefined', null, 'a bug of the server'],
  ['soon', null, 'prose'],
  ['5 seconds', null, 'prose'],
  ['7\u0000', null, 'control character'],
  ['7\u00a0', null, 'only space and tab are white space here'],
  ['Fri, 20 Nov 2026 12:00:10 GMT', 10_000, 'IMF-fixdate'],
  ['Fri, 20 Nov 2026 11:59:00 GMT', 0, 'past'],
  ['Sat, 01 Jan 2000 00:00:00 GMT', 0, 'long past'],
  ['Mon, 20 Nov 2026 12:00:10 GMT', 10_000, 'the wrong day of the week still names a date'],
  ['Friday, 20-Nov-26 12:00:10 GMT', 10_000, 'RFC 850'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 0, 'RFC 850: 94 is 1994, not 2094'],
  ['Friday, 20-Nov-76 12:00:00 GMT', Date.UTC(2076, 10, 20, 12) - NOW, 'RFC 850: fifty years ahead are ahead'],
  ['Friday, 20-Nov-77 12:00:00 GMT', 0, 'RFC 850: 77 is 1977'],
  ['Fri Nov 20 12:00:10 2026', 10_000, 'asctime'],
  ['Sun Dec  6 12:00:00 2026', Date.UTC(2026, 11, 6, 12) - NOW, 'asctime with a day of one digit'],
  ['Thu, 31 Dec 2026 23:59:60 GMT', Date.UTC(2027, 0, 1) - NOW, 'leap second'],
  ['Fri, 20 Nov 2026 12:00:61 GMT', null, 'no such second'],
  ['Fri, 20 Nov 2026 24:00:00 GMT', null, 'no such hour'],
  ['Fri, 30 Feb 2027 12:00:00 GMT', null, 'no such day'],
  ['Fri, 31 Nov 2026 12:00:00 GMT', null, 'no such day'],
  ['Fri, 00 Nov 2026 12:00:00 GMT', null, 'no such day'],
  ['Fri, 20 nov 2026 12:00:10 GMT', null, 'the grammar has capitals'],
  ['Fri, 20 Nov 2026 12:00:10 UTC', null, 'GMT only'],
  ['Fri, 20 Nov 2026 12:00:10 +0000', null, 'GMT only'],
  ['Fri, 20 Nov 2026 12:00:10', null, 'GMT is required'],
  ['Fri, 20 Nov 26 12:00:10 GMT', null, 'two digits belong to RFC 850'],
  ['2026-11-20T12:00:10Z', null, 'ISO 8601 is no HTTP date'],
  ['20 Nov 2026 12:00:10 GMT', null, 'the day of the week is required'],
  ['Fri, 20 Nov 2026 12:00:10 GMT, 5', null, 'a joined header'],
] as const

describe('Retry-After', () => {
  test.for(VALUES)('%j → %s: %s', ([value, ms]) => {
    expect(parseRetryAfter(value, NOW)).toBe(ms)
  })

  test('any date it writes itself is read back to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000 }), (seconds) => {
        const header = new Date(NOW + seconds * 1000).toUTCString()
        expect(parseRetryAfter(header, NOW)).toBe(seconds * 1000)
      }),
    )
  })

  test('any text gives null or a wait that is not negative', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const ms = parseRetryAfter(text, NOW)
        expect(ms === null || (Number.isSafeInteger(ms) && ms >= 0)).toBe(true)
      }),
    )
  })
})
