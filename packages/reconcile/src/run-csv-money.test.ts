import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { run } from './run.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'csv-money-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SIXTY = '123456789012345678901234567890123456789012345678901234567890'
const SIXTY_AND_ONE = '123456789012345678901234567890123456789012345678901234567891'

/** Amount as it stands in the left and the right file, the currency, and what has to come of it. */
const EXACT: readonly (readonly [left: string, right: string, currency: string, code: string, difference: string])[] = [
  [SIXTY, SIXTY, 'EUR', 'agreed', ''],
  [SIXTY, SIXTY_AND_ONE, 'EUR', 'amount_over', '-1.00'],
  // One minor unit that a binary floating-point number cannot tell.
  ['90071992547409.93', '90071992547409.92', 'EUR', 'amount_under', '0.01'],
  ['9007199254740993', '9007199254740992', 'JPY', 'amount_under', '1'],
  ['9007199254740.993', '9007199254740.992', 'KWD', 'amount_under', '0.001'],
  // Halfway between two cents: neither of them.
  ['1.005', '1.00', 'EUR', 'amount_under', '0.005'],
  ['1.005', '1.01', 'EUR', 'amount_over', '-0.005'],
  ['1.005', '1.005', 'KWD', 'agreed', ''],
  ['1.005', '1.0050', 'EUR', 'agreed', ''],
  ['0.000000000000000001', '0.000000000000000002', 'USDC', 'amount_over', '-0.000000000000000001'],
  ['1.500000000000000000', '1.5', 'USDC', 'agreed', ''],
  ['123456789.123456789012345678', '123456789.123456789012345677', 'ETH', 'amount_under', '0.000000000000000001'],
  ['1000', '1000.00', 'JPY', 'agreed', ''],
  ['1000', '100000', 'JPY', 'scale_error', '-99000'],
  ['12.50', '1250.00', 'EUR', 'scale_error', '-1237.50'],
  ['1250', '12.50', 'EUR', 'scale_error', '1237.50'],
  ['1.005', '1005.000', 'KWD', 'scale_error', '-1003.995'],
  ['0.01', '1', 'USDC', 'scale_error', '-0.99'],
]

/** Amounts nobody may read as something near, and why each is set aside. */
const REFUSED: readonly (readonly [amount: string, reason: string])[] = [
  ['1e2', 'exponent'],
  ['1E+2', 'exponent'],
  ['1_000.00', 'amount'],
  [' 1.00 ', 'amount'],
  ['\t1.00', 'amount'],
  ['1.00\u00a0', 'amount'],
  ['"1,000.00"', 'amount'],
  ['"12,50"', 'decimal_comma'],
  ["1'000.00", 'amount'],
  ['+1.00', 'amount'],
  ['-1.00', 'amount'],
  ['1.', 'amount'],
  ['.5', 'amount'],
  ['0x10', 'amount'],
  ['NaN', 'amount'],
  ['Infinity', 'amount'],
  ['٣', 'amount'],
  ['１', 'amount'],
  ['1.00€', 'amount'],
  ['1'.repeat(201), 'amount'],
]

const HEAD = 'reference,status,amount,currency'
const csv = (name: string, rows: readonly string[]) => {
  const path = join(folder, name)
  writeFileSync(path, `${[HEAD, ...rows].join('\n')}\n`)
  return { kind: 'csv', path } as const
}

test.each([1, 16])('amounts of CSV files are exact or refused, in %i shards', async (shards) => {
  const left = [
    ...EXACT.map(([amount, , currency], n) => `exact-${n},paid,${amount},${currency}`),
    ...REFUSED.map(([amount], n) => `refused-${n},paid,${amount},EUR`),
  ]
  const right = [
    ...EXACT.map(([, amount, currency], n) => `exact-${n},paid,${amount},${currency}`),
    // What a careless reader would have made of them.
    ...REFUSED.map((_, n) => `refused-${n},paid,${n < 2 ? '100.00' : '1.00'},EUR`),
  ]
  const { findings, quarantine, identity, summary } = await run({
    ...{ left: csv('left.csv', left), right: csv('right.csv', right), shards },
    asOf: '2026-11-20T12:00:00Z',
  })

  // The header is line 1.
  expect(quarantine.map(({ side, line, reason, reference }) => [side, line, reason, reference])).toEqual(
    REFUSED.map(([, reason], n) => ['left', 2 + EXACT.length + n, reason, `refused-${n}`]),
  )
  expect(summary.records.left).toEqual({ usable: EXACT.length, invalid: REFUSED.length })

  const found = new Map(
    findings.flatMap(({ code, left: [record], difference: [amount] }) =>
      code === 'invalid_record' ? [] : [[record?.reference, [code, amount?.amount ?? '']] as const],
    ),
  )
  for (const [n, [amount, other, currency, code, difference]] of EXACT.entries())
    expect(found.get(`exact-${n}`) ?? ['agreed', ''], `${amount} against ${other} ${currency}`).toEqual([
      code,
      difference,
    ])
  expect(findings.filter(({ code }) => code === 'missing_left')).toHaveLength(REFUSED.length)

  expect(identity.map(({ currency }) => currency)).toEqual(['ETH', 'EUR', 'JPY', 'KWD', 'USDC'])
  for (const { remainder } of identity) expect(remainder).toMatch(/^0(\.0+)?$/)
  const euros = identity.find(({ currency }) => currency === 'EUR')
  // 2 × sixty digits, 90071992547409.93, 3 × 1.005, 12.50 and 1250, in thousandths.
  const thousandths = BigInt(SIXTY) * 2000n + 90_071_992_547_409_930n + 3n * 1005n + 12_500n + 1_250_000n
  expect(euros?.left).toBe(`${thousandths / 1000n}.${(thousandths % 1000n).toString().padStart(3, '0')}`)
})
