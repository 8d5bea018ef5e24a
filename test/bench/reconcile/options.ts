import process from 'node:process'
import { FORMATS, type Format } from './data.ts'

/** Rows of each side; `--rows 1000000,10000000`. */
export const ROWS = option('rows', '200000')
  .split(',')
  .map((text) => Number.parseInt(text.replaceAll('_', ''), 10))
/** `--formats csv`. */
export const formats: readonly Format[] = FORMATS.filter((format) => option('formats', FORMATS.join()).includes(format))
/** Of ours and of bare alike; `--memory 512MB`. */
export const memory = option('memory', '1GB')
/** Of ours and of bare alike; `--threads 4`. */
export const threads = Number.parseInt(option('threads', '2'), 10)
/** Where the files are made, and kept when it is given; `--folder bench`. */
export const folder = option('folder', '')

if (ROWS.some((rows) => !Number.isSafeInteger(rows) || rows < 1_000))
  throw new Error('--rows: expected numbers from 1000')
if (formats.length === 0) throw new Error(`--formats: expected some of ${FORMATS.join()}`)

function option(name: string, fallback: string): string {
  const args = process.argv.slice(2)
  const at = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`))
  return at < 0 ? fallback : (args[at]?.split('=')[1] ?? args[at + 1] ?? '')
}
