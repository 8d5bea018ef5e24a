import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'

/** URL of the PostgreSQL server of this run; there may be none. */
export const SERVER = Object.values(inject('postgres'))[0]
/** Rows of each side. */
export const ROWS = 900
/** When waiting is judged. */
export const AS_OF = '2026-11-21T00:00:00Z'

/** Two CSV files with every seventh row different, some missing, a copy, and rows that cannot be read. */
export function place(): { readonly cwd: string; readonly runs: string } {
  const cwd = mkdtempSync(join(tmpdir(), 'onetill-distributed-command-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  const side = (name: string, amount: (n: number) => string, skips: number): void => {
    const rows = Array.from({ length: ROWS }, (_, n) => n)
      .filter((n) => n % 50 !== skips)
      .map((n) => `${n % 3 === 0 ? '' : `acme/default/s${n}`},o${n},paid,${amount(n)},EUR`)
    const all = ['key,reference,status,amount,currency', ...rows, rows[3], ',,paid,1.00,EUR', 'x,y,paid,"1,50",EUR']
    writeFileSync(join(cwd, name), `${all.join('\n')}\n`)
  }
  side('left.csv', (n) => `${n}.00`, 7)
  side('right.csv', (n) => (n % 7 === 0 ? `${n}.01` : `${n}.00`), 9)
  mkdirSync(join(cwd, 'tmp'))
  return { cwd, runs: join(cwd, '.onetill', 'runs') }
}

/** The comparison, as one process does it. */
export const SIDES = ['reconcile', '--left', 'left.csv', '--right', 'right.csv', '--as-of', AS_OF, '--json']
/** The same, shared. */
export const shared = (...more: readonly string[]): readonly string[] => [
  ...[...SIDES, '--distributed', '--shards', '3', '--threads', '1', '--memory', '400MB'],
  ...more,
]
/** Runs that are there, without the file that gives the folder its name. */
export const runsIn = (folder: string): readonly string[] => readdirSync(folder).filter((name) => name !== 'place.txt')

/** Environment of the processes. */
export const env = (cwd: string) => ({ ONETILL_STORE: SERVER ?? '', TMPDIR: join(cwd, 'tmp') })
