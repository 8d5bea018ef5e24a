import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkColumns } from './named-columns.ts'
import { parseRules } from './rules.ts'
import { records, run } from './run.fixture.ts'

const HEADER = ['Order No.', 'Total', 'Cur']

test('a column that is named and not there is refused, with what is nearly its name', () => {
  const rules = parseRules({
    ladder: ['reference', 'metadata.cart'],
    left: {
      fields: { reference: 'order no', amount: { column: 'Totl', unit: 'minor' }, currency: 'Cur' },
      metadata: { cart: 'Cart', unused: 'none' },
    },
  })
  expect(() => checkColumns(rules, 'left', HEADER)).toThrow(
    expect.objectContaining({
      code: 'invalid_options',
      message: expect.stringMatching(/^rules: left\.fields\.reference: expected a column "order no"; the header has/),
      issues: [
        { path: 'left.fields.reference', expected: 'a column "order no"; the header has "Order No."' },
        { path: 'left.fields.amount', expected: 'a column "Totl"; the header has none of this name' },
        { path: 'left.metadata.cart', expected: 'a column "Cart"; the header has none of this name' },
      ],
    }),
  )
  expect(() => checkColumns(rules, 'right', HEADER)).not.toThrow()
})

test('a file whose header is another one is refused instead of being missing in every record', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onetill-columns-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'orders.csv')
  await writeFile(path, 'Order No.,Total\nORD-77,5.00\n')
  const rules = { left: { fields: { reference: 'Order No.', amount: 'Amount' }, fixed: { currency: 'EUR' } } }
  const refused = run({ left: { kind: 'csv', path }, right: records([]), rules, asOf: '2026-11-20T12:00:00Z' })
  await expect(refused).rejects.toMatchObject({
    code: 'invalid_options',
    message: expect.not.stringContaining('ORD-77'),
    issues: [{ path: 'left.fields.amount' }],
  })
})
