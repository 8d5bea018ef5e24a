import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openDuckDb } from './duckdb.ts'
import type { RulesInput } from './rules.ts'
import { records, run } from './run.fixture.ts'
import type { Side } from './side.ts'

const folder = mkdtempSync(join(tmpdir(), 'sides-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const AS_OF = '2026-11-20T12:00:00Z'

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const csv = (name: string, content: string | Uint8Array) => ({ kind: 'csv', path: write(name, content) }) as const
const alone = (left: Side, rules?: RulesInput) =>
  run({ left, right: records([]), asOf: AS_OF, ...(rules === undefined ? {} : { rules }) })
async function* bytes(text: string): AsyncIterable<Uint8Array> {
  // Cut in the middle of everything.
  const all = new TextEncoder().encode(text)
  for (let index = 0; index < all.length; index += 7) yield all.subarray(index, index + 7)
}

const ROWS = Array.from({ length: 40 }, (_, n) => ({
  reference: `o-${n % 36}`,
  status: ['paid', 'paid', 'failed', 'open'][n % 4] ?? '',
  amount: `${n}.50`,
  currency: n % 5 === 0 ? 'USD' : 'EUR',
  note: 'a "quoted", \nbroken; text',
}))
const RIGHT = ROWS.map((row, n) => ({ ...row, key: `acme/default/${n}`, amount: n % 7 === 0 ? '1.00' : row.amount }))
const NAMES = ['reference', 'status', 'amount', 'currency', 'note'] as const
const asCsv = (end: string, delimiter: string): string =>
  [
    NAMES.join(delimiter),
    ...ROWS.map((row) => NAMES.map((name) => `"${row[name].replaceAll('"', '""')}"`).join(delimiter)),
    '',
  ].join(end)

describe('the same records', () => {
  const right = records(RIGHT)
  const reverse = [...ROWS].reverse()
  const ndjson = ROWS.map((row) => JSON.stringify(row)).join('\n')
  const sides: readonly (readonly [string, () => Side])[] = [
    ['records in reverse', () => records(reverse)],
    ['csv', () => csv('a.csv', asCsv('\n', ','))],
    ['csv with a byte order mark, CRLF and semicolons', () => csv('b.csv', `\ufeff${asCsv('\r\n', ';')}`)],
    ['ndjson', () => ({ kind: 'ndjson', path: write('a.ndjson', ndjson) })],
    [
      'ndjson with numbers',
      () => ({ kind: 'ndjson', path: write('n.ndjson', ndjson.replace(/"amount":"([\d.]+)"/g, '"amount":$1')) }),
    ],
    ['a json array', () => ({ kind: 'json', path: write('a.json', JSON.stringify(ROWS, null, 1)) })],
    ['csv from a stream', () => ({ kind: 'stream', format: 'csv', bytes: bytes(asCsv('\n', '\t')) })],
    ['ndjson from a stream', () => ({ kind: 'stream', format: 'ndjson', bytes: bytes(ndjson) })],
    ['a json array from a stream', () => ({ kind: 'stream', format: 'json', bytes: bytes(JSON.stringify(ROWS)) })],
  ]
  const first = run({ left: records(ROWS), right, asOf: AS_OF })

  test.for(sides)('from %s give the same bytes', async ([, side]) => {
    const [expected, found] = [await first, await run({ left: side(), right, asOf: AS_OF })]
    expect(found.text).toBe(expected.text)
    expect(found.hash).toBe(expected.hash)
    expect(expected.findings.length).toBeGreaterThan(3)
  })

  test('from Parquet, decimals and all, give the same bytes', async () => {
    const path = join(folder, 'a.parquet')
    const db = await openDuckDb({ path: ':memory:', folder, memory: '256MB', threads: 1 })
    await db.run(
      `COPY (SELECT reference, status, amount::DECIMAL(12, 2) AS amount, currency FROM read_json('${write('p.ndjson', ndjson)}')) TO '${path}'`,
    )
    await db.run(
      `COPY (SELECT 'a' AS reference, 'paid' AS status, 1.5::DOUBLE AS amount) TO '${path}.double' (FORMAT parquet)`,
    )
    await db.close()
    expect((await run({ left: { kind: 'parquet', path }, right, asOf: AS_OF })).hash).toBe((await first).hash)
    await expect(alone({ kind: 'parquet', path: `${path}.double` })).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'left.amount', expected: expect.stringContaining('floating-point') }],
    })
  })

  test.for(process.env['ONETILL_DEEP'] === '1' ? [16, 256] : [16])(
    'in %s shards give the same bytes',
    async (shards) => {
      expect((await run({ left: records(ROWS), right, asOf: AS_OF, shards })).text).toBe((await first).text)
    },
  )
})

describe('a CSV file', () => {
  test('bad rows are set aside with the line an editor shows, and the rest is used', async () => {
    const lines = [
      'reference,status,amount,currency,note', // 1
      'o1,paid,1.00,EUR,"two', // 2
      'lines"', // 3
      'o2,paid,"2,50",EUR,', // 4
      '', // 5
      'o3,paid,3.00', // 6
      'o4,paid,4.00,EUR,"a', // 7
      'b', // 8
      'c"', // 9
      'o5,paid,5.00,EUR,x,y', // 10
      'o6,paid,6e1,EUR,', // 11
      'o7,paid,7.00,,', // 12
      ',paid,8.00,EUR,', // 13
      'o9,paid,9.00,EUR,', // 14
    ]
    const { quarantine, identity } = await alone(csv('bad.csv', lines.join('\n')))
    expect(quarantine.map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'decimal_comma'],
      [6, 'row_shape'],
      [10, 'row_shape'],
      [11, 'exponent'],
      [12, 'currency'],
      [13, 'identity'],
    ])
    expect(identity[0]?.left).toBe('14.00')
    expect(quarantine[0]?.hint).toContain('12.50')
  })

  test('UTF-16 is refused with a hint, marked or not', async () => {
    for (const content of [
      Buffer.from('\ufeffreference,amount\n', 'utf16le'),
      Buffer.from('reference,amount\n', 'utf16le'),
    ])
      await expect(alone(csv('wide.csv', content))).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('iconv'),
      })
  })

  test('a quote that does not end is one bad row', async () => {
    const { quarantine, identity } = await alone(
      csv('open.csv', 'reference,status,amount,currency\no1,paid,1,EUR\n"o2,paid,2,EUR\n'),
    )
    expect(quarantine.map(({ line, reason }) => [line, reason])).toEqual([[3, 'row_shape']])
    expect(identity[0]?.left).toBe('1.00')
  })

  test('bytes that are no UTF-8 are a bad row', async () => {
    const content = Buffer.concat([
      Buffer.from('reference,status,amount,currency\no1,paid,1,EUR\nM'),
      Buffer.from([0xfc]),
      Buffer.from('ller,paid,2,EUR\no3,paid,3,EUR\n'),
    ])
    const { quarantine, identity } = await alone(csv('latin.csv', content))
    expect(quarantine.map(({ line, reason }) => [line, reason])).toEqual([[3, 'row_encoding']])
    expect(identity[0]?.left).toBe('4.00')
  })

  test.for([
    ['no header', '', 'header'],
    ['a column twice', 'a,b,a\n', 'twice'],
  ] as const)('%s is refused', async ([name, content, said]) => {
    await expect(alone(csv(`${name}.csv`, content))).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(said),
    })
  })

  test('a file that is not there is refused', async () => {
    for (const kind of ['csv', 'ndjson', 'json', 'parquet'] as const)
      await expect(alone({ kind, path: join(folder, 'none') })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

test('columns, fixed values, words and local times are read as the rules say', async () => {
  const rules: RulesInput = {
    left: {
      fields: { reference: 'Order No.', amount: 'Total', status: 'State', paidAt: 'When' },
      fixed: { currency: 'eur', provider: 'acme', environment: 'live' },
      status: { Bezahlt: 'paid', Storno: 'cancelled' },
      times: 'utc',
    },
  }
  const file = csv(
    'shop.csv',
    'Order No.,State,Total,When\n1,BEZAHLT,5,2026-11-01\n2,storno,6,2026-11-01 10:00:00\n3,offen,7,gestern\n',
  )
  const { findings, quarantine } = await alone(file, rules)
  expect(findings.map(({ code, left }) => [code, left[0]?.reference])).toEqual([
    ['invalid_record', '3'],
    ['missing_right', '1'],
  ])
  expect(findings[1]?.left[0]).toMatchObject({
    amount: '5.00',
    currency: 'EUR',
    paidAt: '2026-11-01T00:00:00.000Z',
    provider: 'acme',
  })
  expect(quarantine[0]?.reason).toBe('time')
})

test('numbers of JSON keep every digit that was written', async () => {
  const path = write(
    'exact.ndjson',
    '{"reference":"a","status":"paid","currency":"EUR","amount":9007199254740993.01}\nnonsense\n',
  )
  const { identity, quarantine } = await alone({ kind: 'ndjson', path })
  expect(identity[0]?.left).toBe('9007199254740993.01')
  expect(quarantine.map(({ line, reason }) => [line, reason])).toEqual([[2, 'json']])
})
