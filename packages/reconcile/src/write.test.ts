import { expect, test } from 'vitest'
import { reconcile } from './reconcile.ts'
import { records } from './run.fixture.ts'
import { csv, csvCell, markdown, ndjson } from './write.ts'

const textOf = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

test('NDJSON, CSV and Markdown hold every finding, and nothing in them is a formula or markup', async () => {
  const evil = '=HYPERLINK("http://x","y")|<b>'
  const left = [
    { reference: evil, status: 'paid', amount: '5', currency: 'EUR' },
    { reference: 'plain', status: 'paid', amount: '1,5', currency: 'EUR' },
  ]
  const result = await reconcile({ left: records(left), right: records([]), asOf: '2026-11-20T12:00:00Z', threads: 1 })
  const lines = (await textOf(ndjson(result)))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ code }) => code)).toEqual(['invalid_record', 'missing_right'])
  const table = await textOf(csv(result))
  expect(table).toContain(`"'=HYPERLINK(""http://x"",""y"")|<b>"`)
  expect(table.split('\r\n').length).toBe(4)
  const page = await textOf(markdown(result))
  expect(page).toContain('| EUR | 5.00 | 0.00 | 5.00 | 5.00 | 0.00 |')
  expect(page).toContain('| left | 2 | decimal\\_comma |')
  expect(page).not.toMatch(/[^\\]<b>/)
  await result.close()
})

test('a cell that a spreadsheet would work out is made text, a negative amount is left', () => {
  for (const value of ['=1+1', '+1', '-1+1', '@SUM(A1)', ' =1', '\t=1', '＝1'])
    expect(csvCell(value).replace('"', '')).toMatch(/^'/)
  expect(csvCell('-12.50 EUR')).toBe('-12.50 EUR')
  expect(csvCell('-12.50')).toBe('-12.50')
})
