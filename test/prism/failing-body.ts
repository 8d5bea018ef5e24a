import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const FOLDER = join(ROOT, 'test', 'output', 'prism')

/** Keeps a body that failed with the test output, prints where, and gives the path. */
export function saveBody(body: string, why: string): string {
  mkdirSync(FOLDER, { recursive: true })
  const name = `${why}.${createHash('sha256').update(body).digest('hex').slice(0, 12)}.json`
  const file = join(FOLDER, name)
  writeFileSync(file, body)
  const shown = relative(ROOT, file)
  console.error(`prism: ${why}, body in ${shown}`)
  return shown
}
