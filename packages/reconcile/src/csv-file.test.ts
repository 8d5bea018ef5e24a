import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { physicalLines } from './csv-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'onetill-csv-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The line of every record, one character after the other; what stands before the header's end is none. */
function linesOf(text: string): readonly number[] {
  const lines: number[] = []
  let line = 1
  let quoted = false
  let atStart = true
  for (const character of text) {
    if (atStart && character !== '\n' && character !== '\r') {
      lines.push(line)
      atStart = false
    }
    if (character === '"') quoted = !quoted
    if (character !== '\n') continue
    line++
    if (!quoted) atStart = true
  }
  return lines
}

const piece = fc.constantFrom('a', 'ä,b', '\n', '\r\n', '"', '"x\n"', ',', '""', '\n\n', 'long'.repeat(20))
const csv = fc.array(piece, { maxLength: 60, size: 'max' }).map((pieces) => `key,amount\n${pieces.join('')}`)

test('every record is where an editor shows it, also after blank lines and line breaks in quotes', async () => {
  let checked = 0
  await fc.assert(
    fc.asyncProperty(csv, fc.boolean(), async (text, marked) => {
      const path = join(folder, 'side.csv')
      writeFileSync(path, (marked ? '\uFEFF' : '') + text)
      const [, ...expected] = linesOf(text)
      const { records } = await physicalLines(path, 'left', {
        records: expected.map((_, index) => index + 1),
        bytes: [],
      })
      expect(records).toEqual(expected)
      checked += expected.length
    }),
    { numRuns: 500 },
  )
  expect(checked).toBeGreaterThan(2_000)
})

test('a record that could not be read is no number of the others', async () => {
  const path = join(folder, 'rejected.csv')
  writeFileSync(path, 'key\na\n\n"b\nb"\nc\nd\n')
  // The blank line belongs to what comes after it, which begins at byte 7 for the reader.
  expect(await physicalLines(path, 'left', { records: [1, 2, 3], bytes: [7] })).toEqual({
    records: [2, 6, 7],
    bytes: [4],
  })
  expect(await physicalLines(path, 'left', { records: [1, 2, 3, 4], bytes: [] })).toEqual({
    records: [2, 4, 6, 7],
    bytes: [],
  })
})
