import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Score } from './score.ts'
import type { AdapterSuite } from './suite.ts'

/**
 * Prints one line `onetill-conformance {…}` and writes the score into the file the suite names, and as `<provider>.json` into
 * the folder that the environment's ONETILL_SCORE names.
 */
export function writeScore({ score: file }: Pick<AdapterSuite, 'score'>, score: Score): void {
  process.stdout.write(`\nonetill-conformance ${JSON.stringify(score)}\n`)
  const text = `${JSON.stringify(score, null, 2)}\n`
  if (file !== undefined) writeFileSync(file, text)
  const folder = process.env['ONETILL_SCORE'] ?? ''
  if (folder === '') return
  mkdirSync(resolve(folder), { recursive: true })
  writeFileSync(join(resolve(folder), `${score.provider}.json`), text)
}
